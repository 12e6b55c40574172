"""第三者提供記録 of an association, for those who keep its records."""

from dataclasses import dataclass

from kairanban.access.permission import require
from kairanban.accountability.provision import queries
from kairanban.accountability.provision.rules import Line, newest_first
from kairanban.community.people.actions.households import households
from kairanban.core.clock import DAY
from kairanban.core.errors import Invalid
from kairanban.core.ids import HouseholdId, PlaceId
from kairanban.core.tasks import Task
from kairanban.db import journal
from kairanban.db.tables.terms import PROVISIONS
from kairanban.db.tx import Tx
from kairanban.i18n.marks import N as _n

SHOWN, IN_FILE = 200, 20_000
KEPT_FOR = (PROVISIONS.days or 0) * DAY


@dataclass(frozen=True, slots=True)
class New:
    at: int | None
    recipient: str
    items: str
    basis: str
    household: HouseholdId | None
    whose: str
    press: str


async def lines(tx: Tx, association: PlaceId, most: int) -> list[Line]:
    """Return what was given in the last three years, newest first."""
    await require(tx, Task.KEEP_RECORDS, association)
    parts = [
        await tx.all(query, association=association, since=tx.now - KEPT_FOR, most=most)
        for query in (
            queries.ENTERED, queries.CONSENTS, queries.EMERGENCIES, queries.HELP, queries.EXPORTS, queries.HEADQUARTERS,
        )
    ]  # fmt: skip
    return newest_first(parts, most)


async def enter(tx: Tx, association: PlaceId, new: New) -> None:
    """Record what was given outside of the system, once a press; raise Invalid."""
    await require(tx, Task.KEEP_RECORDS, association)
    _check(new, tx.now)
    if new.household is not None and new.household not in {
        HouseholdId(one.id) for one in await households(tx, association)
    }:
        raise Invalid({"household": _n("Please choose a household of the association.")})
    added = await tx.run(
        queries.ENTER, association=association, at=new.at, recipient=new.recipient, items=new.items, basis=new.basis,
        household=new.household, whose=new.whose, press=new.press, entered_by=tx.actor.person,
    )  # fmt: skip
    if added:
        await journal.record(tx, "provision_entered", association=association, household=new.household)


async def remove(tx: Tx, association: PlaceId, entry: int) -> None:
    """Remove an entry that was written by mistake; a second call changes nothing."""
    await require(tx, Task.KEEP_RECORDS, association)
    if await tx.run(queries.REMOVE, association=association, entry=entry):
        await journal.record(tx, "provision_removed", association=association, other=entry)


def _check(new: New, now: int) -> None:
    wrong = {}
    if new.at is None or new.at > now:
        wrong["at"] = _n("Please write the day; it cannot be in the future.")
    if not new.recipient:
        wrong["recipient"] = _n("Please write who received it.")
    if not new.items:
        wrong["items"] = _n("Please write what was given.")
    if not new.basis:
        wrong["basis"] = _n("Please choose on what basis.")
    if new.household is None and not new.whose:
        wrong["whose"] = _n("Please write whose data it was.")
    if wrong:
        raise Invalid(wrong)
