"""Persons and their appointments."""

from dataclasses import dataclass

from sqlalchemy import bindparam, case, or_, select

from kairanban.community.people.rules.offices import BY_CHAIR, ROLE_NAMES
from kairanban.core.ids import AppointmentId, PersonId, PlaceId
from kairanban.db.statements import NOW, Query, Statement, inserting
from kairanban.db.tables.people import appointment, person
from kairanban.db.tables.places import place, place_within


@dataclass(frozen=True, slots=True)
class Held:
    """An appointment; `association` is None above associations."""

    role: str
    place: PlaceId
    association: PlaceId | None


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

    @property
    def given_here(self) -> bool:
        return self.role in BY_CHAIR

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

APPOINTMENT = Query(
    select(place.c.association, appointment.c.role, appointment.c.place)
    .select_from(appointment.join(place, place.c.id == appointment.c.place))
    .where(appointment.c.id == bindparam("appointment")),
    Held,
)

# A person's current and future appointments, at any place.
HELD_BY = Query(
    select(appointment.c.role, appointment.c.place, place.c.association)
    .select_from(appointment.join(place, place.c.id == appointment.c.place))
    .where(
        appointment.c.person == bindparam("person"),
        or_(appointment.c.ends.is_(None), appointment.c.ends > NOW),
    ),
    Held,
)

OFFICERS = Query(
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
    )
    .select_from(
        appointment.join(person, person.c.id == appointment.c.person)
        .join(place, place.c.id == appointment.c.place)
        .join(place_within, place_within.c.place == appointment.c.place)
    )
    .where(
        place_within.c.ancestor == bindparam("association"),
        or_(appointment.c.ends.is_(None), appointment.c.ends > NOW),
    )
    .order_by(place.c.kind, place.c.sort, appointment.c.id),
    Officer,
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
