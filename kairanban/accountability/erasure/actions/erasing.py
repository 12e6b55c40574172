"""消去: erase a household at the desk. Counts and the journal stay whole; nothing brings it back."""

from collections.abc import Sequence
from dataclasses import dataclass

from kairanban.access.hidden import knows
from kairanban.access.permission import require
from kairanban.accountability.disclosure.queries.asking import SUBJECT, Subject
from kairanban.accountability.erasure.queries import standing
from kairanban.accountability.erasure.queries.fates import FATES
from kairanban.accountability.retention.actions.counting import count_facts
from kairanban.core.errors import Conflict, Invalid, NotFound, Refused
from kairanban.core.ids import HouseholdId, PlaceId
from kairanban.core.tasks import Task
from kairanban.db import journal
from kairanban.db.tx import Tx
from kairanban.i18n.marks import N as _n

HELP_OPEN = _n("A call for help of this household is open. Please close it first.")
CHECK_RUNS = _n("A safety check that asks this household is still running. Please wait until it has ended.")
NOT_KNOWN = _n(
    "This household is hidden. The officer who knows it erases it, or anybody once the household itself has asked."
)
SURE = _n("Please tick that you have made sure. It cannot be undone.")


@dataclass(frozen=True, slots=True)
class Line:
    """Rows of one kind; `why` is the reason why they stay, empty where they go."""

    name: str
    number: int
    why: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What would happen; `stopped` is the reason why it cannot now."""

    subject: Subject
    may_name: bool
    lines: Sequence[Line]
    stopped: str

    @property
    def goes(self) -> list[Line]:
        return [one for one in self.lines if not one.why]

    @property
    def stays(self) -> list[Line]:
        return [one for one in self.lines if one.why]


async def plan(tx: Tx, association: PlaceId, household: HouseholdId) -> Plan:
    """Return what goes and what stays, without changing anything."""
    subject, may_name = await _subject(tx, association, household)
    lines = []
    for fate in FATES:
        number = await tx.value(fate.number, of_household=household)
        if number:
            lines.append(Line(fate.name, number, fate.why))
    return Plan(subject, may_name, lines, await _stopped(tx, household))


async def erase(tx: Tx, association: PlaceId, household: HouseholdId, *, sure: bool) -> None:
    """Erase the household; what is counted is counted before. Raise Conflict while it is stopped, Invalid unless sure."""
    await _subject(tx, association, household)
    if stopped := await _stopped(tx, household):
        raise Conflict(stopped)
    if not sure:
        raise Invalid({"sure": SURE})
    for figure, facts in standing.FACTS.items():
        await count_facts(tx, figure, await tx.all(facts, of_household=household))
    persons = await tx.column(standing.PERSONS, of_household=household)
    for fate in FATES:
        if fate.perform is not None:
            await tx.run(fate.perform, of_household=household)
    for who in persons:
        for end in standing.ENDS:
            await tx.run(end, who=who)
    await journal.record(tx, "household_erased", association=association, household=household)


async def _subject(tx: Tx, association: PlaceId, household: HouseholdId) -> tuple[Subject, bool]:
    await require(tx, Task.ERASE_HOUSEHOLD, association)
    found = await tx.one(SUBJECT, household=household)
    if found.association != association:
        raise NotFound
    may_name = not found.hidden or await knows(tx, household)
    if not may_name and not await tx.column(standing.ASKED, of_household=household):
        raise Refused(NOT_KNOWN)
    return found, may_name


async def _stopped(tx: Tx, household: HouseholdId) -> str:
    if await tx.column(standing.CALLS_FOR_HELP, of_household=household):
        return HELP_OPEN
    return CHECK_RUNS if await tx.column(standing.RUNNING_CHECK, of_household=household) else ""
