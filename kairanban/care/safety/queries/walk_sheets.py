"""Who lives where now, for sheets that are printed beforehand."""

from sqlalchemy import BigInteger, bindparam, or_, select

from kairanban.access.scope import places_for
from kairanban.care.safety.queries.telephone import phone_shown
from kairanban.core.tasks import Task
from kairanban.db.statements import NOW, Statement
from kairanban.db.tables.people import household, membership
from kairanban.db.tables.places import place, place_within

_association = place.alias("association")

# Of blocks at or below the place that the actor looks after, in the order one walks.
HOUSEHOLDS = Statement(
    select(
        place.c.id,
        place.c.name,
        household.c.id,
        household.c.label,
        household.c.hidden,
        phone_shown(place.c.association),
        membership.c.route_order,
        _association.c.name,
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
    .order_by(place.c.sort, place.c.id, membership.c.route_order, household.c.id)
)
