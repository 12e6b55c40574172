"""Progress of circulars, for officers and block leaders; `replies` records for households."""

from collections.abc import Mapping
from dataclasses import replace

from kairanban.access.permission import may
from kairanban.circulation.progress.queries import answers as queries
from kairanban.circulation.progress.queries import overview
from kairanban.circulation.progress.queries.answers import Answers
from kairanban.circulation.progress.queries.overview import Block, Circular, Followed, Progress
from kairanban.circulation.progress.queries.reminders import ASKED, Asked
from kairanban.circulation.progress.rules import Counts, HouseholdState
from kairanban.circulation.route_sheets.queries.handing import Paper
from kairanban.core.errors import NotFound
from kairanban.core.ids import CircularId, PlaceId
from kairanban.core.tasks import Task
from kairanban.db.tx import Tx


async def of_issuer(tx: Tx, place: PlaceId, most: int = 20) -> list[Progress]:
    """Return the newest circulars of an association and its groups, or of a group, with their counts."""
    return await tx.all(overview.GOING_ROUND, issued_at=place, most=most)


async def of_block(tx: Tx, block: PlaceId, most: int = 20) -> list[Progress]:
    return await tx.all(overview.IN_BLOCK, block=block, most=most)


async def find(tx: Tx, circular: CircularId) -> Followed:
    """Return the circular for its officers and block leaders; raises NotFound for others."""
    return await tx.one(overview.ONE, circular=circular)


async def blocks(
    tx: Tx, circular: CircularId, place: PlaceId, papers: Mapping[PlaceId, Paper] | None = None
) -> list[Block]:
    """Return the blocks: for officers of the place that issued it all, for a leader her own.

    With `papers` the households on paper are those of the route sheets, who may have changed since publication.
    """
    found = await tx.all(overview.BLOCKS, circular=circular)
    if papers is not None:
        found = [_as_on_sheets(block, papers.get(block.id)) for block in found]
    if await may(tx, Task.FOLLOW_UP, place):
        return found
    mine = set(await tx.column(overview.MY_BLOCKS_OF, circular=circular))
    return [block for block in found if block.id in mine]


def _as_on_sheets(block: Block, paper: Paper | None) -> Block:
    return replace(block, counts=replace(block.counts, paper=paper.households if paper else 0))


async def asked(tx: Tx, circular: CircularId) -> Asked:
    """Return when the circular asked. The caller has asked for permission."""
    return await tx.one(ASKED, circular=circular)


async def households(tx: Tx, circular: CircularId, place: PlaceId, block: PlaceId) -> list[HouseholdState]:
    """Return the households of a block in route order; NotFound for others' blocks."""
    await find_block(tx, circular, place, block)
    return await tx.all(overview.HOUSEHOLDS, circular=circular, block=block)


async def find_block(tx: Tx, circular: CircularId, place: PlaceId, block: PlaceId) -> Block:
    """Return a block with its counts; NotFound for others' blocks."""
    for one in await blocks(tx, circular, place):
        if one.id == block:
            return one
    raise NotFound


async def answers(tx: Tx, circular: Circular) -> list[Answers]:
    """Return the households by answer, also after the answers were counted."""
    query = queries.ANSWERS if circular.counted is None else queries.COUNTED_ANSWERS
    return await tx.all(query, circular=circular.id)


async def in_all(tx: Tx, circular: CircularId) -> Counts:
    """Return the counts of all blocks together. The caller has asked for permission."""
    return summed(await tx.all(overview.BLOCKS, circular=circular))


def summed(blocks: list[Block]) -> Counts:
    """Return the sum of the blocks' counts."""
    return Counts(
        addressed=sum(b.counts.addressed for b in blocks),
        opened=sum(b.counts.opened for b in blocks),
        replied=sum(b.counts.replied for b in blocks),
        paper=sum(b.counts.paper for b in blocks),
    )


async def latecomers(tx: Tx, circular: CircularId) -> int:
    """Return the number of latecomers, who are not in the counts."""
    number: int = await tx.value(overview.LATE, circular=circular)
    return number
