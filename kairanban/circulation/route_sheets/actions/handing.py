"""Paper that was handed to the leaders of blocks."""

from kairanban.access.permission import require
from kairanban.circulation.route_sheets.actions.sheets import sheet
from kairanban.circulation.route_sheets.queries import handing
from kairanban.circulation.route_sheets.queries.handing import Paper
from kairanban.circulation.route_sheets.queries.heads import HEADS
from kairanban.core.errors import NotFound
from kairanban.core.ids import CircularId, PlaceId
from kairanban.core.tasks import Task
from kairanban.db.tx import Tx


async def papers(tx: Tx, circular: CircularId) -> dict[PlaceId, Paper]:
    """Return the paper of each block. The caller has checked that the circular is in the actor's scope."""
    return {one.block: one for one in await tx.all(handing.PAPERS, circular=circular)}


async def hand(tx: Tx, circular: CircularId, block: PlaceId) -> None:
    """Record that the block has its paper; raise NotFound for blocks outside the actor's scope."""
    head = (await sheet(tx, circular, block)).head
    await tx.run(handing.HAND, circular=circular, block=block, edition=head.asked_edition)


async def hand_all(tx: Tx, circular: CircularId) -> None:
    """Record it for every block that still waits; raise NotFound, Refused."""
    heads = await tx.all(HEADS, circular=circular)
    if not heads:
        raise NotFound
    await require(tx, Task.FOLLOW_UP, heads[0].place)
    known = await papers(tx, circular)
    for head in heads:
        if head.block in known and known[head.block].waits:
            await tx.run(handing.HAND, circular=circular, block=head.block, edition=head.asked_edition)


async def take_back(tx: Tx, circular: CircularId, block: PlaceId) -> None:
    """Record that the block does not have it after all; raise NotFound as `hand`."""
    await sheet(tx, circular, block)
    await tx.run(handing.TAKE_BACK, circular=circular, block=block)
