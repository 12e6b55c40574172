"""空き家: proposed when the last resident has died or gone; kept with the address, off everything else."""

from kairanban.access.permission import require
from kairanban.community.household_changes.actions.moving import leave
from kairanban.community.people.actions.households import household_line, nobody_left
from kairanban.community.people.queries import empty_houses
from kairanban.community.people.queries.empty_houses import EmptyHouse
from kairanban.core.clock import at, day_of
from kairanban.core.errors import NotFound
from kairanban.core.ids import HouseholdId, PlaceId
from kairanban.core.tasks import Task
from kairanban.db import journal
from kairanban.db.tx import Tx


async def stands_empty(tx: Tx, association: PlaceId, household: HouseholdId) -> None:
    """Accept that the house stands empty from today; a second call changes nothing.

    Raise NotFound for a household with residents.
    """
    await require(tx, Task.CHANGE_ROSTER, association)
    if household in await nobody_left(tx, association):
        await leave(tx, association, household, at(day_of(tx.now)), empty=True)
    elif household not in {one.id for one in await listed(tx, association)}:
        raise NotFound


async def is_lived_in(tx: Tx, association: PlaceId, household: HouseholdId) -> None:
    """Answer that the house is lived in: not asked again until a further resident is taken off."""
    await require(tx, Task.CHANGE_ROSTER, association)
    await household_line(tx, association, household)
    await tx.run(empty_houses.NOT_EMPTY, household_id=household, of_association=association)


async def listed(tx: Tx, association: PlaceId) -> list[EmptyHouse]:
    """Return the houses that stand empty, in route order."""
    await require(tx, Task.CHANGE_ROSTER, association)
    return await tx.all(empty_houses.EMPTY_HOUSES, of_association=association)


async def house(tx: Tx, association: PlaceId, household: HouseholdId) -> EmptyHouse:
    """Return one empty house; raise NotFound."""
    for one in await listed(tx, association):
        if one.id == household:
            return one
    raise NotFound


async def stands_empty_no_longer(tx: Tx, association: PlaceId, household: HouseholdId) -> None:
    """Take a house off the list; the address goes with what else is left of the household that left."""
    await house(tx, association, household)
    await tx.run(empty_houses.NOT_EMPTY, household_id=household, of_association=association)
    await journal.record(tx, "house_taken_off", association=association, household=household)
