"""Calls for help: seen, taken by a named person, passed on where nobody takes them, closed by a person with how."""

from dataclasses import dataclass

from kairanban.access.looks import note_look
from kairanban.access.permission import may_anywhere
from kairanban.core.actor import System
from kairanban.core.errors import Conflict, Invalid
from kairanban.core.ids import HouseholdId, PersonId, PlaceId
from kairanban.core.shown import shown_as
from kairanban.core.tasks import Task
from kairanban.db import journal
from kairanban.db.engine import Database
from kairanban.db.tx import Tx
from kairanban.i18n.marks import N as _n
from kairanban.safety.actions.answering import calls_ended, found_safe
from kairanban.safety.queries import helping
from kairanban.safety.rules import Kind, Word

# How a call for help can end.
ENDINGS = ("safe", "handed", "other")


@dataclass(frozen=True, slots=True)
class HelpCall:
    """Somebody who needs help, for those who answer."""

    id: int
    check: int
    kind: str
    household: HouseholdId
    place: PlaceId
    place_name: str
    label: str
    hidden: int
    route_order: int
    phone: str
    address: str
    about: str
    opened: int
    passed: int | None
    word: str
    taken: int | None
    taken_by: str | None
    taker: PersonId | None

    @property
    def shown(self) -> str:
        return shown_as(self.label, self.hidden, self.place_name, self.route_order)

    @property
    def practice(self) -> bool:
        """Only where the asker said so."""
        return self.word == Word.DRILL

    @property
    def asked_whether_real(self) -> bool:
        return self.kind == Kind.DRILL and self.word == Word.OPEN


async def open_calls(tx: Tx, check: int | None = None) -> list[HelpCall]:
    """Those for this person to answer, what is real first, then the longest waiting."""
    found = await tx.all(helping.OPEN, HelpCall)
    return [one for one in found if check is None or one.check == check]


async def waiting(tx: Tx) -> int:
    """How many wait for this person."""
    return int(await tx.value(helping.WAITING)) if may_anywhere(tx, Task.ANSWER_HELP) else 0


async def seen(tx: Tx, calls: list[HelpCall], *, by_eye: bool = True) -> None:
    """The asker sees who has seen it; a page that asks by itself is a look, but nobody's eye. Durable before it is sent."""
    for one in calls:
        if by_eye:
            await tx.run(helping.SEE, call=one.id)
        await note_look(tx, "help", one.place, one.household)


async def take(tx: Tx, call: int) -> None:
    """引き受けました, by name; Conflict where somebody else has."""
    found = await _find(tx, call)
    await tx.run(helping.SEE, call=call)
    if await tx.run(helping.TAKE, of_call=call):
        await journal.record(
            tx, "help_taken", association=found.association, household=found.household, other=call
        )
    elif found.closed is None and found.taken_by != tx.actor.person:
        raise Conflict(_n("Somebody else has already taken this. Please look at the list once more."))


async def leave(tx: Tx, call: int) -> None:
    """Whoever took it cannot go after all: it goes to all the others at once."""
    found = await _find(tx, call)
    if await tx.run(helping.LEAVE, of_call=call):
        await journal.record(
            tx, "help_left", association=found.association, household=found.household, other=call
        )


async def close(tx: Tx, call: int, how: str, words: str) -> None:
    """A person says how it ended; a second press changes nothing."""
    found = await _find(tx, call)
    if how not in ENDINGS:
        raise Invalid({"how": _n("Please choose how it ended.")})
    if not words:
        raise Invalid({"words": _n("Please write in a few words how it ended.")})
    if not await tx.run(helping.CLOSE, of_call=call, how=how, said=words):
        return
    await calls_ended(tx, found.check, found.household)
    if how == "safe":
        await found_safe(tx, found.check, found.household, call, found.about)
    await journal.record(
        tx, "help_closed", association=found.association, household=found.household, other=call
    )


async def pass_on(database: Database, worker: System) -> None:
    """What nobody has taken for ten minutes goes to all officers and the disaster group, once."""
    async with database.read(worker) as tx:
        due = await tx.rows(helping.DUE)
    for call, household, association in due:
        async with database.write(worker) as tx:
            if await tx.run(helping.PASS_ON, of_call=call):
                await journal.record(
                    tx, "help_passed_on", association=association, household=household, other=call
                )


@dataclass(frozen=True, slots=True)
class _Found:
    check: int
    household: HouseholdId
    association: PlaceId
    block: PlaceId | None
    taken_by: PersonId | None
    closed: int | None
    about: str


async def _find(tx: Tx, call: int) -> _Found:
    return await tx.one(helping.FIND, _Found, call=call)
