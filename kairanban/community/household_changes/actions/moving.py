"""Arrivals and departures of households, and their history."""

from kairanban.access.permission import require
from kairanban.community.household_changes import queries
from kairanban.community.household_changes.actions.residents import close, dwelling
from kairanban.community.household_changes.rules import CAN_RETURN_DAYS, Departed, Past
from kairanban.community.people.actions.households import NewHousehold, add_household, household_line
from kairanban.community.people.queries import empty_houses, people
from kairanban.core.clock import DAY, Moment
from kairanban.core.errors import NotFound
from kairanban.core.ids import HouseholdId, PlaceId
from kairanban.core.tasks import Task
from kairanban.db import journal
from kairanban.db.tx import Tx


async def arrive(
    tx: Tx,
    new: NewHousehold,
    representative: str,
    day: Moment,
    *,
    reading: str = "",
    house: HouseholdId | None = None,
) -> HouseholdId:
    """Add a household that lives there from that day; the same arrival entered twice is one household.

    `house` is the empty house it moves into: a household of its own, which sees nothing of the one before.
    """
    await require(tx, Task.CHANGE_ROSTER, new.association)
    await dwelling(tx, new.association, new.place)
    there = await tx.column(
        queries.SAME_ARRIVAL,
        of_association=new.association,
        day=day,
        named=new.label,
        at_place=new.place,
        representative=representative,
    )
    if there:
        return HouseholdId(there[0])
    id = await add_household(tx, new)
    await tx.run(queries.ARRIVED, household_id=id, of_association=new.association, day=day)
    await tx.run(queries.LIVES_SINCE, household_id=id, day=day)
    await tx.value(
        people.ADD_RESIDENT, household=id, person=None, name=representative, reading=reading, representative=1, child=0, since=day
    )  # fmt: skip
    if house is not None:
        await tx.run(empty_houses.NOT_EMPTY, household_id=house, of_association=new.association)
    return id


async def leave(tx: Tx, association: PlaceId, household: HouseholdId, day: Moment, *, empty: bool) -> None:
    """End a household on that day: its residents, memberships, consents, card, devices and mail.

    `empty`: the house stands empty; its address and last place stay until the next household.
    """
    await require(tx, Task.CHANGE_ROSTER, association)
    await household_line(tx, association, household)
    await close(tx, association, household)
    await tx.run(queries.NOT_AT, household_id=household)
    await tx.run(queries.NOBODY_AGREES, household_id=household)
    await tx.run(queries.END_MEMBERSHIPS, household_id=household, day=day)
    await tx.run(queries.END_RESIDENTS, household_id=household, day=day)
    await tx.run(
        queries.GO,
        household_id=household,
        of_association=association,
        day=day,
        empty_since=day if empty else None,
    )
    await journal.record(
        tx, "house_empty" if empty else "household_left", association=association, household=household
    )


async def come_back(tx: Tx, association: PlaceId, household: HouseholdId) -> None:
    """Undo `leave` within a month; card, devices and consents stay ended."""
    found = next((one for one in await departed(tx, association) if one.id == household), None)
    if found is None:
        raise NotFound
    await tx.run(queries.MEMBERSHIPS_BACK, household_id=household, day=found.gone)
    await tx.run(queries.RESIDENTS_BACK, household_id=household, day=found.gone)
    await tx.run(queries.COME_BACK, household_id=household, of_association=association, day=found.gone)
    await journal.record(tx, "household_added", association=association, household=household)


async def departed(tx: Tx, association: PlaceId) -> list[Departed]:
    """Return the households that left in the last month, newest first."""
    await require(tx, Task.CHANGE_ROSTER, association)
    since = tx.now - CAN_RETURN_DAYS * DAY
    return await tx.all(queries.DEPARTED, of_association=association, since=since)


async def represented(tx: Tx, household: HouseholdId) -> list[Past]:
    """Return all representatives, past and present. The caller has asked for permission."""
    return await tx.all(queries.REPRESENTED, household_id=household)


async def lived_in(tx: Tx, household: HouseholdId) -> list[Past]:
    return await tx.all(queries.LIVED_IN, household_id=household)
