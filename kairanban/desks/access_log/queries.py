"""The access log as the household sees it."""

from dataclasses import dataclass

from sqlalchemy import BigInteger, bindparam, exists, func, or_, select

from kairanban.access.accesses import is_of
from kairanban.access.purposes import OWN_PART, WORDS
from kairanban.access.scope import own_households
from kairanban.db.statements import ACTOR_SESSION, Query
from kairanban.db.tables.callbacks import call
from kairanban.db.tables.ledger import look
from kairanban.db.tables.people import household, person, resident
from kairanban.db.tables.places import place
from kairanban.db.tables.safety import help_call
from kairanban.db.tables.visits import emergency_look


@dataclass(frozen=True, slots=True)
class Look:
    day: int
    purpose: str
    viewer: str
    place: str
    label: str
    at: int

    @property
    def words(self) -> str:
        return WORDS[self.purpose]


@dataclass(frozen=True, slots=True)
class Emergency:
    """緊急閲覧: an emergency access, with its reason."""

    at: int
    viewer: str
    reason: str
    label: str


# Access by a resident of the household itself is not listed.
_lives_there = exists(
    select(1).where(
        resident.c.household == household.c.id, resident.c.person == look.c.viewer, resident.c.until.is_(None)
    )
)

# Callbacks and help calls are private to the device that asked.
_asked_here = exists(select(1).where(call.c.household == household.c.id, call.c.session == ACTOR_SESSION))
_needs_help_here = exists(
    select(1).where(help_call.c.household == household.c.id, help_call.c.session == ACTOR_SESSION)
)

# Emergency accesses with their reason.
EMERGENCIES = Query(
    select(emergency_look.c.at, person.c.name.label("viewer"), emergency_look.c.reason, household.c.label)
    .select_from(
        emergency_look.join(household, household.c.id == emergency_look.c.household).join(
            person, person.c.id == emergency_look.c.person
        )
    )
    .where(
        emergency_look.c.household.in_(own_households()),
        emergency_look.c.at > bindparam("since", type_=BigInteger),
    )
    .order_by(emergency_look.c.at.desc()),
    Emergency,
)

MINE = Query(
    select(
        look.c.day,
        look.c.purpose,
        person.c.name.label("viewer"),
        place.c.name.label("place"),
        household.c.label,
        func.max(look.c.at).label("at"),
    )
    .select_from(
        household.join(look, is_of(household))
        .join(person, person.c.id == look.c.viewer)
        .join(place, place.c.id == look.c.place)
    )
    .where(
        household.c.id.in_(own_households()),
        look.c.day > bindparam("since", type_=BigInteger),
        ~_lives_there,
        # One adult asked for a copy of her own part: not for the others of the household.
        look.c.purpose != OWN_PART,
        or_(look.c.purpose != "call", _asked_here),
        or_(look.c.purpose != "help", _needs_help_here),
    )
    .group_by(look.c.day, look.c.purpose, person.c.name, place.c.name, household.c.label)
    .order_by(look.c.day.desc(), func.max(look.c.at).desc())
    .limit(bindparam("most", type_=BigInteger)),
    Look,
)
