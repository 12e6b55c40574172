"""A worker run step by step, and its results."""

import os
import random
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import select

from kairanban.config import Settings
from kairanban.core.actor import System
from kairanban.core.push_services import push_service
from kairanban.db.statements import Statement
from kairanban.db.tables.notify import delivery, notice_address, notification
from kairanban.notify.actions import addresses
from kairanban.notify.actions.fan_out import fan_out_new
from kairanban.notify.courier import Courier
from tests.notify.push_service import PushService
from tests.world import World

WORKER = System("worker")
ADDRESS = "http://localhost:8321"

_STATES = Statement(
    select(notice_address.c.target, delivery.c.state, delivery.c.tries, delivery.c.code, delivery.c.why)
    .select_from(delivery.join(notice_address, notice_address.c.id == delivery.c.address))
    .order_by(delivery.c.id)
)
_NOTIFIED = Statement(
    select(notification.c.household, notification.c.kind, notification.c.due, notification.c.digest).order_by(
        notification.c.id
    )
)
_ALIVE = Statement(select(notice_address.c.target).where(notice_address.c.ended.is_(None)))


def settings(folder: Path, *services: str, **more: Any) -> Settings:
    return Settings(
        folder, "sqlite:///none", ADDRESS, push_services=tuple(map(push_service, services)), **more
    )


class Telling:
    """Rounds of a worker with its sending process."""

    def __init__(self, world: World, given: Settings, patience: float) -> None:
        self.world, self.settings = world, given
        self.courier = Courier(world.database, given, WORKER, chance=random.Random(8321), patience=patience)

    async def begin(self) -> None:
        """Hand over due deliveries without waiting."""
        await fan_out_new(self.world.database, WORKER)
        await self.courier.dispatch()

    def kill_sender(self) -> None:
        assert self.courier.sender is not None
        os.kill(self.courier.sender, signal.SIGKILL)

    async def round(self) -> int:
        """Fan out new entries, then try due deliveries; return the number of attempts."""
        await fan_out_new(self.world.database, WORKER)
        return await self.courier.settle()

    async def allow(self, who: str, subscription: dict[str, Any], language: str = "ja") -> None:
        keys = subscription["keys"]
        given = addresses.checked(
            subscription["endpoint"], keys["p256dh"], keys["auth"], self.settings.push_services
        )
        async with self.world.database.write(self.world.actors[who]) as tx:
            await addresses.subscribe(tx, given, language)

    async def states(self) -> dict[str, list[str]]:
        """Return the deliveries' states by browser name or e-mail address, in order."""
        found = dict[str, list[str]]()
        async with self.world.database.read(WORKER) as tx:
            for target, state, *_ in await tx.rows(_STATES):
                found.setdefault(target.rsplit("/", 1)[-1], []).append(state)
        return found

    async def details(self) -> list[tuple[Any, ...]]:
        async with self.world.database.read(WORKER) as tx:
            return await tx.rows(_STATES)

    async def notified(self) -> list[tuple[Any, ...]]:
        async with self.world.database.read(WORKER) as tx:
            return await tx.rows(_NOTIFIED)

    async def alive(self) -> set[str]:
        async with self.world.database.read(WORKER) as tx:
            return {target.rsplit("/", 1)[-1] for target in await tx.column(_ALIVE)}


@asynccontextmanager
async def telling(
    world: World, service: PushService, folder: Path, *, patience: float = 1.0, **more: Any
) -> AsyncIterator[Telling]:
    """Run a worker; a silent service times out after `patience` seconds."""
    made = Telling(world, settings(folder, service.origin, **more), patience)
    try:
        yield made
    finally:
        await made.courier.close()
