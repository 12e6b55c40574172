"""Households by block, for printed sheets."""

from dataclasses import dataclass

from sqlalchemy import BigInteger, bindparam, or_, select

from kairanban.access.scope import places_for
from kairanban.access.telephone import number_shown
from kairanban.core.ids import HouseholdId, PlaceId
from kairanban.core.tasks import Task
from kairanban.db.statements import NOW, Query
from kairanban.db.tables.people import household, membership
from kairanban.db.tables.places import place, place_within


@dataclass(frozen=True, slots=True)
class Walked:
    """A household on the sheet."""

    block: PlaceId
    block_name: str
    household: HouseholdId
    label: str
    hidden: int
    phone: str
    route_order: int
    association_name: str


_association = place.alias("association")

# Of the actor's blocks at or below the place, in route order.
HOUSEHOLDS = Query(
    select(
        place.c.id.label("block"),
        place.c.name.label("block_name"),
        household.c.id.label("household"),
        household.c.label,
        household.c.hidden,
        number_shown().label("phone"),
        membership.c.route_order,
        _association.c.name.label("association_name"),
    )
    .select_from(
        place_within.join(place, place.c.id == place_within.c.place)
        .join(_association, _association.c.id == place.c.association)
        .join(membership, membership.c.place == place.c.id)
        .join(household, household.c.id == membership.c.household)
    )
    .where(
        place_within.c.ancestor == bindparam("place", type_=BigInteger),
        place.c.kind != "group",
        place.c.ended.is_(None),
        or_(membership.c.until.is_(None), membership.c.until > NOW),
        household.c.gone.is_(None),
        or_(
            place.c.id.in_(places_for(Task.FOLLOW_UP_BLOCK)),
            place.c.association.in_(places_for(Task.FOLLOW_UP)),
        ),
    )
    .order_by(place.c.sort, place.c.id, membership.c.route_order, household.c.id),
    Walked,
)
