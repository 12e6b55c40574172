"""What is under way in an association, for the next chair: titles and numbers, no household by name."""

from dataclasses import dataclass

from sqlalchemy import BigInteger, and_, bindparam, case, func, or_, select

from kairanban.access.terms import in_term
from kairanban.community.people.queries.dwellings import is_dwelling
from kairanban.core.clock import DAY
from kairanban.db.statements import NOW, Query
from kairanban.db.tables.circular_templates import own_pattern
from kairanban.db.tables.circulars import circular, edition
from kairanban.db.tables.municipal_requests import asked_association, municipal_request
from kairanban.db.tables.people import appointment, household, membership, person
from kairanban.db.tables.places import place


@dataclass(frozen=True, slots=True)
class Route:
    """A block: who carries its paper, and how many households need it."""

    place: str
    leader: str
    households: int
    paper: int


@dataclass(frozen=True, slots=True)
class Titled:
    title: str
    at: int | None


@dataclass(frozen=True, slots=True)
class Number:
    number: int


_association = bindparam("association", type_=BigInteger)

_leaders = (
    select(func.max(person.c.name))
    .select_from(appointment.join(person, person.c.id == appointment.c.person))
    .where(appointment.c.place == place.c.id, appointment.c.role == "block_leader", in_term(appointment))
    .scalar_subquery()
)

ROUTES = Query(
    select(
        place.c.name.label("place"),
        func.coalesce(_leaders, "").label("leader"),
        func.count(household.c.id).label("households"),
        func.coalesce(func.sum(case((household.c.method != "digital", 1), else_=0)), 0)
        .cast(BigInteger)
        .label("paper"),
    )
    .select_from(
        place.join(membership, and_(membership.c.place == place.c.id, membership.c.until.is_(None))).join(
            household, and_(household.c.id == membership.c.household, household.c.gone.is_(None))
        )
    )
    .where(place.c.association == _association, place.c.ended.is_(None), is_dwelling)
    .group_by(place.c.id, place.c.name, place.c.sort)
    .order_by(place.c.sort, place.c.id),
    Route,
)

_titled = circular.join(
    edition,
    and_(
        edition.c.circular == circular.c.id,
        edition.c.number == circular.c.edition,
        edition.c.language == "ja",
    ),
)

DRAFTS = Query(
    select(edition.c.title, circular.c.scheduled_for.label("at"))
    .select_from(_titled)
    .where(
        circular.c.association == _association,
        circular.c.place.is_(None),
        circular.c.discarded.is_(None),
        or_(circular.c.state == "draft", circular.c.state == "scheduled"),
        circular.c.kind == "ordinary",
    )
    .order_by(circular.c.changed.desc(), circular.c.id),
    Titled,
)

# What went round in the last year and will again, by the day of the year it went out.
YEARLY = Query(
    select(edition.c.title, circular.c.published.label("at"))
    .select_from(_titled)
    .where(
        circular.c.association == _association,
        circular.c.place.is_(None),
        circular.c.published > NOW - 366 * DAY,
        circular.c.withdrawn.is_(None),
        circular.c.kind == "ordinary",
        or_(circular.c.yearly == 1, circular.c.event_at.is_not(None)),
    )
    .order_by(circular.c.published, circular.c.id),
    Titled,
)

PATTERNS = Query(
    select(own_pattern.c.name.label("title"), own_pattern.c.made.label("at"))
    .where(own_pattern.c.association == _association)
    .order_by(own_pattern.c.id),
    Titled,
)

REQUESTS = Query(
    select(func.count().label("number"))
    .select_from(
        asked_association.join(
            municipal_request, municipal_request.c.circular == asked_association.c.municipal_request
        )
    )
    .where(
        asked_association.c.association == _association,
        asked_association.c.answer == "",
        municipal_request.c.sent.is_not(None),
    ),
    Number,
)
