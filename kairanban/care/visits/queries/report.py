"""A month in numbers by settlement, without names."""

from dataclasses import dataclass

from sqlalchemy import BigInteger, and_, bindparam, case, func, select

from kairanban.access.scope import places_for
from kairanban.care.visits.rules.visits import KINDS
from kairanban.community.people.queries.dwellings import is_dwelling
from kairanban.core.ids import PlaceId
from kairanban.core.tasks import Task
from kairanban.db.statements import ACTOR_PERSON, Query
from kairanban.db.tables.people import membership
from kairanban.db.tables.places import place
from kairanban.db.tables.replies import reply
from kairanban.db.tables.visits import visit


@dataclass(frozen=True, slots=True)
class Visits:
    """Visits and calls in one settlement, by outcome."""

    place: PlaceId
    called: int
    met: int
    not_met: int
    paper: int


@dataclass(frozen=True, slots=True)
class Replies:
    """Replies recorded for households of one settlement."""

    place: PlaceId
    number: int


_within = (
    bindparam("since", type_=BigInteger),
    bindparam("before", type_=BigInteger),
)

# The actor's own visits only.
COUNTED = Query(
    select(
        visit.c.place,
        *(func.sum(case((visit.c.kind == kind, 1), else_=0)).label(kind) for kind in KINDS),
    )
    .where(
        visit.c.person == ACTOR_PERSON,
        visit.c.corrected.is_(None),
        visit.c.made >= _within[0],
        visit.c.made < _within[1],
    )
    .group_by(visit.c.place),
    Visits,
)

REPLIES = Query(
    select(place.c.id.label("place"), func.count(reply.c.id.distinct()).label("number"))
    .select_from(
        reply.join(
            membership, and_(membership.c.household == reply.c.household, membership.c.until.is_(None))
        ).join(
            place,
            and_(
                place.c.id == membership.c.place,
                is_dwelling,
            ),
        )
    )
    .where(
        reply.c.proxy == ACTOR_PERSON,
        place.c.id.in_(places_for(Task.VISIT)),
        reply.c.taken_back.is_(None),
        reply.c.received >= _within[0],
        reply.c.received < _within[1],
    )
    .group_by(place.c.id),
    Replies,
)
