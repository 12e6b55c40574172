"""Progress of circulars: counts from the tallies, households from the addressees."""

from dataclasses import dataclass

from sqlalchemy import BigInteger, and_, bindparam, exists, func, or_, select

from kairanban.access.scope import places_for
from kairanban.access.telephone import number_shown
from kairanban.circulation.circulars.queries.audience import CIRCULAR
from kairanban.circulation.circulars.queries.issued import GROUP_NAME, is_issued_within, issued_at
from kairanban.circulation.circulars.queries.readable import as_written, out
from kairanban.circulation.progress.rules import Counts, HouseholdState
from kairanban.circulation.replies.queries.answers import counting
from kairanban.circulation.route_sheets.queries.sheets import resident_shown
from kairanban.community.signin.queries.devices_in_use import devices_in_use
from kairanban.core.contact import REACHED_BY
from kairanban.core.ids import CircularId, PlaceId
from kairanban.core.tasks import Task
from kairanban.db.statements import Query, Statement, total
from kairanban.db.tables.circulars import addressee, circular, edition, tally
from kairanban.db.tables.people import household, membership, resident
from kairanban.db.tables.places import place
from kairanban.db.tables.replies import reply
from kairanban.db.tables.visits import visit


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
    counted: int | None
    """When the answers were counted: those of each household are no longer kept."""
    group: str
    """Name of the group that issued it; empty for the association's own."""


@dataclass(frozen=True, slots=True)
class Progress:
    """A circular and its counts."""

    circular: Circular
    counts: Counts


@dataclass(frozen=True, slots=True)
class Followed:
    """One circular, where it is issued, and why it was withdrawn."""

    circular: Circular
    place: PlaceId
    withdrawn_why: str


@dataclass(frozen=True, slots=True)
class Block:
    id: PlaceId
    name: str
    counts: Counts


_counts = (
    total(tally.c.addressed).label("addressed"),
    total(tally.c.opened).label("opened"),
    total(tally.c.replied).label("replied"),
    total(tally.c.paper).label("paper"),
)

# A circular as it stands in lists of officers, and in what a closed server returns.
LINE = (
    circular.c.id,
    edition.c.title,
    circular.c.importance,
    circular.c.kind,
    circular.c.reply_kind,
    circular.c.reply_by,
    circular.c.published,
    circular.c.withdrawn,
    circular.c.edition,
    circular.c.category,
    circular.c.yearly,
    circular.c.issuer,
    circular.c.counted,
    GROUP_NAME.label("group"),
)

_newest = circular.alias("newest")

# One statement for the whole list: newest circulars first, with their counts.
GOING_ROUND = Query(
    select(*LINE, *_counts)
    .select_from(circular.join(edition, as_written).outerjoin(tally, tally.c.circular == circular.c.id))
    .where(
        circular.c.id.in_(
            select(_newest.c.id)
            .where(
                is_issued_within(_newest),
                or_(_newest.c.state == "published", _newest.c.state == "withdrawn"),
                out(_newest),
            )
            .order_by(_newest.c.published.desc())
            .limit(bindparam("most", type_=BigInteger))
        )
    )
    .group_by(*LINE[:-1], circular.c.place)
    .order_by(circular.c.published.desc(), circular.c.id.desc()),
    Progress,
)

IN_BLOCK = Query(
    select(*LINE, tally.c.addressed, tally.c.opened, tally.c.replied, tally.c.paper)
    .select_from(tally.join(circular, circular.c.id == tally.c.circular).join(edition, as_written))
    .where(tally.c.block == bindparam("block"), out())
    .order_by(circular.c.id.desc())
    .limit(bindparam("most", type_=BigInteger)),
    Progress,
)

_may_follow = and_(
    out(),
    or_(
        issued_at().in_(places_for(Task.FOLLOW_UP)),
        issued_at().in_(places_for(Task.SEE_PROGRESS)),
        exists(
            select(1).where(
                tally.c.circular == circular.c.id, tally.c.block.in_(places_for(Task.FOLLOW_UP_BLOCK))
            )
        ),
    ),
)

ONE = Query(
    select(*LINE, issued_at().label("place"), circular.c.withdrawn_why)
    .select_from(circular.join(edition, as_written))
    .where(circular.c.id == CIRCULAR, circular.c.published.is_not(None), _may_follow),
    Followed,
)

BLOCKS = Query(
    select(
        tally.c.block.label("id"),
        func.coalesce(place.c.name, "").label("name"),
        tally.c.addressed,
        tally.c.opened,
        tally.c.replied,
        tally.c.paper,
    )
    .select_from(tally.outerjoin(place, place.c.id == tally.c.block))
    .where(tally.c.circular == CIRCULAR)
    .order_by(place.c.sort, tally.c.block),
    Block,
)

MY_BLOCKS_OF = Statement(
    select(tally.c.block).where(
        tally.c.circular == CIRCULAR, tally.c.block.in_(places_for(Task.FOLLOW_UP_BLOCK))
    )
)

_order = (
    select(func.max(membership.c.route_order))
    .where(
        membership.c.household == household.c.id,
        membership.c.place == addressee.c.block,
        membership.c.until.is_(None),
    )
    .scalar_subquery()
)

# 連絡がつきました: when a person reached the household since publication, without what was said.
_reached = (
    select(func.max(visit.c.made))
    .where(
        visit.c.household == household.c.id,
        visit.c.corrected.is_(None),
        visit.c.made >= circular.c.published,
        or_(*(visit.c.kind == kind for kind in REACHED_BY)),
    )
    .scalar_subquery()
)

HOUSEHOLDS = Query(
    select(
        household.c.id,
        household.c.label,
        household.c.hidden,
        household.c.method,
        func.coalesce(_order, 0).label("route_order"),
        func.coalesce(place.c.name, "").label("block"),
        addressee.c.late,
        addressee.c.opened,
        addressee.c.replied,
        devices_in_use.label("devices"),
        reply.c.choice,
        reply.c.number,
        reply.c.words,
        reply.c.method.label("reply_method"),
        resident_shown(),
        _reached.label("reached"),
        number_shown().label("phone"),
    )
    .select_from(
        addressee.join(household, household.c.id == addressee.c.household)
        .join(circular, circular.c.id == addressee.c.circular)
        .outerjoin(place, place.c.id == addressee.c.block)
        .outerjoin(reply, counting)
        .outerjoin(resident, resident.c.id == reply.c.resident)
    )
    .where(addressee.c.circular == CIRCULAR, func.coalesce(addressee.c.block, 0) == bindparam("block"))
    .order_by(func.coalesce(_order, 0), household.c.id),
    HouseholdState,
)

LATE = Statement(
    select(func.count()).select_from(addressee).where(addressee.c.circular == CIRCULAR, addressee.c.late == 1)
)
