"""Delete what is past its term, rule by rule in slices; only count it while the clock is not trusted."""

from collections.abc import Awaitable, Callable, Mapping
from time import monotonic

from kairanban.accountability.retention.actions.counting import count_due, count_facts
from kairanban.accountability.retention.actions.watching import CLOCK_WATCH, check_clock, read_watch
from kairanban.accountability.retention.queries import runs
from kairanban.accountability.retention.queries.steps import Rule, Step
from kairanban.accountability.retention.queries.table import RULES
from kairanban.accountability.retention.rules.steady_clock import ClockWatch, Ran
from kairanban.circulation.route_sheets.actions.positions import forget_ended
from kairanban.community.buildings.actions.retention import forget_old_requests
from kairanban.community.hiding.actions import keep_houses
from kairanban.community.roster.actions.files import forget_old_files
from kairanban.community.signin.actions.retention import forget_old_secrets
from kairanban.core.actor import System
from kairanban.core.clock import DAY, day_of, local
from kairanban.db.engine import Database
from kairanban.db.settings import get_setting, set_setting
from kairanban.db.tables import terms
from kairanban.db.tx import Tx
from kairanban.notify.actions.retention import forget_old_messages

Counts = Mapping[str, int]

# What lasts minutes or ends with something else: features tidy it themselves, long before the rules would.
_TIDYING: tuple[Callable[[Tx], Awaitable[int]], ...] = (
    forget_old_secrets,
    forget_old_files,
    forget_old_requests,
    forget_ended,
    forget_old_messages,
    keep_houses,
)

LAST_DAY = "retention_day"
# The quietest hour; a machine that is off then catches up when it runs.
NOT_BEFORE = 3
# How long one call works before the worker's other jobs have their turn; the next call goes on.
SECONDS = 20.0
RUNS_KEPT = 3 * terms.YEAR * DAY


class _OutOfTime(Exception):
    """Ends a run between two slices: its time is over, or the clock lost its trust."""


async def tidy_if_trusted(database: Database, worker: System, ran: Ran | None) -> tuple[ClockWatch, Counts]:
    """Check the clock; tidy, and once a day delete by the rules, if it is trusted. Else only count.

    `ran` is None at a process's first call.
    """
    watch = await _check(database, worker, ran)
    if not watch.trusted:
        return watch, await count(database, worker)
    await tidy(database, worker)
    async with database.read(worker) as tx:
        last = await get_setting(tx, LAST_DAY)
        today, hour = day_of(tx.now).toordinal(), local(tx.now).hour
    # A day that is still to come was written by a clock that ran ahead.
    if int(last or 0) == today or (hour < NOT_BEFORE and int(last or 0) == today - 1):
        return watch, {}
    counts, finished = await run_rules(database, worker, SECONDS)
    if finished:
        async with database.write(worker) as tx:
            await set_setting(tx, LAST_DAY, str(today))
    return watch, counts


async def count(database: Database, worker: System) -> Counts:
    """Return the number of rows past their term, by term and table, without deleting them."""
    counts: dict[str, int] = {}
    async with database.read(worker) as tx:
        for rule in RULES:
            for step in rule.steps:
                _note(counts, rule, step, await tx.value(step.waiting))
    return counts


async def _check(database: Database, worker: System, ran: Ran | None) -> ClockWatch:
    async with database.write(worker) as tx:
        return await check_clock(tx, ran)


async def tidy(database: Database, worker: System) -> None:
    """Let features delete what lasts minutes, or ends with something else."""
    for forgets in _TIDYING:
        async with database.write(worker) as tx:
            await forgets(tx)


async def run_rules(database: Database, worker: System, seconds: float | None) -> tuple[Counts, bool]:
    """Run the rules in their order; return the counts, and whether nothing is left."""
    counts: dict[str, int] = {}
    until = None if seconds is None else monotonic() + seconds
    begun = database.clock()
    try:
        for rule in RULES:
            before = sum(counts.values())
            try:
                await _run(database, worker, rule, counts, until)
            finally:
                async with database.write(worker) as tx:
                    number = sum(counts.values()) - before
                    await tx.run(runs.RECORD, begun=begun, term=rule.term.name, number=number)
    except _OutOfTime:
        return counts, False
    async with database.write(worker) as tx:
        await tx.run(runs.FORGET, since=begun - RUNS_KEPT)
    return counts, True


async def _run(
    database: Database, worker: System, rule: Rule, counts: dict[str, int], until: float | None
) -> None:
    if rule.term is terms.REPLIES:
        while await _count_slice(database, worker, until):
            pass
    for step in rule.steps:
        number = step.most
        while number >= step.most:
            async with database.write(worker) as tx:
                await _hold(tx, until)
                number = await _slice(tx, step)
            _note(counts, rule, step, number)


async def _count_slice(database: Database, worker: System, until: float | None) -> int:
    async with database.write(worker) as tx:
        await _hold(tx, until)
        return await count_due(tx)


async def _slice(tx: Tx, step: Step) -> int:
    if step.facts is not None:
        await count_facts(tx, step.figure, await tx.all(step.facts, most=step.most))
    return await tx.run(step.perform, most=step.most)


async def _hold(tx: Tx, until: float | None) -> None:
    """Keep other workers out until the commit; raise _OutOfTime without trust or time."""
    watch = read_watch(await tx.value(runs.HOLD, watch=CLOCK_WATCH))
    late = until is not None and monotonic() > until
    if late or (watch is not None and not watch.trusted):
        raise _OutOfTime


def _note(counts: dict[str, int], rule: Rule, step: Step, number: int) -> None:
    if number:
        name = f"{rule.term.name}/{step.table.name}"
        counts[name] = counts.get(name, 0) + number
