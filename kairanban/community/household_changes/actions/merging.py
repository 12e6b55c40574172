"""Mergers of blocks: the households of one block join another on a day."""

from kairanban.access.permission import require
from kairanban.community.household_changes import queries
from kairanban.community.places.actions.places import places_within
from kairanban.community.places.queries.places import Within
from kairanban.community.places.rules import PlaceKind
from kairanban.core.clock import Moment
from kairanban.core.errors import Invalid, NotFound
from kairanban.core.ids import HouseholdId, PlaceId
from kairanban.core.tasks import Task
from kairanban.db import journal
from kairanban.db.tx import Tx
from kairanban.i18n.marks import N as _n


async def blocks(tx: Tx, association: PlaceId, block: PlaceId) -> tuple[Within, list[Within]]:
    """Return the block and those it can be merged with; NotFound unless it is a block of the association."""
    await require(tx, Task.APPOINT, association)
    found = [one for one in await places_within(tx, association) if one.kind == PlaceKind.BLOCK]
    here = next((one for one in found if one.id == block), None)
    if here is None:
        raise NotFound
    return here, [one for one in found if one.id != block]


async def living(tx: Tx, block: PlaceId) -> list[HouseholdId]:
    return await tx.column(queries.IN_BLOCK, place_id=block)


async def merge(tx: Tx, association: PlaceId, block: PlaceId, into: PlaceId | None, day: Moment) -> None:
    """Move its households behind those of the other block in route order; end its offices and the block.

    Circulars already published stay counted under the old block.
    """
    _here, others = await blocks(tx, association, block)
    if into not in {one.id for one in others}:
        raise Invalid({"into": _n("Please choose the block they join.")})
    moved = await living(tx, block)
    behind = await tx.value(queries.LAST_ORDER, into=into)
    await tx.run(queries.MOVE_ALL, place_id=block, into=into, behind=behind, day=day)
    await tx.run(queries.EMPTY, place_id=block, day=day)
    await tx.run(queries.END_OFFICES, place_id=block)
    await tx.run(queries.END_BLOCK, place_id=block, of_association=association, day=day)
    for household in moved:
        await journal.record(tx, "household_moved", association=association, household=household, other=into)
    await journal.record(tx, "blocks_merged", association=association, other=block)
