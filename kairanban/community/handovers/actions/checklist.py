"""The checklist of a handover: the usual items and the association's own, each ticked with who and when."""

from kairanban.access.permission import require
from kairanban.community.handovers.queries import checklist, handovers
from kairanban.community.handovers.queries.checklist import Item
from kairanban.community.handovers.rules import ITEMS
from kairanban.community.places.queries.places import HOLD
from kairanban.core.errors import Invalid, NotFound
from kairanban.core.ids import PlaceId
from kairanban.core.tasks import Task
from kairanban.db import journal
from kairanban.db.tx import Tx
from kairanban.i18n.marks import N as _n

MOST = 40


async def items(tx: Tx, association: PlaceId) -> list[Item]:
    """Return the checklist with the marks of the newest handover; the usual items (id 0) before the first one."""
    await require(tx, Task.SEE_HANDOVER, association)
    found = await tx.first(handovers.NEWEST, association=association)
    stored = await tx.all(checklist.ITEMS, association=association, handover=found.id if found else 0)
    if stored or await tx.column(checklist.KINDS, association=association):
        return stored
    return [Item(0, kind, "", None, "") for kind in ITEMS]


async def begin(tx: Tx, association: PlaceId) -> None:
    """Store the usual items once. The caller has asked for permission."""
    await tx.column(HOLD, in_place=association)
    if not await tx.column(checklist.KINDS, association=association):
        await tx.each(
            checklist.ADD,
            [
                {"association": association, "kind": kind, "words": "", "sort": sort}
                for sort, kind in enumerate(ITEMS)
            ],
        )


async def add(tx: Tx, association: PlaceId, words: str) -> None:
    """Add an item of the association's own; raise Invalid without words and for more than 40 items."""
    await require(tx, Task.HAND_OVER, association)
    if not words:
        raise Invalid({"words": _n("Please write what is handed on.")})
    await begin(tx, association)
    if len(await tx.all(checklist.ITEMS, association=association, handover=0)) >= MOST:
        raise Invalid({"words": _n("There are 40 items already. Please take one off first.")})
    sort = await tx.value(checklist.LAST, association=association) + 1
    await tx.run(checklist.ADD, association=association, kind="", words=words, sort=sort)
    await journal.record(tx, "checklist_changed", association=association)


async def remove(tx: Tx, association: PlaceId, item: int) -> None:
    """Take an item off the association's checklist; a second call changes nothing. Raise NotFound for one of elsewhere."""
    await require(tx, Task.HAND_OVER, association)
    if not await tx.column(checklist.OWN, association=association, item=item):
        raise NotFound
    if await tx.run(checklist.REMOVE, item_id=item, of_association=association):
        await journal.record(tx, "checklist_changed", association=association)


async def tick(tx: Tx, association: PlaceId, item: int, done: bool) -> None:
    """Note that an item is handed on, or take that back; raise NotFound without a handover or for an item of elsewhere."""
    await require(tx, Task.HAND_OVER, association)
    found = await tx.first(handovers.NEWEST, association=association)
    await tx.column(HOLD, in_place=association)
    listed = await tx.all(checklist.ITEMS, association=association, handover=0)
    if found is None or item not in {one.id for one in listed}:
        raise NotFound
    if not done:
        await tx.run(checklist.UNMARK, of_handover=found.id, item_id=item)
    elif not await tx.column(checklist.MARKED, handover=found.id, item=item):
        await tx.run(checklist.MARK, handover=found.id, item=item, person=tx.actor.person, done=tx.now)
    await journal.record(tx, "checklist_ticked", association=association, other=item)
