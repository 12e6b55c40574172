"""Places: added to the tree, renamed, looked up."""

from kairanban.access.permission import require
from kairanban.community.places.queries import places as queries
from kairanban.community.places.queries.places import Named, Place, Within
from kairanban.community.places.rules import PlaceKind, may_lie_in
from kairanban.core.actor import System
from kairanban.core.errors import Invalid, NotFound
from kairanban.core.ids import PlaceId
from kairanban.core.tasks import Task
from kairanban.db import journal
from kairanban.db.tx import Tx
from kairanban.i18n.marks import N as _n


async def add_place(
    tx: Tx,
    kind: PlaceKind,
    name: str,
    parent: PlaceId | None = None,
    *,
    reading: str = "",
    sort: int = 0,
    block_word: str = "班",
    chair_word: str = "会長",
    help_name: str = "",
    help_phone: str = "",
) -> PlaceId:
    """Add a place; an association, or a settlement outside one, is its own association.

    An association adds what lies in it, a town what lies above associations; a place that stands alone is added by a command. Raise Invalid for a place
    that cannot lie there or has a namesake beside it.
    """
    inside = await find_place(tx, parent) if parent is not None else None
    above = inside.association if inside is not None else None
    await require_arranging(tx, inside)
    if not may_lie_in(kind, inside.kind if inside is not None else None):
        raise Invalid({"kind": _n("There is no such place there.")})
    await require_name(tx, kind, name, parent)
    id: PlaceId = await tx.value(
        queries.ADD,
        kind=kind.value,
        parent=parent,
        name=name,
        reading=reading,
        sort=sort,
        block_word=block_word,
        chair_word=chair_word,
        help_name=help_name,
        help_phone=help_phone,
    )
    acts = kind is PlaceKind.ASSOCIATION or (kind is PlaceKind.SETTLEMENT and above is None)
    await tx.run(queries.OWN_ASSOCIATION, place_id=id, of_association=id if acts else above)
    await tx.run(queries.ADD_WITHIN, place=id, parent=parent)
    await journal.record(tx, "place_added", association=above, other=id)
    return id


async def require_arranging(tx: Tx, inside: Place | None) -> None:
    """Raise unless the actor adds, moves and closes places directly in `inside`; None: places that stand alone."""
    if inside is None:
        if not isinstance(tx.actor, System):
            raise NotFound
        return
    if inside.ended is not None:
        raise NotFound
    await require(tx, Task.CHANGE_ROSTER if inside.association else Task.ARRANGE_PLACES, inside.id)


async def require_name(
    tx: Tx, kind: PlaceKind, name: str, parent: PlaceId | None, but: PlaceId | None = None
) -> None:
    """Raise Invalid without a name, or where a place of the same kind beside it has the same one."""
    if not name:
        raise Invalid({"name": _n("Please write a name.")})
    if parent is not None:
        await tx.column(queries.HOLD, in_place=parent)
    if await tx.column(queries.NAMESAKE, of_kind=kind.value, new_name=name, in_place=parent, but=but):
        raise Invalid({"name": _n("There is one of this name already.")})


async def rename_place(tx: Tx, association: PlaceId, place: PlaceId, name: str) -> None:
    """Rename a place of the association; raise NotFound, Invalid for the name of one beside it."""
    await require(tx, Task.CHANGE_ROSTER, association)
    found = await find_place(tx, place)
    if found.association != association:
        raise NotFound
    await require_name(tx, PlaceKind(found.kind), name, found.parent, place)
    await tx.run(queries.RENAME, place_id=place, new_name=name)
    await journal.record(tx, "place_renamed", association=association, other=place)


async def change_association(
    tx: Tx,
    association: PlaceId,
    name: str,
    block_word: str,
    chair_word: str,
    help_name: str,
    help_phone: str,
    circular_years: int | None = None,
) -> None:
    """Change the association's name, its words for block and chair, its help contact, and how long circulars stay."""
    await require(tx, Task.CHANGE_ROSTER, association)
    found = await find_place(tx, association)
    await require_name(tx, PlaceKind(found.kind), name, found.parent, association)
    changed = await tx.run(
        queries.CHANGE_ASSOCIATION,
        place_id=association,
        new_name=name,
        new_block_word=block_word,
        new_chair_word=chair_word,
        new_help_name=help_name,
        new_help_phone=help_phone,
        years=circular_years,
    )
    if not changed:
        raise NotFound
    await journal.record(tx, "association_changed", association=association)


async def find_place(tx: Tx, place: PlaceId) -> Place:
    return await tx.one(queries.ONE, place=place)


async def places_within(tx: Tx, association: PlaceId) -> list[Within]:
    """Return the association and the places in it."""
    return await tx.all(queries.WITHIN, association=association)


async def my_associations(tx: Tx) -> list[Named]:
    """Return the associations the actor may write circulars for."""
    return await tx.all(queries.MY_ASSOCIATIONS)


async def looked_on(tx: Tx) -> list[Named]:
    """Return the associations whose next chair the actor is, before the term begins."""
    return await tx.all(queries.LOOKED_ON)


async def my_groups(tx: Tx) -> list[Named]:
    """Return the groups the actor writes circulars for."""
    return await tx.all(queries.MY_GROUPS)


async def groups_looked_on(tx: Tx) -> list[Named]:
    """Return the groups whose next head the actor is, before the term begins."""
    return await tx.all(queries.GROUPS_LOOKED_ON)


async def my_blocks(tx: Tx) -> list[Named]:
    """Return the blocks the actor leads."""
    return await tx.all(queries.MY_BLOCKS)


async def my_buildings(tx: Tx) -> list[Named]:
    """Return the buildings whose notice board the actor is responsible for."""
    return await tx.all(queries.MY_BUILDINGS)


async def building_of(tx: Tx, association: PlaceId, building: PlaceId) -> Place:
    """Return a building of the association; raise NotFound for any other place."""
    found = await find_place(tx, building)
    if found.association != association or found.kind != PlaceKind.BUILDING:
        raise NotFound
    return found
