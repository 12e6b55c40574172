"""Persons and their appointments."""

from dataclasses import dataclass

from sqlalchemy import BigInteger, and_, bindparam, case, exists, func, or_, select

from kairanban.access.terms import opens
from kairanban.community.people.rules.offices import (
    BY_CHAIR,
    GIVEN_BY_ASSOCIATION,
    GIVEN_BY_TOWN,
    ROLE_NAMES,
)
from kairanban.core.clock import Moment
from kairanban.core.ids import AppointmentId, PersonId, PlaceId
from kairanban.db.statements import ACTOR_PERSON, NOW, Query, Statement, inserting
from kairanban.db.tables.people import appointment, household, person, resident
from kairanban.db.tables.places import place, place_within


@dataclass(frozen=True, slots=True)
class Held:
    """An appointment; `association` is None above associations."""

    role: str
    place: PlaceId
    association: PlaceId | None
    person: PersonId


@dataclass(frozen=True, slots=True)
class Officer:
    """A current or future appointment in an officer's list."""

    appointment: AppointmentId
    person: PersonId
    name: str
    role: str
    title: str
    place: str
    place_kind: str
    starts: int
    ends: int | None
    has_password: int
    locked: int | None
    """When a new key from elsewhere locked it, until this body confirms; NULL if open."""

    @property
    def last_day(self) -> Moment | None:
        """The last moment of the term: people say its last day, not the midnight after it."""
        return Moment(self.ends - 1) if self.ends is not None else None

    @property
    def given_here(self) -> bool:
        return self.role in BY_CHAIR

    @property
    def invited_here(self) -> bool:
        return self.role in GIVEN_BY_ASSOCIATION

    @property
    def role_name(self) -> str:
        return ROLE_NAMES[self.role]


@dataclass(frozen=True, slots=True)
class Seat:
    """Where an office is to be held."""

    kind: str
    is_association: int


ADD_PERSON = inserting(person, "name", "reading", "phone")

APPOINT = inserting(appointment, "person", "role", "place", "title", "starts", "ends", "appointed_by")

SEAT = Query(
    select(place.c.kind, case((place.c.association == place.c.id, 1), else_=0).label("is_association")).where(
        place.c.id == bindparam("place")
    ),
    Seat,
)

END_APPOINTMENT = Statement(
    appointment.update()
    .where(
        appointment.c.id == bindparam("appointment_id"),
        or_(appointment.c.ends.is_(None), appointment.c.ends > NOW),
    )
    .values(ends=NOW)
)

CHANGE = Statement(
    appointment.update()
    .where(
        appointment.c.id == bindparam("appointment_id"),
        or_(appointment.c.ends.is_(None), appointment.c.ends > NOW),
    )
    .values(
        title=bindparam("new_title"),
        starts=bindparam("new_starts", type_=BigInteger),
        ends=bindparam("new_ends", type_=BigInteger),
    )
)

APPOINTMENT = Query(
    select(place.c.association, appointment.c.role, appointment.c.place, appointment.c.person)
    .select_from(appointment.join(place, place.c.id == appointment.c.place))
    .where(appointment.c.id == bindparam("appointment")),
    Held,
)

# An own office that goes on or is to come, and that the present key opens.
OWN_OFFICE = Query(
    select(place.c.association, appointment.c.role, appointment.c.place, appointment.c.person)
    .select_from(appointment.join(place, place.c.id == appointment.c.place))
    .where(
        appointment.c.id == bindparam("appointment"),
        appointment.c.person == ACTOR_PERSON,
        appointment.c.locked.is_(None),
        or_(appointment.c.ends.is_(None), appointment.c.ends > NOW),
    ),
    Held,
)

# The chair in office, once she has signed in.
CHAIRS_IN_OFFICE = Statement(
    select(appointment.c.person).where(
        appointment.c.place == bindparam("association"),
        appointment.c.role == "chair",
        appointment.c.reached.is_not(None),
        opens(appointment),
    )
)

_here = place.alias("here")
_within, _around = place_within.alias("within"), place_within.alias("around")
_served, _lives, _home = appointment.alias("served"), resident.alias("lives"), household.alias("home")

# A person whom the body of `place` may appoint: who lives or serves in its places, or is new to the server.
OWN_PERSON = Statement(
    select(person.c.id)
    .select_from(person.join(_here, _here.c.id == bindparam("place", type_=BigInteger)))
    .where(
        person.c.id == bindparam("person", type_=BigInteger),
        or_(
            exists(
                select(1)
                .select_from(_lives.join(_home, _home.c.id == _lives.c.household))
                .join(_within, _within.c.place == _home.c.association)
                .where(
                    _lives.c.person == person.c.id,
                    _lives.c.until.is_(None),
                    _within.c.ancestor == func.coalesce(_here.c.association, _here.c.id),
                )
            ),
            exists(
                select(1)
                .select_from(_served.join(_around, _around.c.place == _served.c.place))
                .where(
                    _served.c.person == person.c.id,
                    _around.c.ancestor == func.coalesce(_here.c.association, _here.c.id),
                )
            ),
            and_(
                ~exists(select(1).where(_served.c.person == person.c.id)),
                ~exists(select(1).where(_lives.c.person == person.c.id)),
            ),
        ),
    )
)

_town = place.alias("town")
TOWN_OF = Statement(
    select(func.max(_around.c.ancestor))
    .select_from(_around.join(_town, _town.c.id == _around.c.ancestor))
    .where(_around.c.place == bindparam("place", type_=BigInteger), _town.c.kind == "municipality")
)

_officers = (
    select(
        appointment.c.id.label("appointment"),
        person.c.id.label("person"),
        person.c.name,
        appointment.c.role,
        appointment.c.title,
        place.c.name.label("place"),
        place.c.kind.label("place_kind"),
        appointment.c.starts,
        appointment.c.ends,
        case((person.c.password_hash != "", 1), else_=0).label("has_password"),
        appointment.c.locked,
    )
    .select_from(
        appointment.join(person, person.c.id == appointment.c.person)
        .join(place, place.c.id == appointment.c.place)
        .join(place_within, place_within.c.place == appointment.c.place)
    )
    .where(place_within.c.ancestor == bindparam("association"))
    .order_by(place.c.kind, place.c.sort, appointment.c.id)
)
# A term that was replaced before it began is none.
_not_ended = or_(
    appointment.c.ends.is_(None), and_(appointment.c.ends > NOW, appointment.c.ends > appointment.c.starts)
)
_by_town = or_(*(appointment.c.role == role.value for role in sorted(GIVEN_BY_TOWN)))

OFFICERS = Query(_officers.where(_not_ended), Officer)

# Of a town: those it appointed itself, at any place.
TOWN_OFFICERS = Query(_officers.where(_not_ended, _by_town), Officer)
ENDED_BY_TOWN = Statement(
    select(appointment.c.id)
    .select_from(appointment.join(place_within, place_within.c.place == appointment.c.place))
    .where(
        appointment.c.id == bindparam("appointment"),
        place_within.c.ancestor == bindparam("town", type_=BigInteger),
        _by_town,
    )
)

# Who never held an office and lives nowhere yet.
NEW_PERSON = Statement(
    select(person.c.id).where(
        person.c.id == bindparam("person", type_=BigInteger),
        ~exists(select(1).where(_served.c.person == person.c.id)),
        ~exists(select(1).where(_lives.c.person == person.c.id)),
    )
)

# Ends current and future appointments of a resident who died.
END_APPOINTMENTS_OF = Statement(
    appointment.update()
    .where(
        appointment.c.person == bindparam("person_id"),
        or_(appointment.c.ends.is_(None), appointment.c.ends > NOW),
    )
    .values(ends=NOW)
)
