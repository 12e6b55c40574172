"""Delete rows past their term; only count them while the clock is not trusted."""

from collections.abc import Awaitable, Callable, Mapping

from kairanban.accountability.retention.actions.watching import check_clock
from kairanban.accountability.retention.rules.steady_clock import ClockWatch, Ran
from kairanban.care.callbacks.actions import forget_old as forget_old_calls
from kairanban.care.safety.actions.starting import forget_old as forget_old_checks
from kairanban.circulation.route_sheets.actions.positions import forget_ended
from kairanban.community.buildings.actions.retention import forget_old_requests
from kairanban.community.roster.actions.files import forget_old_files
from kairanban.community.signin.actions.retention import forget_old_secrets
from kairanban.core.actor import System
from kairanban.db.engine import Database
from kairanban.db.tx import Tx
from kairanban.notify.actions.retention import forget_old_messages

Forgets = Callable[[Tx], Awaitable[int]]
Counts = Mapping[str, int]

_EVERYTHING: dict[str, Forgets] = {
    "secrets": forget_old_secrets,
    "roster_files": forget_old_files,
    "join_requests": forget_old_requests,
    "callbacks": forget_old_calls,
    "safety_checks": forget_old_checks,
    "board_positions": forget_ended,
    "messages": forget_old_messages,
}


async def forget(tx: Tx) -> Counts:
    """Delete everything past its term; return the number of rows of each kind, without those of none."""
    counts = {name: await forgets(tx) for name, forgets in _EVERYTHING.items()}
    return {name: number for name, number in counts.items() if number}


async def forget_if_trusted(database: Database, worker: System, ran: Ran | None) -> tuple[ClockWatch, Counts]:
    """Check the clock and delete if it is trusted; else return the counts of rows that would have been deleted.

    `ran` is None at a process's first call.
    """
    async with database.write(worker) as tx:
        watch = await check_clock(tx, ran)
    if not watch.trusted:
        return watch, await count(database, worker)
    async with database.write(worker) as tx:
        return watch, await forget(tx)


async def count(database: Database, worker: System) -> Counts:
    """Return the counts of rows `forget` would delete now, without deleting them."""
    counts: Counts = {}
    try:
        async with database.write(worker) as tx:
            counts = await forget(tx)
            raise _OnlyCounted
    except _OnlyCounted:
        return counts


class _OnlyCounted(Exception):
    """Rolls the transaction back."""
