"""The audience of a circular, and what can be chosen for it."""

from dataclasses import dataclass

from sqlalchemy import bindparam, exists, func, or_, select

from kairanban.circulation.circulars.queries.audience import CIRCULAR, addressed_households, left_out
from kairanban.circulation.circulars.queries.issued import ISSUED_AT
from kairanban.community.people.queries.dwellings import current, is_dwelling, lives
from kairanban.core.ids import HouseholdId, PlaceId
from kairanban.db.statements import NOW, Query, Statement, inserting
from kairanban.db.tables.circulars import audience, circular
from kairanban.db.tables.people import household, membership
from kairanban.db.tables.places import place, place_within


@dataclass(frozen=True, slots=True)
class Addressed:
    """Number of households a circular would go to now, and of those that need paper."""

    households: int
    paper: int


@dataclass(frozen=True, slots=True)
class Chosen:
    """One entry of an audience: a place, a role or a household."""

    place: PlaceId | None
    role: str
    household: HouseholdId | None


AUDIENCE = Query(
    select(audience.c.place, audience.c.role, audience.c.household)
    .where(audience.c.circular == CIRCULAR)
    .order_by(audience.c.id),
    Chosen,
)

CLEAR_AUDIENCE = Statement(audience.delete().where(audience.c.circular == CIRCULAR))

ADD_AUDIENCE = inserting(audience, "circular", "place", "role", "household")

COPY_AUDIENCE = Statement(
    audience.insert().from_select(
        ["circular", "place", "role", "household"],
        select(
            bindparam("to_circular", type_=circular.c.id.type),
            audience.c.place,
            audience.c.role,
            audience.c.household,
        ).where(audience.c.circular == CIRCULAR),
    )
)

LEFT_OUT = Statement(left_out())

_addressed = addressed_households().subquery()

COUNT_ADDRESSED = Query(
    select(
        func.count().label("households"),
        func.coalesce(func.sum(_addressed.c.paper), 0).cast(circular.c.id.type).label("paper"),
    ).select_from(_addressed),
    Addressed,
)


@dataclass(frozen=True, slots=True)
class Choosable:
    id: HouseholdId
    label: str
    block: PlaceId
    block_name: str


# The association itself and the places in it; of a group itself.
PLACES = Statement(
    select(place.c.id)
    .select_from(place_within.join(place, place.c.id == place_within.c.place))
    .where(place_within.c.ancestor == ISSUED_AT, place.c.ended.is_(None))
    .order_by(place.c.sort, place.c.id)
)

_route_order = (
    select(func.min(membership.c.route_order))
    .join(place, place.c.id == membership.c.place)
    .where(membership.c.household == household.c.id, current, is_dwelling)
    .scalar_subquery()
)
_member = membership.alias("member")
_belongs = exists(
    select(1).where(
        _member.c.household == household.c.id,
        _member.c.place == ISSUED_AT,
        or_(_member.c.until.is_(None), _member.c.until > NOW),
    )
)
_homes = (
    select(household.c.id, household.c.label, lives().label("block"), _route_order.label("route_order"))
    .where(
        or_(household.c.association == ISSUED_AT, _belongs),
        household.c.gone.is_(None),
        household.c.hidden == 0,
    )
    .subquery()
)

# By block in route order; households without a block last.
HOUSEHOLDS = Query(
    select(
        _homes.c.id,
        _homes.c.label,
        func.coalesce(place.c.id, 0).label("block"),
        func.coalesce(place.c.name, "").label("block_name"),
    )
    .select_from(_homes.outerjoin(place, place.c.id == _homes.c.block))
    .order_by(place.c.id.is_(None), place.c.sort, place.c.id, _homes.c.route_order, _homes.c.id),
    Choosable,
)
