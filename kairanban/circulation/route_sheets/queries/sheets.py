"""The households of a circular that need paper, in route order."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, and_, bindparam, case, func, or_, select

from kairanban.access.scope import places_for
from kairanban.circulation.circulars.queries.audience import CIRCULAR, for_board_of
from kairanban.circulation.circulars.queries.issued import issued_at
from kairanban.circulation.circulars.queries.readable import as_written, out
from kairanban.circulation.replies.queries.answers import counting
from kairanban.circulation.route_sheets.rules import copies, waited_for
from kairanban.community.signin.queries.devices_in_use import devices_in_use
from kairanban.core.hidden_households import shown_as
from kairanban.core.ids import CircularId, HouseholdId, PlaceId
from kairanban.core.tasks import Task
from kairanban.db.statements import NOW, Query, Statement, total
from kairanban.db.tables.circulars import addressee, circular, edition, tally
from kairanban.db.tables.notify import notice_choice
from kairanban.db.tables.people import household, membership
from kairanban.db.tables.places import place
from kairanban.db.tables.replies import reply


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


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A household on the sheet, with its valid reply."""

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
class Round:
    """A circular on paper in a block: households that need it, and those still open."""

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


BLOCK = bindparam("block", type_=BigInteger)
_leads = tally.c.block.in_(places_for(Task.FOLLOW_UP_BLOCK))
_association = place.alias("association")
# A building's notice board needs one more copy.
_hangs = case((and_(place.c.kind == "building", for_board_of(place.c.id)), 1), else_=0)

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
        _hangs.label("hangs"),
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

# 回覧のお休み: not on the sheet until its day.
_rests = and_(notice_choice.c.rest_until.is_not(None), notice_choice.c.rest_until > NOW)
_on_sheet = and_(
    household.c.method != "digital",
    household.c.gone.is_(None),
    or_(notice_choice.c.household.is_(None), ~_rests),
)
_with_paper = addressee.join(household, household.c.id == addressee.c.household).outerjoin(
    notice_choice, notice_choice.c.household == household.c.id
)


def order_in(block: Any) -> Any:
    return func.coalesce(
        select(func.max(membership.c.route_order))
        .where(
            membership.c.household == household.c.id,
            membership.c.place == block,
            membership.c.until.is_(None),
        )
        .scalar_subquery(),
        0,
    )


def label() -> Any:
    return case((household.c.hidden == 1, ""), else_=household.c.label)


_lines = (
    select(
        func.coalesce(addressee.c.block, 0).label("block"),
        household.c.id,
        label().label("label"),
        household.c.hidden,
        household.c.method,
        devices_in_use.label("devices"),
        order_in(addressee.c.block).label("route_order"),
        func.coalesce(place.c.name, "").label("block_name"),
        addressee.c.replied,
        reply.c.choice,
        reply.c.number,
        reply.c.words,
        reply.c.method.label("reply_method"),
    )
    .select_from(
        _with_paper.join(circular, circular.c.id == addressee.c.circular)
        .outerjoin(place, place.c.id == addressee.c.block)
        .outerjoin(reply, counting)
    )
    .where(addressee.c.circular == CIRCULAR, _on_sheet)
    .order_by(order_in(addressee.c.block), household.c.id)
)

# The caller has checked that circular and blocks are in the actor's scope.
LINES = Query(_lines, SheetRow)
LINES_OF_BLOCK = Query(_lines.where(func.coalesce(addressee.c.block, 0) == BLOCK), SheetRow)

_open = and_(or_(household.c.method == "paper", devices_in_use == 0), addressee.c.replied.is_(None))
# Open circulars on paper in a leader's block, for her first page.
IN_BLOCK = Query(
    select(
        circular.c.id.label("circular"),
        circular.c.asked_edition,
        func.count().label("households"),
        total(case((_open, 1), else_=0)).label("left"),
        total(case((addressee.c.replied.is_(None), 1), else_=0)).label("open"),
        _hangs.label("hangs"),
    )
    .select_from(
        _with_paper.join(circular, circular.c.id == addressee.c.circular).join(
            place, place.c.id == addressee.c.block
        )
    )
    .where(
        addressee.c.block == BLOCK,
        addressee.c.block.in_(places_for(Task.FOLLOW_UP_BLOCK)),
        circular.c.association == place.c.association,
        circular.c.state == "published",
        circular.c.published > NOW - bindparam("within", type_=BigInteger),
        out(),
        _on_sheet,
    )
    .group_by(circular.c.id, place.c.id),
    Round,
)
