"""What is kept how long, how much of it is past its term, and what the last run did, for the operator."""

from dataclasses import dataclass

from kairanban.access.permission import may_anywhere
from kairanban.accountability.retention.actions.watching import watched
from kairanban.accountability.retention.queries import runs
from kairanban.accountability.retention.queries.table import RULES
from kairanban.accountability.retention.rules.names import NAMES
from kairanban.accountability.retention.rules.steady_clock import ClockWatch
from kairanban.core.clock import Moment
from kairanban.core.errors import Refused
from kairanban.core.tasks import Task
from kairanban.db.tx import Tx
from kairanban.i18n.marks import N as _n


@dataclass(frozen=True, slots=True)
class Line:
    """One term: rows past it now, and rows deleted or emptied by its last run."""

    name: str
    days: int
    waiting: int
    at: Moment | None
    number: int


async def lines(tx: Tx) -> tuple[list[Line], ClockWatch | None]:
    """Return the terms with their counts, and the state of the clock watch; Refused for others than the operator."""
    if not may_anywhere(tx, Task.OPERATE):
        raise Refused(_n("This is for the operator of the server."))
    last = {one.term: one for one in reversed(await tx.all(runs.LATEST, most=2 * len(RULES)))}
    found = []
    for rule in RULES:
        if rule.term.days is None:
            continue
        run = last.get(rule.term.name)
        found.append(
            Line(
                NAMES[rule.term.name],
                rule.term.days,
                sum([await tx.value(step.waiting) for step in rule.steps]),
                Moment(run.at) if run else None,
                run.number if run else 0,
            )
        )
    return found, await watched(tx)
