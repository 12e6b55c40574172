"""The current position of a board: known to the block's leader only, without history."""

from kairanban.access.permission import require
from kairanban.circulation.circulars.rules.timing import GOES_ROUND_FOR
from kairanban.circulation.route_sheets.actions.sheets import sheet
from kairanban.circulation.route_sheets.queries import positions as queries
from kairanban.circulation.route_sheets.queries.positions import Position, Still
from kairanban.circulation.route_sheets.rules import STANDS_STILL_AFTER
from kairanban.core.errors import Conflict, NotFound
from kairanban.core.ids import CircularId, HouseholdId, PlaceId
from kairanban.core.tasks import Task
from kairanban.db.tx import Tx
from kairanban.i18n.marks import N as _n


async def positions(tx: Tx, block: PlaceId) -> dict[CircularId, Position]:
    """Return the positions of a block's boards; empty for others than its leader."""
    found = await tx.all(queries.POSITIONS, block=block)
    return {one.circular: one for one in found}


async def move(tx: Tx, circular: CircularId, block: PlaceId, household: HouseholdId) -> None:
    """Move the board to a household; the same household keeps the day.

    Not recorded in the journal, which would keep a history.
    """
    found = await sheet(tx, circular, block)
    await require(tx, Task.FOLLOW_UP_BLOCK, block)
    if found.head.withdrawn is not None:
        raise Conflict(_n("This circular has been withdrawn. You need not do anything."))
    if household not in {line.id for line in found.lines}:
        raise NotFound
    now = (await positions(tx, block)).get(circular)
    if now is not None and now.household == household:
        return
    await tx.run(
        queries.MOVE, circular=circular, block=block, household=household, edition=found.head.edition
    )


async def came_back(tx: Tx, circular: CircularId, block: PlaceId) -> None:
    """End the position of the board; a second call changes nothing."""
    await sheet(tx, circular, block)
    await require(tx, Task.FOLLOW_UP_BLOCK, block)
    await tx.run(queries.CAME_BACK, circular=circular, block=block)


async def standing_still(tx: Tx) -> list[Still]:
    """Return boards not moved for a week, longest first, for officers and leaders."""
    return await tx.all(queries.STANDING_STILL, before=tx.now - STANDS_STILL_AFTER)


async def forget_ended(tx: Tx) -> int:
    """Delete positions ended by a change, a withdrawal or time, for the worker."""
    return await tx.run(queries.FORGET, before=tx.now - GOES_ROUND_FOR)
