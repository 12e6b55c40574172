"""The notice-board copy of a building: its contact puts it up and says so. Nothing here knows who lives there."""

from dataclasses import dataclass

from kairanban.access.permission import may, require
from kairanban.circulation.progress.queries import notice_boards as queries
from kairanban.circulation.progress.rules import board_state
from kairanban.core.clock import DAY
from kairanban.core.errors import Conflict
from kairanban.core.ids import CircularId, PlaceId
from kairanban.core.tasks import Task
from kairanban.db import journal
from kairanban.db.tx import Tx
from kairanban.i18n.marks import N as _n

# What was published earlier is no longer asked to be put up.
STILL_GOING = 60 * DAY


@dataclass(frozen=True, slots=True)
class Notice:
    """A circular as the contact of a building has it; `posted` is the posting that counts, by whom and when."""

    id: CircularId
    title: str
    importance: str
    category: str
    kind: str
    edition: int
    published: int
    withdrawn: int | None
    reply_by: int | None
    posted: int | None
    posted_by: str | None
    posted_before: int | None

    @property
    def state(self) -> str:
        return board_state(self.withdrawn, self.posted, self.posted_before)


@dataclass(frozen=True, slots=True)
class Board:
    """The board of one building, for those who follow a circular."""

    id: PlaceId
    name: str
    contact: str | None
    posted: int | None
    posted_by: str | None
    posted_before: int | None


async def board(tx: Tx, building: PlaceId) -> list[Notice]:
    """What is to be put up, what hangs there and what is to come off, the newest first; nothing for others' buildings."""
    return await tx.all(queries.ON_BOARD, Notice, building=building, within=STILL_GOING)


async def notice(tx: Tx, building: PlaceId, circular: CircularId) -> Notice:
    """One of them; NotFound for a circular that does not hang there."""
    await require(tx, Task.POST_NOTICE, building)
    return await tx.one(queries.ONE_NOTICE, Notice, building=building, circular=circular)


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
    found = await tx.all(queries.BOARDS, Board, circular=circular)
    sees_all = await may(tx, Task.FOLLOW_UP, association)
    return {one.id: one for one in found if sees_all or one.id in blocks}
