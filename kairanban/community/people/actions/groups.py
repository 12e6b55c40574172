"""Households in groups, which exist beside blocks: 老人会, 子ども会, 消防団."""

from kairanban.access.permission import require
from kairanban.community.people.actions.households import households, join
from kairanban.community.people.queries import people
from kairanban.community.places.actions.places import find_place
from kairanban.community.places.rules import PlaceKind
from kairanban.core.errors import NotFound
from kairanban.core.ids import HouseholdId, PlaceId
from kairanban.core.tasks import Task
from kairanban.db import journal
from kairanban.db.tx import Tx


async def members(tx: Tx, group: PlaceId) -> set[HouseholdId]:
    """Return the current members. The caller has asked for permission."""
    return set(await tx.column(people.MEMBERS, place=group))


async def set_members(tx: Tx, association: PlaceId, group: PlaceId, chosen: set[HouseholdId]) -> None:
    """Replace the members of the group; former ones stay on record."""
    await require(tx, Task.CHANGE_ROSTER, association)
    place = await find_place(tx, group)
    if place.association != association or place.kind != PlaceKind.GROUP:
        raise NotFound
    chosen &= {line.id for line in await households(tx, association)}
    before = await members(tx, group)
    for household in before - chosen:
        await tx.run(
            people.END_MEMBERSHIP, household_id=household, place_id=group, of_association=association
        )
    for household in chosen - before:
        await join(tx, household, group)
        await journal.record(tx, "household_moved", association=association, household=household, other=group)
