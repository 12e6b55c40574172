"""The blocks of a circular that goes round on paper."""

from dataclasses import dataclass

from sqlalchemy import BigInteger, and_, bindparam, case, func, or_, select

from kairanban.access.scope import places_for
from kairanban.circulation.circulars.queries.audience import CIRCULAR, for_board_of
from kairanban.circulation.circulars.queries.issued import issued_at
from kairanban.circulation.circulars.queries.readable import as_written, out
from kairanban.core.ids import CircularId, PlaceId
from kairanban.core.tasks import Task
from kairanban.db.statements import Query, Statement
from kairanban.db.tables.circulars import circular, edition, tally
from kairanban.db.tables.places import place


@dataclass(frozen=True, slots=True)
class Head:
    """A circular, one of its blocks, and as `place` where it is issued."""

    circular: CircularId
    association: PlaceId
    place: PlaceId
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
    """Whether the actor leads this block; only she sees the position."""
    hangs: int

    @property
    def changed(self) -> bool:
        """Whether it asks again: earlier ticks belong to an earlier edition."""
        return self.asked_edition > 1

    @property
    def looked_at(self) -> PlaceId:
        """Whose households a look at the sheet is told to: of the block, or of the group that issues the circular."""
        return self.block if self.place == self.association else self.place

    @property
    def base(self) -> str:
        return f"/circulars/{self.circular}/blocks/{self.block}"


BLOCK = bindparam("block", type_=BigInteger)
_leads = tally.c.block.in_(places_for(Task.FOLLOW_UP_BLOCK))
_association = place.alias("association")
# A building's notice board needs one more copy.
hangs = case((and_(place.c.kind == "building", for_board_of(place.c.id)), 1), else_=0)

_heads = (
    select(
        circular.c.id.label("circular"),
        circular.c.association,
        issued_at().label("place"),
        _association.c.name.label("association_name"),
        tally.c.block,
        func.coalesce(place.c.name, "").label("block_name"),
        edition.c.title,
        circular.c.reply_kind,
        circular.c.reply_by,
        circular.c.published,
        circular.c.withdrawn,
        circular.c.edition,
        circular.c.asked_edition,
        circular.c.kind,
        circular.c.category,
        circular.c.importance,
        case((_leads, 1), else_=0).label("leads"),
        hangs.label("hangs"),
    )
    .select_from(
        tally.join(circular, circular.c.id == tally.c.circular)
        .join(edition, as_written)
        .join(_association, _association.c.id == circular.c.association)
        .outerjoin(place, place.c.id == tally.c.block)
    )
    .where(
        circular.c.id == CIRCULAR,
        out(),
        circular.c.counted.is_(None),
        or_(issued_at().in_(places_for(Task.FOLLOW_UP)), _leads),
    )
    .order_by(place.c.sort, tally.c.block)
)

# Blocks of a circular: officers see all, leaders their own.
HEADS = Query(_heads, Head)
HEAD = Query(_heads.where(tally.c.block == BLOCK), Head)

# Notice boards of an association's buildings that show the circular.
BOARDS = Statement(
    select(func.count())
    .select_from(place.join(circular, circular.c.association == place.c.association))
    .where(
        circular.c.id == CIRCULAR,
        place.c.kind == "building",
        place.c.ended.is_(None),
        for_board_of(place.c.id),
    )
)
