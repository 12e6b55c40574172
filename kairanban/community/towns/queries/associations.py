"""A town's districts and associations, and the chairs of these."""

from dataclasses import dataclass

from sqlalchemy import BigInteger, bindparam, case, func, or_, select

from kairanban.access.scope import places_for
from kairanban.community.people.queries.keys import can_sign_in
from kairanban.community.places.queries.places import Named
from kairanban.core.ids import PersonId, PlaceId
from kairanban.core.tasks import Task
from kairanban.db.statements import NOW, Query, Statement
from kairanban.db.tables.people import appointment, household, person
from kairanban.db.tables.places import place, place_within

TOWN = bindparam("town", type_=BigInteger)


@dataclass(frozen=True, slots=True)
class Branch:
    """A district or an association of a town, as the town sees it: a number, no households."""

    id: PlaceId
    kind: str
    parent: PlaceId | None
    name: str
    code: str
    households: int

    @property
    def acts(self) -> bool:
        """Tell whether it is an association, or a settlement that is one of its own."""
        return self.kind != "district"


@dataclass(frozen=True, slots=True)
class Chair:
    """A chair of an association, current or to come."""

    association: PlaceId
    person: PersonId
    name: str
    has_key: int
    """Whether she can sign in; the town then neither appoints nor invites a chair there."""


_households = (
    select(func.count())
    .select_from(household)
    .where(household.c.association == place.c.id, household.c.gone.is_(None))
    .scalar_subquery()
)

BRANCHES = Query(
    select(
        place.c.id,
        place.c.kind,
        place.c.parent,
        place.c.name,
        place.c.code,
        _households.label("households"),
    )
    .select_from(place_within.join(place, place.c.id == place_within.c.place))
    .where(
        place_within.c.ancestor == TOWN,
        or_(place.c.association == place.c.id, place.c.kind == "district"),
        place.c.ended.is_(None),
    )
    .order_by(place.c.sort, place.c.id),
    Branch,
)

_HAS_KEY = can_sign_in(person)

CHAIRS = Query(
    select(
        place.c.id.label("association"),
        person.c.id.label("person"),
        person.c.name,
        case((_HAS_KEY, 1), else_=0).label("has_key"),
    )
    .select_from(
        appointment.join(person, person.c.id == appointment.c.person)
        .join(place, place.c.id == appointment.c.place)
        .join(place_within, place_within.c.place == place.c.id)
    )
    .where(
        place_within.c.ancestor == TOWN,
        place.c.association == place.c.id,
        appointment.c.role == "chair",
        or_(appointment.c.ends.is_(None), appointment.c.ends > NOW),
    )
    .order_by(appointment.c.id),
    Chair,
)

# Associations whose chair, a caretaker or an officer can sign in.
KEYED = Statement(
    select(place.c.id)
    .distinct()
    .select_from(
        appointment.join(person, person.c.id == appointment.c.person)
        .join(place, place.c.id == appointment.c.place)
        .join(place_within, place_within.c.place == place.c.id)
    )
    .where(
        place_within.c.ancestor == TOWN,
        place.c.association == place.c.id,
        or_(*(appointment.c.role == role for role in ("chair", "caretaker", "officer"))),
        or_(appointment.c.ends.is_(None), appointment.c.ends > NOW),
        _HAS_KEY,
    )
)

TOWNS = Query(
    select(place.c.id, place.c.kind, place.c.name)
    .where(
        place.c.id.in_(places_for(Task.ARRANGE_PLACES)),
        place.c.kind == "municipality",
        place.c.ended.is_(None),
    )
    .order_by(place.c.sort, place.c.id),
    Named,
)

# Where a person appointed by the town may serve; blocks and groups are the associations' own.
SEATS = Query(
    select(place.c.id, place.c.kind, place.c.name)
    .select_from(place_within.join(place, place.c.id == place_within.c.place))
    .where(
        place_within.c.ancestor == TOWN,
        or_(*(place.c.kind == kind for kind in ("municipality", "district", "association", "settlement"))),
        place.c.ended.is_(None),
    )
    .order_by(case((place.c.id == TOWN, 0), else_=1), place.c.sort, place.c.id),
    Named,
)
