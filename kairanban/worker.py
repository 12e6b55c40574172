"""Background jobs: publish what is scheduled, address latecomers, notify, delete expired data."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator

import structlog

from kairanban.accountability.retention.actions.forgetting import count, tidy_if_trusted
from kairanban.accountability.retention.rules.steady_clock import Ran
from kairanban.care.safety.actions.help_calls import pass_on
from kairanban.circulation.circulars.actions.latecomers import address_latecomers
from kairanban.circulation.circulars.actions.publishing import publish_due
from kairanban.circulation.circulars.actions.readings import look_up
from kairanban.circulation.circulars.actions.yearly import PREPARED_AFTER, prepare
from kairanban.circulation.circulars.queries.publishing import DUE, DUE_AGAIN
from kairanban.circulation.municipal_requests.actions import relays
from kairanban.community.handovers.actions.receiving import go_over
from kairanban.config import Settings
from kairanban.core.actor import System
from kairanban.core.clock import DAY, SECOND
from kairanban.core.errors import Problem
from kairanban.db.engine import Database
from kairanban.db.write_probe import PROBE_EVERY, probe
from kairanban.measures.instruments import counting, note_forgotten, note_round, note_waiting
from kairanban.notify.actions.fan_out import fan_out_new
from kairanban.notify.actions.reminders import remind_due
from kairanban.notify.courier import Courier

EVERY_SECONDS = 5
TIDY_EVERY = 120
WORKER = System("worker")
log = structlog.get_logger()


async def work(database: Database, settings: Settings) -> None:
    """Run until cancelled: due jobs every 5 seconds, and the courier that sends deliveries."""
    beside = [
        asyncio.create_task(Courier(database, settings, WORKER).run()),
        asyncio.create_task(_probes(database)),
    ]
    try:
        await _rounds(database)
    finally:
        for task in beside:
            task.cancel()
        await asyncio.gather(*beside, return_exceptions=True)


@contextlib.asynccontextmanager
async def working(database: Database, settings: Settings) -> AsyncIterator[None]:
    """Run the worker beside the block."""
    task = asyncio.create_task(work(database, settings))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def _probes(database: Database) -> None:
    while True:
        try:
            async with database.write(WORKER) as tx:
                await probe(tx)
        except Exception as problem:
            log.warning("write_probe_failed", exc_info=problem)
        await asyncio.sleep(PROBE_EVERY / SECOND)


async def _rounds(database: Database) -> None:
    rounds, clock = 0, database.clock
    tidied: tuple[int, int] | None = None
    while True:
        began = time.monotonic()
        try:
            await one_round(database)
            note_round(time.monotonic() - began, clock() / SECOND)
            if rounds % TIDY_EVERY == 0:
                now = clock(), time.monotonic_ns() // 1_000_000
                await tidy(database, Ran(now[0] - tidied[0], now[1] - tidied[1]) if tidied else None)
                tidied = now
        except Exception as problem:
            # One failed round must not end the worker: nobody would notice that it had stopped.
            note_round(time.monotonic() - began, clock() / SECOND, failed=True)
            log.warning("round_failed", exc_info=problem)
        rounds += 1
        await asyncio.sleep(EVERY_SECONDS)


async def one_round(database: Database) -> None:
    """Run every job that is due; each circular is published in a transaction of its own."""
    async with database.read(WORKER) as tx:
        due = await tx.column(DUE)
        again = await tx.column(DUE_AGAIN, after=PREPARED_AFTER)
    for circular in due:
        with contextlib.suppress(Problem):
            async with database.write(WORKER) as tx:
                await publish_due(tx, circular)
    for circular in again:
        with contextlib.suppress(Problem):
            async with database.write(WORKER) as tx:
                await prepare(tx, circular)
    await look_up(database, WORKER)
    await address_latecomers(database, WORKER)
    await relays.go_round(database, WORKER)
    await remind_due(database, WORKER)
    await pass_on(database, WORKER)
    await fan_out_new(database, WORKER)
    await go_over(database, WORKER)


async def tidy(database: Database, ran: Ran | None = None) -> None:
    """Delete what is past its term if the clock is trusted; `ran` is None at the first call."""
    watch, counts = await tidy_if_trusted(database, WORKER, ran)
    if counting():
        # After a run that deleted something there may be more; after one that found nothing there is not.
        left = await count(database, WORKER) if counts and watch.trusted else counts
        note_waiting(sum(left.values()))
    if watch.trusted:
        note_forgotten(sum(counts.values()))
        log.info("forgotten", **dict(counts))
    else:
        log.warning(
            "nothing_forgotten", jumped_days=round(watch.jumped / DAY, 1), waiting=sum(counts.values())
        )
