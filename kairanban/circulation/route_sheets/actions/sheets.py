"""回覧票: the households of a block that need paper, in route order."""

from dataclasses import dataclass

from kairanban.access.permission import may
from kairanban.circulation.route_sheets.queries import sheets as queries
from kairanban.circulation.route_sheets.rules import STILL_GOING, copies, waited_for
from kairanban.core.errors import NotFound
from kairanban.core.hidden_households import shown_as
from kairanban.core.ids import CircularId, HouseholdId, PlaceId
from kairanban.core.tasks import Task
from kairanban.db.tx import Tx


@dataclass(frozen=True, slots=True)
class Head:
    """A circular with one of its blocks."""

    circular: CircularId
    association: PlaceId
    association_name: str
    block: PlaceId
    block_name: str
    title: str
    reply_kind: str
    reply_by: int | None
    published: int
    withdrawn: int | None
    edition: int
    asked_edition: int
    kind: str
    category: str
    importance: str
    leads: int
    """Whether the actor is the leader of this block, who alone sees where the board is."""
    hangs: int

    @property
    def changed(self) -> bool:
        """Asked again: what was ticked before belongs to an earlier edition."""
        return self.asked_edition > 1

    @property
    def base(self) -> str:
        return f"/circulars/{self.circular}/blocks/{self.block}"


@dataclass(frozen=True, slots=True)
class Line:
    """A household on the sheet; `choice` and what belongs to it are the reply that counts now."""

    block: PlaceId
    id: HouseholdId
    label: str
    hidden: int
    method: str
    devices: int
    route_order: int
    block_name: str
    replied: int | None
    choice: str | None
    number: int | None
    words: str | None
    reply_method: str | None

    @property
    def shown(self) -> str:
        return shown_as(self.label, self.hidden, self.block_name, self.route_order)

    @property
    def waited(self) -> bool:
        return waited_for(self.method, self.devices)


@dataclass(frozen=True, slots=True)
class Sheet:
    head: Head
    lines: list[Line]

    @property
    def copies(self) -> int:
        return copies(len(self.lines), self.head.hangs)

    @property
    def open(self) -> list[Line]:
        """Those without a tick or an answer."""
        return [line for line in self.lines if line.replied is None]

    @property
    def left(self) -> int:
        """How many the board is waited for."""
        return sum(1 for line in self.open if line.waited)


async def sheet(tx: Tx, circular: CircularId, block: PlaceId) -> Sheet:
    """The sheet of one block, for its leader and the officers; NotFound for others."""
    head = await tx.one(queries.HEAD, Head, circular=circular, block=block)
    return Sheet(head, await tx.all(queries.LINES_OF_BLOCK, Line, circular=circular, block=block))


async def sheets(tx: Tx, circular: CircularId) -> list[Sheet]:
    """Every sheet the actor looks after, in the order of the blocks; NotFound where there is none to look after."""
    heads = await tx.all(queries.HEADS, Head, circular=circular)
    if not heads:
        raise NotFound
    lines = await tx.all(queries.LINES, Line, circular=circular)
    found = [Sheet(head, [line for line in lines if line.block == head.block]) for head in heads]
    return [one for one in found if one.lines]


async def copies_in_all(tx: Tx, circular: CircularId, found: list[Sheet]) -> int:
    """部数: one for each of these sheets; for officers also one for every notice board."""
    together = sum(copies(len(one.lines), 0) for one in found)
    if found and await may(tx, Task.FOLLOW_UP, found[0].head.association):
        boards: int = await tx.value(queries.BOARDS, circular=circular)
        return together + boards
    return together + sum(one.head.hangs for one in found)


@dataclass(frozen=True, slots=True)
class Round:
    """A circular as it goes round on paper in one block: how many households need it, how many are still open."""

    circular: CircularId
    asked_edition: int
    households: int
    left: int
    open: int
    hangs: int

    @property
    def copies(self) -> int:
        return copies(self.households, self.hangs)

    @property
    def changed(self) -> bool:
        return self.asked_edition > 1


async def rounds(tx: Tx, block: PlaceId) -> dict[CircularId, Round]:
    """What goes round on paper in a block the actor leads and is not ticked by everybody; nothing for others."""
    found = await tx.all(queries.IN_BLOCK, Round, block=block, within=STILL_GOING)
    return {one.circular: one for one in found if one.open}
