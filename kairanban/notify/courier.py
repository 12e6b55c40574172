"""The courier: pass due deliveries to the sending process and record the outcomes."""

import asyncio
import contextlib
import random
import time
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

import structlog

from kairanban.config import Settings
from kairanban.core.actor import System
from kairanban.core.clock import SECOND
from kairanban.db.engine import Database
from kairanban.measures.instruments import note_sends
from kairanban.notify.actions.deliver import Attempt, Claimed, claim_due, record
from kairanban.notify.channels import WRITERS
from kairanban.notify.channels.interface import Origin, Writer
from kairanban.notify.keys import Keys, ensure_keys
from kairanban.notify.rules.endpoints import service_of
from kairanban.notify.rules.outcomes import Answer, Outcome
from kairanban.notify.rules.paces import PACES
from kairanban.notify.sending.process import Lost, Sending

EVERY_SECONDS = 1.0
TIMEOUT_SECONDS = 10.0
# Yield to page requests after this many messages.
A_FEW = 8
# Outcomes are collected this long and recorded in one commit of at most this many.
RECORD_SECONDS, RECORDED_AT_ONCE = 0.1, 256
log = structlog.get_logger()


class Courier:
    """One per worker. It claims no more of a channel than is sent within the lease; see `rules/paces.py`."""

    def __init__(
        self,
        database: Database,
        settings: Settings,
        worker: System,
        writers: Mapping[str, Writer] = WRITERS,
        chance: random.Random | None = None,
        patience: float = TIMEOUT_SECONDS,
        timer: Callable[[], float] = time.monotonic,
    ) -> None:
        self._database, self._settings, self._worker, self._writers = database, settings, worker, writers
        self._chance, self._patience, self._timer = chance or random.Random(), patience, timer
        self._tasks = set[asyncio.Task[None]]()
        self._under_way = Counter[str]()
        self._windows = {channel: pace.window for channel, pace in PACES.items()}
        self._attempts = list[Attempt]()
        # Set by an outcome; and when half of a window that was full is free.
        self._came, self._free = asyncio.Event(), asyncio.Event()
        self._full = set[str]()
        self._sending: Sending | None = None
        self._origin = Origin(settings.public_address, "")

    async def run(self) -> None:
        try:
            while True:
                try:
                    await self.step()
                except Exception as problem:
                    # One failed round must not end the courier.
                    log.warning("deliveries_not_taken", exc_info=problem)
                    await asyncio.sleep(EVERY_SECONDS)
                await self._pause()
        finally:
            await self.close()
            with contextlib.suppress(Exception):
                await self._record()

    async def step(self) -> bool:
        """Record outcomes, then send due deliveries; return True if there were any or some are under way."""
        # In this order: what is not recorded must not be claimed again.
        recorded = await self._record()
        return bool(await self.dispatch() or recorded or self._tasks)

    async def dispatch(self) -> bool:
        """Send due deliveries, as many as can be sent within their leases; return True if there were any."""
        found = False
        for channel, window in self._windows.items():
            room = window - self._under_way[channel]
            # Claims are made for half a window at least, not for one message each.
            if 2 * room < window:
                continue
            self._full.discard(channel)
            before = self._timer()
            claimed = await claim_due(self._database, self._worker, channel, room)
            if claimed and self._sending is None:
                await self._prepare()
            self._under_way[channel] += len(claimed)
            for number, one in enumerate(claimed):
                task = asyncio.create_task(self._send(one, before))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)
                if number % A_FEW == A_FEW - 1:
                    await asyncio.sleep(0)
            if len(claimed) == room:
                self._full.add(channel)
            found = found or bool(claimed)
        return found

    async def settle(self) -> int:
        """Try everything due once and record it; return the number of tries. For commands and tests."""
        tries = 0
        while await self.dispatch() or self._tasks:
            await asyncio.gather(*self._tasks)
            await asyncio.sleep(0)
            tries += await self._record()
        return tries + await self._record()

    @property
    def sender(self) -> int | None:
        """Process id of the sending process, if it runs."""
        return self._sending.pid if self._sending else None

    async def close(self) -> None:
        """Stop; messages in flight are sent again after their lease."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._sending is not None:
            await self._sending.close()

    async def _prepare(self) -> None:
        keys = await ensure_keys(self._database)
        self._origin = Origin(self._settings.public_address, keys.link_key, mail_from(self._settings))
        self._sending = Sending({**sending_settings(self._settings, keys), "timeout": self._patience})

    async def _send(self, claimed: Claimed, since: float) -> None:
        assert self._sending is not None
        message = claimed.message
        begin_by = since + PACES[message.channel].begun_within / SECOND
        try:
            job = self._writers[message.channel](message, self._origin, self._database.clock())
            outcome = await self._sending.send(job, begin_by)
        except Lost:
            # It may have been sent or not: it is retried after its lease, and its tag replaces the first.
            return
        finally:
            self._under_way[message.channel] -= 1
        self._adapt(message.channel, outcome, since)
        service = service_of(message.target, self._settings.push_services)
        self._attempts.append(Attempt(claimed, outcome, str(service or "")))
        self._came.set()

    def _adapt(self, channel: str, outcome: Outcome, since: float) -> None:
        """Hold more messages of a quick channel, and few again once some could not begin in time."""
        pace, took = PACES[channel], int((self._timer() - since) * SECOND)
        late = outcome.answer is Answer.NOT_BEGUN
        self._windows[channel] = pace.window if late else pace.widened(self._windows[channel], took)
        if channel in self._full and 2 * self._under_way[channel] <= self._windows[channel]:
            self._free.set()

    async def _pause(self) -> None:
        """Wait a second for outcomes, then collect them for a moment, or until there is room for more messages."""
        for event, seconds in (self._came, EVERY_SECONDS), (self._free, RECORD_SECONDS):
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(event.wait(), seconds)
            event.clear()

    async def _record(self) -> int:
        tried = self._attempts[:RECORDED_AT_ONCE]
        if tried:
            async with self._database.write(self._worker) as tx:
                await record(tx, tried, self._chance)
            # Kept until here: an outcome that could not be recorded is recorded with the next ones.
            del self._attempts[: len(tried)]
            _tell(tried)
        return len(tried)


def _tell(tried: list[Attempt]) -> None:
    """Count tries by channel and answer, and log those that failed by their reasons: one line a reason, not a message."""
    note_sends(Counter((one.claimed.message.channel, str(one.outcome.answer)) for one in tried))
    failed = Counter(
        (one.claimed.message.channel, one.outcome.answer, one.outcome.why, one.outcome.code)
        for one in tried
        if one.outcome.answer is not Answer.TAKEN
    )
    for (channel, answer, why, code), number in failed.items():
        log.warning(
            "sends_failed", channel=channel, answer=answer, why=why or "none", code=code, number=number
        )


def mail_from(settings: Settings) -> str:
    host = settings.host.rsplit(":", 1)[0]
    return settings.mail_from or f"kairanban@{host}"


def sending_settings(settings: Settings, keys: Keys) -> dict[str, Any]:
    """Return the settings of the sending process."""
    return {
        "services": [str(one) for one in settings.push_services],
        "private_key": keys.private_key,
        "public_pem": keys.public_pem,
        "public_key": keys.public_key,
        "contact": settings.public_address if settings.secure else "mailto:nobody@localhost",
        "smtp_url": settings.smtp_url,
        "mail_folder": str(settings.data / "mail"),
    }
