"""Slow services on the test's own clock: a try ends when that clock has moved on; no test waits for the wall clock."""

import asyncio
import random
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from kairanban.config import Settings
from kairanban.core.clock import SECOND
from kairanban.core.push_services import push_services
from kairanban.notify import courier as courier_module
from kairanban.notify.actions.fan_out import fan_out_new
from kairanban.notify.channels.interface import Job, Sender
from kairanban.notify.courier import Courier
from kairanban.notify.queries import addresses
from kairanban.notify.rules.outcomes import Outcome
from kairanban.notify.sending import inside
from kairanban.notify.sending.mail import MailSender
from kairanban.notify.sending.posting import ServiceResponse
from kairanban.notify.sending.push import PushSender
from tests.conftest import SetClock
from tests.notify.push_service import Browser
from tests.notify.telling import ADDRESS, WORKER
from tests.world import World, circular

HOST = "https://slow.example"


class Slow:
    """The services of every channel; `came` counts the tries each address got."""

    def __init__(self, clock: SetClock, takes: int) -> None:
        self._clock, self._takes = clock, takes
        self._under_way = list[tuple[int, asyncio.Future[None]]]()
        self.came = Counter[str]()
        self.most = 0

    def timer(self) -> float:
        return self._clock.now / SECOND

    async def take(self, target: str) -> None:
        self.came[target] += 1
        ended = asyncio.get_running_loop().create_future()
        self._under_way.append((self._clock.now + self._takes, ended))
        self.most = max(self.most, len(self._under_way))
        try:
            await ended
        finally:
            self._under_way = [one for one in self._under_way if one[1] is not ended]

    def advance(self, step: int) -> None:
        """Advance the clock and end the tries that have lasted long enough."""
        self._clock.advance(step)
        for ends, ended in self._under_way:
            if ends <= self._clock.now and not ended.done():
                ended.set_result(None)


class InProcess:
    """In the place of the sending process: its senders, with a slow service behind each."""

    pid = None

    def __init__(self, slow: Slow, settings: dict[str, Any]) -> None:
        self._senders: dict[str, Sender] = inside.senders(settings, slow.timer)

    async def send(self, job: Job, begin_by: float) -> Outcome:
        return await inside.tried(self._senders, job, begin_by)

    async def close(self) -> None:
        for sender in self._senders.values():
            await sender.close()


def slowly(monkeypatch: pytest.MonkeyPatch, slow: Slow) -> None:
    """Replace the network of every channel."""

    async def post(self: Any, address: str, body: bytes, headers: Any) -> ServiceResponse:
        await slow.take(address)
        return ServiceResponse(201, 0)

    async def deliver(self: Any, message: Any) -> None:
        await slow.take(message["To"])

    monkeypatch.setattr("kairanban.notify.sending.posting.Posting.post", post)
    monkeypatch.setattr(MailSender, "_deliver", deliver)
    monkeypatch.setattr(PushSender, "sealed", lambda self, job: (b"", {}))
    monkeypatch.setattr(courier_module, "Sending", lambda settings: InProcess(slow, settings))


def courier(world: World, slow: Slow, folder: Path) -> Courier:
    settings = Settings(
        folder,
        "sqlite:///none",
        ADDRESS,
        push_services=push_services("slow.example"),
        smtp_url="smtp://slow.example",
    )
    return Courier(world.database, settings, WORKER, chance=random.Random(8321), timer=slow.timer)


async def deliveries(world: World, channel: str, number: int) -> list[str]:
    """Publish a circular with this many deliveries of the channel; return their targets."""
    point = Browser("all").subscription("")["keys"]
    async with world.database.write(world.sato) as tx:
        targets = [f"{HOST}/{one}" if channel == "push" else f"sato{one}@example.jp" for one in range(number)]
        owner = (
            {"session": world.sato.session, "household": None}
            if channel == "push"
            else {"session": None, "household": world.households["sato"]}
        )
        for target in targets:
            await tx.value(
                addresses.ADD, channel=channel, **owner, target=target, p256dh=point["p256dh"], auth=point["auth"],
                language="ja", made=tx.now, renewed=tx.now, confirmed=tx.now,
            )  # fmt: skip
    await circular(world)
    await fan_out_new(world.database, WORKER)
    return targets


async def work(slow: Slow, couriers: list[Courier], step: int, steps: int = 10_000) -> None:
    """Let the workers work until nothing is due and nothing under way, or for this many steps."""
    for _ in range(steps):
        busy = [await one.step() for one in couriers]
        for _ in range(5):
            await asyncio.sleep(0)
        slow.advance(step)
        for _ in range(20):
            await asyncio.sleep(0)
        if not any(busy):
            return
