"""Notice boards of buildings: what the contact has put up, without data of residents."""

from kairanban.access.permission import may, require
from kairanban.circulation.circulars.rules.timing import GOES_ROUND_FOR
from kairanban.circulation.progress.queries import notice_boards as queries
from kairanban.circulation.progress.queries.notice_boards import Board, Notice
from kairanban.core.errors import Conflict
from kairanban.core.ids import CircularId, PlaceId
from kairanban.core.tasks import Task
from kairanban.db import journal
from kairanban.db.tx import Tx
from kairanban.i18n.marks import N as _n


async def board(tx: Tx, building: PlaceId) -> list[Notice]:
    """Return notices to put up, up, or to take down, newest first; empty for others' buildings."""
    return await tx.all(queries.ON_BOARD, building=building, within=GOES_ROUND_FOR)


async def notice(tx: Tx, building: PlaceId, circular: CircularId) -> Notice:
    """Return one notice; NotFound if the circular is not for this board."""
    await require(tx, Task.POST_NOTICE, building)
    return await tx.one(queries.ONE_NOTICE, building=building, circular=circular)


async def put_up(tx: Tx, association: PlaceId, building: PlaceId, circular: CircularId) -> None:
    """Record 掲示しました; a second call changes nothing. Conflict if the circular is withdrawn."""
    found = await notice(tx, building, circular)
    if found.withdrawn is not None:
        raise Conflict(_n("This circular has been withdrawn. You need not do anything."))
    if found.posted is not None:
        return
    hung = await tx.run(
        queries.POST,
        circular=circular,
        building=building,
        edition=found.edition,
        posted_by=tx.actor.person,
        posted=tx.now,
    )
    if hung:
        await journal.record(tx, "notice_posted", association=association, circular=circular, other=building)


async def take_down(tx: Tx, association: PlaceId, building: PlaceId, circular: CircularId) -> None:
    """Record that it is not or no longer up; a second call changes nothing."""
    await notice(tx, building, circular)
    if await tx.run(queries.TAKE_BACK, of_circular=circular, of_building=building):
        await journal.record(
            tx, "notice_taken_down", association=association, circular=circular, other=building
        )


async def boards(tx: Tx, circular: CircularId, place: PlaceId, blocks: set[PlaceId]) -> dict[PlaceId, Board]:
    """Return the boards by building: for officers all, for a leader those of her `blocks`."""
    found = await tx.all(queries.BOARDS, circular=circular)
    sees_all = await may(tx, Task.FOLLOW_UP, place)
    return {one.id: one for one in found if sees_all or one.id in blocks}
