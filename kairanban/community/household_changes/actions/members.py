"""The people of a household: added, renamed and taken off by an officer, or as the household proposed."""

from kairanban.community.household_changes import queries
from kairanban.community.household_changes.actions.residents import opened
from kairanban.community.people.actions.households import add_resident, residents
from kairanban.community.people.queries import empty_houses, people
from kairanban.community.people.queries import members as statements
from kairanban.community.people.queries.people import Resident
from kairanban.core.errors import Invalid, NotFound
from kairanban.core.ids import HouseholdId, PlaceId, ResidentId
from kairanban.db import journal
from kairanban.db.tx import Tx
from kairanban.i18n.marks import N as _n

MOST = 30


async def members(tx: Tx, association: PlaceId, household: HouseholdId) -> list[Resident]:
    """Return who lives there; Refused for a hidden household unless the actor knows it."""
    await opened(tx, association, household)
    return await residents(tx, household)


async def add(tx: Tx, association: PlaceId, household: HouseholdId, name: str, *, child: bool) -> None:
    """Add a resident; a name that is written down already changes nothing. Raise Invalid."""
    living = await members(tx, association, household)
    if not name:
        raise Invalid({"name": _n("Please write a name.")})
    if name in {one.name for one in living}:
        return
    if len(living) >= MOST:
        raise Invalid({"name": _n("More names than this are not written down for one household.")})
    # Where nobody represents the house any more, the first adult does.
    first = not child and not any(one.representative for one in living)
    id = await add_resident(tx, household, name, representative=first, child=child)
    await journal.record(tx, "resident_added", association=association, household=household, other=id)


async def rename(
    tx: Tx, association: PlaceId, household: HouseholdId, resident: ResidentId, name: str, *, child: bool
) -> None:
    """Correct a name, and whether it is a child's, whose consents and name on devices then end.

    Raise Invalid or NotFound.
    """
    who = _one_of(await members(tx, association, household), resident)
    if not name:
        raise Invalid({"name": _n("Please write a name.")})
    if child and who.representative:
        raise Invalid({"child": _n("The representative is an adult.")})
    if (who.name, bool(who.child)) == (name, child):
        return
    of = {"household_id": household, "new_name": name}
    await tx.run(statements.RENAME, resident_id=resident, is_child=int(child), **of)
    if who.representative:
        await tx.run(statements.CALLED, old_name=who.name, **of)
    if child:
        await tx.run(people.FORGET_ON_DEVICES, resident_id=resident)
        await _agrees_no_longer(tx, household, resident)
    await journal.record(tx, "resident_renamed", association=association, household=household, other=resident)


async def take_off(tx: Tx, association: PlaceId, household: HouseholdId, resident: ResidentId) -> None:
    """End a resident's time in the household: her name on devices, her mail and her consents go; offices stay.

    Raise NotFound.
    """
    _one_of(await members(tx, association, household), resident)
    await tx.column(people.END_RESIDENT, resident_id=resident, household_id=household)
    await tx.run(people.FORGET_ON_DEVICES, resident_id=resident)
    await tx.run(people.END_MAIL_OF, resident_id=resident)
    await _agrees_no_longer(tx, household, resident)
    await tx.run(statements.REPRESENT, household_id=household)
    await tx.run(empty_houses.ASK, household_id=household)
    await journal.record(tx, "resident_left", association=association, household=household, other=resident)


async def _agrees_no_longer(tx: Tx, household: HouseholdId, resident: ResidentId) -> None:
    if await tx.run(queries.AGREES_NO_LONGER, resident_id=resident):
        await journal.record(tx, "consent_withdrawn", household=household, other=resident)


def _one_of(living: list[Resident], resident: ResidentId) -> Resident:
    for one in living:
        if one.id == resident:
            return one
    raise NotFound
