"""Reading who has it, for those who look after it. Writing for a household is in `replies`."""

from dataclasses import dataclass, fields

from kairanban.access.permission import may
from kairanban.circulation.progress.queries import overview
from kairanban.circulation.progress.rules import STATE_NAMES, Counts, state
from kairanban.core.errors import NotFound
from kairanban.core.hidden_households import shown_as
from kairanban.core.ids import CircularId, HouseholdId, PlaceId
from kairanban.core.tasks import Task
from kairanban.db.tx import Row, Tx


@dataclass(frozen=True, slots=True)
class Circular:
    """A circular in a leader's list."""

    id: CircularId
    title: str
    importance: str
    kind: str
    reply_kind: str
    reply_by: int | None
    published: int
    withdrawn: int | None
    edition: int
    category: str
    yearly: int
    issuer: str


WIDTH = len(fields(Circular))


@dataclass(frozen=True, slots=True)
class Progress:
    """A circular and how far it has come."""

    circular: Circular
    counts: Counts


@dataclass(frozen=True, slots=True)
class Block:
    id: PlaceId
    name: str
    counts: Counts


@dataclass(frozen=True, slots=True)
class HouseholdState:
    """One household of a block: where the circular is with it."""

    id: HouseholdId
    label: str
    hidden: int
    method: str
    route_order: int
    block: str
    late: int
    opened: int | None
    replied: int | None
    devices: int
    choice: str | None
    number: int | None
    words: str | None
    reply_method: str | None
    resident: str | None
    reached: int | None
    """When somebody spoke with them since it went out."""
    phone: str
    """Empty unless somebody there has agreed that the block leader sees it."""

    @property
    def shown(self) -> str:
        return shown_as(self.label, self.hidden, self.block, self.route_order)

    @property
    def state(self) -> str:
        return state(self.replied, self.opened, self.devices)

    @property
    def state_name(self) -> str:
        return STATE_NAMES[self.state]


async def of_association(tx: Tx, association: PlaceId, most: int = 20) -> list[Progress]:
    """The newest circulars with their counts."""
    return [_progress(row) for row in await tx.rows(overview.GOING_ROUND, association=association, most=most)]


async def of_block(tx: Tx, block: PlaceId, most: int = 20) -> list[Progress]:
    return [_progress(row) for row in await tx.rows(overview.IN_BLOCK, block=block, most=most)]


def _progress(row: Row) -> Progress:
    return Progress(Circular(*row[:WIDTH]), Counts(*row[WIDTH : WIDTH + 4]))


async def find(tx: Tx, circular: CircularId) -> tuple[Circular, PlaceId, str]:
    """The circular, its association and why it was withdrawn, for its officers and block leaders; NotFound for others."""
    rows = await tx.rows(overview.ONE, circular=circular)
    if not rows:
        raise NotFound
    row = rows[0]
    return Circular(*row[:WIDTH]), PlaceId(row[WIDTH]), row[WIDTH + 1]


async def blocks(tx: Tx, circular: CircularId, association: PlaceId) -> list[Block]:
    """Officers see every block, a block leader her own."""
    found = [
        Block(row[0], row[1], Counts(*row[2:])) for row in await tx.rows(overview.BLOCKS, circular=circular)
    ]
    if await may(tx, Task.FOLLOW_UP, association):
        return found
    mine = set(await tx.column(overview.MY_BLOCKS_OF, circular=circular))
    return [block for block in found if block.id in mine]


async def households(
    tx: Tx, circular: CircularId, association: PlaceId, block: PlaceId
) -> list[HouseholdState]:
    """The households of one block, in route order; NotFound for a block that is not the actor's."""
    if block not in {b.id for b in await blocks(tx, circular, association)}:
        raise NotFound
    return await tx.all(overview.HOUSEHOLDS, HouseholdState, circular=circular, block=block)


@dataclass(frozen=True, slots=True)
class Answers:
    """How often each answer was given; `people` is the sum of the numbers."""

    choice: str
    households: int
    people: int


async def answers(tx: Tx, circular: CircularId) -> list[Answers]:
    return await tx.all(overview.ANSWERS, Answers, circular=circular)


def summed(blocks: list[Block]) -> Counts:
    """The counts of several blocks together."""
    return Counts(
        addressed=sum(b.counts.addressed for b in blocks),
        opened=sum(b.counts.opened for b in blocks),
        replied=sum(b.counts.replied for b in blocks),
        paper=sum(b.counts.paper for b in blocks),
    )


async def latecomers(tx: Tx, circular: CircularId) -> int:
    """How many households moved in after it went out: they have it too, and are not counted."""
    number: int = await tx.value(overview.LATE, circular=circular)
    return number
