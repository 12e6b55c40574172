"""The contact of a building, and the households in it."""

from dataclasses import dataclass

from sqlalchemy import and_, bindparam, case, func, or_, select

from kairanban.core.hidden_households import shown_as
from kairanban.core.ids import AppointmentId, HouseholdId, PersonId, ResidentId
from kairanban.db.statements import NOW, Query
from kairanban.db.tables.people import appointment, household, membership, person, resident
from kairanban.db.tables.places import place


@dataclass(frozen=True, slots=True)
class Contact:
    appointment: AppointmentId
    person: PersonId
    name: str
    has_password: int


@dataclass(frozen=True, slots=True)
class Choosable:
    """A resident who can become the contact; a household without residents has no resident."""

    household: HouseholdId
    resident: ResidentId | None
    person: PersonId | None
    name: str
    label: str

    @property
    def key(self) -> str:
        return f"{self.household}.{self.resident or 0}"


@dataclass(frozen=True, slots=True)
class Household:
    """A household of the building, for the officer's choice."""

    id: HouseholdId
    label: str
    hidden: int
    address: str
    route_order: int
    building: str

    @property
    def shown(self) -> str:
        return shown_as(self.label, self.hidden, self.building, self.route_order)


CONTACTS = Query(
    select(
        appointment.c.id.label("appointment"),
        person.c.id.label("person"),
        person.c.name,
        case((person.c.password_hash != "", 1), else_=0).label("has_password"),
    )
    .select_from(appointment.join(person, person.c.id == appointment.c.person))
    .where(
        appointment.c.place == bindparam("building"),
        appointment.c.role == "building_contact",
        or_(appointment.c.ends.is_(None), appointment.c.ends > NOW),
    )
    .order_by(appointment.c.id),
    Contact,
)

_lives_there = and_(
    membership.c.household == household.c.id,
    membership.c.place == bindparam("building"),
    membership.c.until.is_(None),
    household.c.gone.is_(None),
)

# Without hidden households; one without residents is listed by its own name.
CHOOSABLE = Query(
    select(
        household.c.id.label("household"),
        resident.c.id.label("resident"),
        resident.c.person,
        func.coalesce(resident.c.name, household.c.label).label("name"),
        household.c.label,
    )
    .select_from(
        household.join(membership, _lives_there).outerjoin(
            resident, and_(resident.c.household == household.c.id, resident.c.until.is_(None))
        )
    )
    .where(household.c.hidden == 0)
    .order_by(membership.c.route_order, household.c.id, resident.c.representative.desc(), resident.c.id),
    Choosable,
)

HOUSEHOLDS = Query(
    select(
        household.c.id,
        household.c.label,
        household.c.hidden,
        household.c.address,
        membership.c.route_order,
        place.c.name.label("building"),
    )
    .select_from(
        household.join(membership, _lives_there).join(place, place.c.id == membership.c.place)
    )
    .order_by(membership.c.route_order, household.c.id)
, Household)  # fmt: skip
