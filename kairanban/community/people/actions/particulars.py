"""Changes of a household: its data, its place, its representative."""

from collections.abc import Mapping

from kairanban.access.permission import require
from kairanban.community.people.actions.households import add_resident, join, residents
from kairanban.community.people.queries import people
from kairanban.core.errors import NotFound
from kairanban.core.ids import HouseholdId, PlaceId
from kairanban.core.tasks import Task
from kairanban.db import journal
from kairanban.db.tx import Tx


async def change(
    tx: Tx, association: PlaceId, household: HouseholdId, columns: Mapping[str, str | None]
) -> None:
    """Store new values by the column names of `queries.CHANGE`; a hidden household keeps its own."""
    await require(tx, Task.CHANGE_ROSTER, association)
    calls = (
        (
            people.CHANGE[name],
            {"household_id": household, "of_association": association, "changed_to": value},
        )
        for name, value in columns.items()
    )
    note = journal.entry(tx, "household_changed", association=association, household=household)
    await tx.together(*calls, note)


async def move(
    tx: Tx,
    association: PlaceId,
    household: HouseholdId,
    place: PlaceId,
    to_place: PlaceId,
    route_order: int,
) -> None:
    """Move the household to another place of the association; the old one stays on record."""
    await require(tx, Task.CHANGE_ROSTER, association)
    await _of(tx, association, household)
    await tx.run(people.END_MEMBERSHIP, household_id=household, of_association=association, place_id=place)
    await join(tx, household, to_place, route_order)
    await journal.record(tx, "household_moved", association=association, household=household, other=to_place)


async def set_route_order(
    tx: Tx, association: PlaceId, household: HouseholdId, place: PlaceId, route_order: int
) -> None:
    await require(tx, Task.CHANGE_ROSTER, association)
    await tx.run(
        people.SET_ROUTE_ORDER,
        household_id=household,
        of_association=association,
        place_id=place,
        new_order=route_order,
    )
    await journal.record(tx, "household_changed", association=association, household=household)


async def replace_representative(
    tx: Tx, association: PlaceId, household: HouseholdId, name: str, reading: str
) -> None:
    """Replace the representative; the former one stays on record. Who lives there already stays the same resident."""
    await require(tx, Task.CHANGE_ROSTER, association)
    await _of(tx, association, household)
    await tx.run(people.END_REPRESENTATIVES, household_id=household, of_association=association)
    living = (one for one in await residents(tx, household) if _same(one.name, name) and not one.child)
    if following := next(living, None):
        await tx.run(people.MAKE_REPRESENTATIVE, resident_id=following.id, household_id=household)
    else:
        await add_resident(tx, household, name, reading, representative=True)
    await journal.record(tx, "representative_changed", association=association, household=household)


async def rename_representative(
    tx: Tx, association: PlaceId, household: HouseholdId, name: str, reading: str
) -> None:
    """Correct the representative's name; add one if the household has none."""
    await require(tx, Task.CHANGE_ROSTER, association)
    named = await tx.run(
        people.RENAME_REPRESENTATIVE,
        household_id=household,
        of_association=association,
        new_name=name,
        new_reading=reading,
    )
    if not named:
        await _of(tx, association, household)
        await add_resident(tx, household, name, reading, representative=True)
    await journal.record(tx, "household_changed", association=association, household=household)


def _same(one: str, other: str) -> bool:
    return "".join(one.split()) == "".join(other.split())


async def _of(tx: Tx, association: PlaceId, household: HouseholdId) -> None:
    """Raise NotFound for a household of another association."""
    if await tx.value(people.ONE_HOUSEHOLD, household=household, association=association) is None:
        raise NotFound
