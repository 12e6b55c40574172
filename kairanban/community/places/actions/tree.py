"""The tree of places: renamed, moved and closed, by those who arrange it."""

from kairanban.community.places.actions.places import find_place, require_arranging, require_name
from kairanban.community.places.queries import tree
from kairanban.community.places.queries.places import RENAME, Place
from kairanban.community.places.rules import PlaceKind, may_lie_in
from kairanban.core.errors import Conflict, Invalid, NotFound
from kairanban.core.ids import PlaceId
from kairanban.db import journal
from kairanban.db.tx import Tx
from kairanban.i18n.marks import N as _n


async def rename(tx: Tx, place: PlaceId, name: str, code: str | None = None) -> None:
    """Rename a place, and set its number where one is given; raise Invalid for the name of one beside it."""
    found = await _arranged(tx, place)
    await require_name(tx, PlaceKind(found.kind), name, found.parent, place)
    await tx.run(RENAME, place_id=place, new_name=name)
    if code is not None:
        await tx.run(tree.SET_CODE, place_id=place, new_code=code)
    await journal.record(tx, "place_renamed", association=found.association, other=place)


async def move(tx: Tx, place: PlaceId, into: PlaceId | None) -> None:
    """Put a place, with everything in it, into another one of the same town; None: it stands alone from now on.

    Raise Invalid for a cycle, a kind that cannot lie there, a namesake there, and a place that would change its association.
    """
    found = await _arranged(tx, place)
    target = await find_place(tx, into) if into is not None else None
    await require_arranging(tx, target)
    if target is not None and await tx.column(tree.IS_WITHIN, place_id=place, into=into):
        raise Invalid({"into": _n("A place cannot be put into itself.")})
    if not may_lie_in(PlaceKind(found.kind), target.kind if target is not None else None):
        raise Invalid({"into": _n("There is no such place there.")})
    if found.association not in (None, place) and (target is None or target.association != found.association):
        raise Invalid({"into": _n("What lies in an association stays in it.")})
    if found.association == place and target is not None and target.association is not None:
        raise Invalid({"into": _n("An association cannot be put into another one.")})
    await require_name(tx, PlaceKind(found.kind), found.name, into, place)
    await put(tx, place, into)


async def put(tx: Tx, place: PlaceId, into: PlaceId | None) -> None:
    """Put the place into another one. The caller has asked for permission."""
    await tx.run(tree.LEAVE, place_id=place)
    if into is not None:
        await tx.run(tree.ENTER, place_id=place, into=into)
    await tx.run(tree.SET_PARENT, place_id=place, into=into)
    await journal.record(tx, "place_moved", other=place)


async def close(tx: Tx, place: PlaceId) -> None:
    """Close a place that nobody lives in, and end the offices there; a second call changes nothing.

    Raise Conflict while households or open places are in it.
    """
    found = await find_place(tx, place)
    await _require_arranged(tx, found)
    if await tx.column(tree.OCCUPIED, place_id=place):
        raise Conflict(_n("Households live there. Please move them first."))
    below = await tx.value(tree.OPEN_BELOW, place_id=place)
    if below is not None:
        raise Conflict(
            _n("There are still places in it: %(name)s. Please close or move them first."), name=below
        )
    if not await tx.run(tree.CLOSE, place_id=place):
        return
    await tx.run(tree.END_APPOINTMENTS_AT, place_id=place)
    await journal.record(tx, "place_closed", association=found.association, other=place)


async def _arranged(tx: Tx, place: PlaceId) -> Place:
    """Return an open place that the actor arranges; raise NotFound or Refused."""
    found = await find_place(tx, place)
    if found.ended is not None:
        raise NotFound
    await _require_arranged(tx, found)
    return found


async def _require_arranged(tx: Tx, found: Place) -> None:
    await require_arranging(tx, await find_place(tx, found.parent) if found.parent is not None else None)
