"""回覧票: the households of a block that need paper, in route order."""

from dataclasses import dataclass

from kairanban.access.permission import may
from kairanban.circulation.circulars.rules.timing import GOES_ROUND_FOR
from kairanban.circulation.route_sheets.queries.heads import BOARDS, HEAD, HEADS, Head
from kairanban.circulation.route_sheets.queries.rounds import IN_BLOCK, Round
from kairanban.circulation.route_sheets.queries.sheets import LINES, LINES_OF_BLOCK, SheetRow
from kairanban.circulation.route_sheets.rules import copies
from kairanban.core.errors import NotFound
from kairanban.core.ids import CircularId, PlaceId
from kairanban.core.tasks import Task
from kairanban.db.tx import Tx


@dataclass(frozen=True, slots=True)
class Sheet:
    head: Head
    lines: list[SheetRow]

    @property
    def copies(self) -> int:
        return copies(len(self.lines), self.head.hangs)

    @property
    def open(self) -> list[SheetRow]:
        """Households without a tick or a reply."""
        return [line for line in self.lines if line.replied is None]

    @property
    def left(self) -> int:
        """Number of households whose tick the board waits for."""
        return sum(1 for line in self.open if line.waited)


async def sheet(tx: Tx, circular: CircularId, block: PlaceId) -> Sheet:
    """Return the sheet of a block to its leader and officers; raise NotFound."""
    head = await tx.one(HEAD, circular=circular, block=block)
    return Sheet(head, await tx.all(LINES_OF_BLOCK, circular=circular, block=block))


async def sheets(tx: Tx, circular: CircularId) -> list[Sheet]:
    """Return every sheet in the actor's scope, in the order of blocks; NotFound if there is none."""
    heads = await tx.all(HEADS, circular=circular)
    if not heads:
        raise NotFound
    lines = await tx.all(LINES, circular=circular)
    found = [Sheet(head, [line for line in lines if line.block == head.block]) for head in heads]
    return [one for one in found if one.lines]


async def copies_in_all(tx: Tx, circular: CircularId, found: list[Sheet]) -> int:
    """部数: return one copy per sheet; for officers also one per notice board."""
    together = sum(copies(len(one.lines), 0) for one in found)
    if found and await may(tx, Task.FOLLOW_UP, found[0].head.place):
        boards: int = await tx.value(BOARDS, circular=circular)
        return together + boards
    return together + sum(one.head.hangs for one in found)


async def rounds(tx: Tx, block: PlaceId) -> dict[CircularId, Round]:
    """Return open circulars on paper in a block the actor leads; empty for others."""
    found = await tx.all(IN_BLOCK, block=block, within=GOES_ROUND_FOR)
    return {one.circular: one for one in found if one.open}
