"""People of one name whom a body may appoint, with what tells two of them apart."""

from dataclasses import dataclass

from sqlalchemy import BigInteger, Text, bindparam, case, func, select

from kairanban.community.people.rules.offices import ROLE_NAMES
from kairanban.core.ids import PersonId, ResidentId
from kairanban.db.statements import NOW, Query
from kairanban.db.tables.people import appointment, household, membership, person, resident
from kairanban.db.tables.places import place, place_within


@dataclass(frozen=True, slots=True)
class Serves:
    """A person with an office at the body's places, present or past."""

    person: PersonId
    name: str
    role: str
    title: str
    place: str
    ended: int

    @property
    def role_name(self) -> str:
        return ROLE_NAMES[self.role]


@dataclass(frozen=True, slots=True)
class Lives:
    """An adult resident of the association; hidden households are not found by name."""

    resident: ResidentId
    person: PersonId | None
    name: str
    label: str
    place: str


def _plain(name: object) -> object:
    """Return the name without spaces, which people write or leave out."""
    return func.replace(func.replace(name, " ", ""), "　", "")


_named = bindparam("plain_name", type_=Text)
_body = bindparam("body", type_=BigInteger)

SERVING = Query(
    select(
        person.c.id.label("person"),
        person.c.name,
        appointment.c.role,
        appointment.c.title,
        place.c.name.label("place"),
        case((appointment.c.ends <= NOW, 1), else_=0).label("ended"),
    )
    .select_from(
        appointment.join(person, person.c.id == appointment.c.person)
        .join(place, place.c.id == appointment.c.place)
        .join(place_within, place_within.c.place == appointment.c.place)
    )
    .where(place_within.c.ancestor == _body, _plain(person.c.name) == _named)
    .order_by(person.c.id, appointment.c.starts.desc(), appointment.c.id.desc()),
    Serves,
)

_block = (
    select(func.min(place.c.name))
    .select_from(membership.join(place, place.c.id == membership.c.place))
    .where(
        membership.c.household == household.c.id,
        membership.c.until.is_(None),
        place.c.kind != "group",
    )
    .scalar_subquery()
)

_residents = (
    select(
        resident.c.id.label("resident"),
        resident.c.person,
        resident.c.name,
        household.c.label,
        func.coalesce(_block, "").label("place"),
    )
    .select_from(resident.join(household, household.c.id == resident.c.household))
    .where(
        household.c.association == _body,
        household.c.gone.is_(None),
        household.c.hidden == 0,
        resident.c.until.is_(None),
        resident.c.child == 0,
    )
    .order_by(resident.c.id)
)

LIVING = Query(_residents.where(_plain(resident.c.name) == _named), Lives)
