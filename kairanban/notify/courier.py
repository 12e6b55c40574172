"""The courier: pass due deliveries to the sending process and record the outcomes."""

import asyncio
import random
from collections.abc import Mapping
from typing import Any

import structlog

from kairanban.config import Settings
from kairanban.core.actor import System
from kairanban.db.engine import Database
from kairanban.notify.actions.deliver import AT_ONCE, Attempt, Claimed, claim_due, record
from kairanban.notify.channels import WRITERS
from kairanban.notify.channels.interface import Origin, Writer
from kairanban.notify.keys import Keys, ensure_keys
from kairanban.notify.sending.process import Lost, Sending

EVERY_SECONDS = 1.0
# Messages in the sending process at once; it limits them per host.
UNDER_WAY = 2_048
TIMEOUT_SECONDS = 10.0
# Yield to page requests after this many messages.
A_FEW = 8
# Outcomes are collected this long and recorded in one commit.
RECORD_SECONDS = 0.1
log = structlog.get_logger()


class Courier:
    """One per worker. Messages in flight when it stops are retried after their lease."""

    def __init__(
        self,
        database: Database,
        settings: Settings,
        worker: System,
        writers: Mapping[str, Writer] = WRITERS,
        chance: random.Random | None = None,
        patience: float = TIMEOUT_SECONDS,
    ) -> None:
        self._database, self._settings, self._worker, self._writers = database, settings, worker, writers
        self._chance, self._patience = chance or random.Random(), patience
        self._under_way = set[asyncio.Task[None]]()
        self._attempts = asyncio.Queue[Attempt]()
        self._sending: Sending | None = None
        self._origin = Origin(settings.public_address, "")

    async def run(self) -> None:
        recording = asyncio.create_task(self._record_results())
        try:
            while True:
                try:
                    more = await self.dispatch()
                except Exception as problem:
                    # One failed round must not end the courier.
                    log.warning("deliveries_not_taken", problem=type(problem).__name__)
                    more = False
                if not more:
                    await asyncio.sleep(EVERY_SECONDS)
        finally:
            recording.cancel()
            await asyncio.gather(recording, return_exceptions=True)
            await self.close()

    async def dispatch(self) -> bool:
        """Send the due deliveries; return True if there may be more."""
        room = UNDER_WAY - len(self._under_way)
        claimed = await claim_due(self._database, self._worker, min(AT_ONCE, room)) if room > 0 else []
        if claimed and self._sending is None:
            await self._prepare()
        for number, one in enumerate(claimed):
            task = asyncio.create_task(self._send(one))
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)
            if number % A_FEW == A_FEW - 1:
                await asyncio.sleep(0)
        return bool(claimed) and room > AT_ONCE

    async def settle(self) -> int:
        """Try everything due once and record it; return the number of tries. For commands and tests."""
        tries = 0
        while await self.dispatch() or self._under_way:
            await asyncio.gather(*self._under_way)
            await asyncio.sleep(0)
            tries += await self._record()
        return tries + await self._record()

    @property
    def sender(self) -> int | None:
        """Process id of the sending process, if it runs."""
        return self._sending.pid if self._sending else None

    async def close(self) -> None:
        for task in self._under_way:
            task.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)
        if self._sending is not None:
            await self._sending.close()

    async def _prepare(self) -> None:
        keys = await ensure_keys(self._database)
        self._origin = Origin(self._settings.public_address, keys.link_key, mail_from(self._settings))
        self._sending = Sending({**sending_settings(self._settings, keys), "timeout": self._patience})

    async def _send(self, claimed: Claimed) -> None:
        assert self._sending is not None
        message = claimed.message
        job = self._writers[message.channel](message, self._origin, self._database.clock())
        try:
            outcome = await self._sending.send(job)
        except Lost:
            # It may have been sent or not: it is retried after its lease, and its tag replaces the first.
            return
        self._attempts.put_nowait(Attempt(claimed, outcome))

    async def _record_results(self) -> None:
        while True:
            first = await self._attempts.get()
            self._attempts.put_nowait(first)
            await asyncio.sleep(RECORD_SECONDS)
            try:
                await self._record()
            except Exception as problem:
                log.warning("outcomes_not_recorded", problem=type(problem).__name__)

    async def _record(self) -> int:
        tried = list[Attempt]()
        while not self._attempts.empty() and len(tried) < AT_ONCE:
            tried.append(self._attempts.get_nowait())
        if tried:
            async with self._database.write(self._worker) as tx:
                await record(tx, tried, self._chance)
        return len(tried)


def mail_from(settings: Settings) -> str:
    host = settings.host.rsplit(":", 1)[0]
    return settings.mail_from or f"kairanban@{host}"


def sending_settings(settings: Settings, keys: Keys) -> dict[str, Any]:
    """Return the settings of the sending process."""
    return {
        "services": list(settings.push_services),
        "private_key": keys.private_key,
        "public_pem": keys.public_pem,
        "public_key": keys.public_key,
        "contact": settings.public_address if settings.secure else "mailto:nobody@localhost",
        "smtp_url": settings.smtp_url,
        "mail_folder": str(settings.data / "mail"),
    }
