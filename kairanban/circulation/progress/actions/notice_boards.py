"""The notice-board copy of a building: its contact puts it up and says so. Nothing here knows who lives there."""

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
    """What is to be put up, what hangs there and what is to come off, the newest first; nothing for others' buildings."""
    return await tx.all(queries.ON_BOARD, building=building, within=GOES_ROUND_FOR)


async def notice(tx: Tx, building: PlaceId, circular: CircularId) -> Notice:
    """One of them; NotFound for a circular that does not hang there."""
    await require(tx, Task.POST_NOTICE, building)
    return await tx.one(queries.ONE_NOTICE, building=building, circular=circular)


async def put_up(tx: Tx, association: PlaceId, building: PlaceId, circular: CircularId) -> None:
    """掲示しました; a second press changes nothing."""
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
    """It does not hang there, or no longer; a second press changes nothing."""
    await notice(tx, building, circular)
    if await tx.run(queries.TAKE_BACK, of_circular=circular, of_building=building):
        await journal.record(
            tx, "notice_taken_down", association=association, circular=circular, other=building
        )


async def boards(
    tx: Tx, circular: CircularId, association: PlaceId, blocks: set[PlaceId]
) -> dict[PlaceId, Board]:
    """Officers see the board of every building, a block leader those of her `blocks`."""
    found = await tx.all(queries.BOARDS, circular=circular)
    sees_all = await may(tx, Task.FOLLOW_UP, association)
    return {one.id: one for one in found if sees_all or one.id in blocks}
