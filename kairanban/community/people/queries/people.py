"""Households, their residents, persons and appointments."""

from dataclasses import dataclass

from sqlalchemy import BigInteger, and_, bindparam, case, func, null, or_, select

from kairanban.community.people.rules.offices import BY_CHAIR, ROLE_NAMES
from kairanban.core.hidden_households import shown_as
from kairanban.core.ids import AppointmentId, HouseholdId, PersonId, ResidentId
from kairanban.db.statements import NOW, Query, Statement, inserting
from kairanban.db.tables.people import appointment, household, membership, person, resident
from kairanban.db.tables.places import place, place_within
from kairanban.db.tables.signin import device


@dataclass(frozen=True, slots=True)
class HouseholdLine:
    """A household in an officer's list; a hidden one shows neither name nor address."""

    id: HouseholdId
    code: str | None
    label: str
    hidden: int
    address: str
    phone: str
    language: str
    method: str
    standing: str
    block: str
    route_order: int
    representative: str | None

    @property
    def shown(self) -> str:
        """3班の12 for a household that asked not to be shown."""
        return shown_as(self.label, self.hidden, self.block, self.route_order)


@dataclass(frozen=True, slots=True)
class Resident:
    id: ResidentId
    name: str
    representative: int


@dataclass(frozen=True, slots=True)
class Officer:
    """An appointment of now or of later, in an officer's list."""

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


# Where a household lives; one without a block lives in its association itself.
DWELLINGS = ("block", "building", "settlement", "association")

# A change reaches nobody beyond the association it was permitted in.
_OF_ASSOCIATION = select(household.c.id).where(household.c.association == bindparam("of_association"))

ADD_HOUSEHOLD = inserting(
    household,
    "association", "code", "label", "postal", "address", "phone", "second_phone", "email",
    "language", "method", "standing", "hidden", "arrived",
)  # fmt: skip

ADD_MEMBERSHIP = inserting(membership, "household", "place", "since", "route_order")

MEMBERS = Statement(
    select(membership.c.household).where(
        membership.c.place == bindparam("place"), or_(membership.c.until.is_(None), membership.c.until > NOW)
    )
)

END_MEMBERSHIP = Statement(
    membership.update()
    .where(
        membership.c.household == bindparam("household_id"),
        membership.c.household.in_(_OF_ASSOCIATION),
        membership.c.until.is_(None),
        membership.c.place == bindparam("place_id"),
    )
    .values(until=NOW)
)

ADD_RESIDENT = inserting(resident, "household", "person", "name", "reading", "representative", "since")

ADD_PERSON = inserting(person, "name", "reading", "phone")

APPOINT = inserting(appointment, "person", "role", "place", "title", "starts", "ends", "appointed_by")

END_APPOINTMENT = Statement(
    appointment.update()
    .where(
        appointment.c.id == bindparam("appointment_id"),
        or_(appointment.c.ends.is_(None), appointment.c.ends > NOW),
    )
    .values(ends=NOW)
)

APPOINTMENT = Statement(
    select(place.c.association, appointment.c.role)
    .select_from(appointment.join(place, place.c.id == appointment.c.place))
    .where(appointment.c.id == bindparam("appointment"))
)

# What a person holds now or will hold, wherever.
HELD_BY = Statement(
    select(appointment.c.role, appointment.c.place).where(
        appointment.c.person == bindparam("person"),
        or_(appointment.c.ends.is_(None), appointment.c.ends > NOW),
    )
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

_dwelling = place.alias("dwelling")

# The households of an association in the order they are visited.
HOUSEHOLDS = Query(
    select(
        household.c.id,
        household.c.code,
        household.c.label,
        household.c.hidden,
        household.c.address,
        # Many lists have only the mobile, in its own column.
        case((household.c.phone != "", household.c.phone), else_=household.c.second_phone).label("phone"),
        household.c.language,
        household.c.method,
        household.c.standing,
        func.coalesce(_dwelling.c.name, "").label("block"),
        func.coalesce(membership.c.route_order, 0).label("route_order"),
        select(func.max(resident.c.name))
        .where(
            resident.c.household == household.c.id, resident.c.representative == 1, resident.c.until.is_(None)
        )
        .scalar_subquery()
        .label("representative"),
    )
    .select_from(
        household.outerjoin(
            membership,
            and_(
                membership.c.household == household.c.id,
                membership.c.until.is_(None),
                membership.c.place.in_(
                    select(place.c.id).where(or_(*(place.c.kind == k for k in DWELLINGS)))
                ),
            ),
        ).outerjoin(_dwelling, _dwelling.c.id == membership.c.place)
    )
    .where(household.c.association == bindparam("association"), household.c.gone.is_(None))
    .order_by(_dwelling.c.sort, _dwelling.c.id, membership.c.route_order, household.c.id),
    HouseholdLine,
)

RESIDENTS_OF = Query(
    select(resident.c.id, resident.c.name, resident.c.representative)
    .where(resident.c.household == bindparam("household"), resident.c.until.is_(None))
    .order_by(resident.c.representative.desc(), resident.c.id),
    Resident,
)

HIDE = Statement(
    household.update()
    .where(
        household.c.id == bindparam("household_id"), household.c.association == bindparam("of_association")
    )
    .values(
        hidden=bindparam("hide", type_=BigInteger), postal="", address="", phone="", second_phone="", email=""
    )
)

ONE_HOUSEHOLD = Statement(
    select(household.c.id).where(
        household.c.id == bindparam("household"),
        household.c.association == bindparam("association"),
        household.c.gone.is_(None),
    )
)

END_RESIDENT = Statement(
    resident.update()
    .where(
        resident.c.id == bindparam("resident_id"),
        resident.c.household == bindparam("household_id"),
        resident.c.until.is_(None),
    )
    .values(until=NOW)
    .returning(resident.c.person)
)

# What was left in a resident's name: offices, and devices that speak with it.
END_APPOINTMENTS_OF = Statement(
    appointment.update()
    .where(
        appointment.c.person == bindparam("person_id"),
        or_(appointment.c.ends.is_(None), appointment.c.ends > NOW),
    )
    .values(ends=NOW)
)
FORGET_ON_DEVICES = Statement(
    device.update().where(device.c.resident == bindparam("resident_id")).values(resident=null())
)

# What a household has of its own; each changed alone, and never while it asked not to be shown.
CHANGE = {
    column.name: Statement(
        household.update()
        .where(
            household.c.id == bindparam("household_id"),
            household.c.association == bindparam("of_association"),
            household.c.hidden == 0,
        )
        .values({column: bindparam("changed_to", type_=column.type)})
    )
    for column in (
        household.c.code, household.c.label, household.c.postal, household.c.address, household.c.phone,
        household.c.second_phone, household.c.email, household.c.language, household.c.method, household.c.standing,
    )
}  # fmt: skip

SET_ROUTE_ORDER = Statement(
    membership.update()
    .where(
        membership.c.household == bindparam("household_id"),
        membership.c.household.in_(_OF_ASSOCIATION),
        membership.c.place == bindparam("place_id"),
        membership.c.until.is_(None),
    )
    .values(route_order=bindparam("new_order", type_=BigInteger))
)

END_REPRESENTATIVES = Statement(
    resident.update()
    .where(
        resident.c.household == bindparam("household_id"),
        resident.c.household.in_(_OF_ASSOCIATION),
        resident.c.representative == 1,
        resident.c.until.is_(None),
    )
    .values(until=NOW)
)

RENAME_REPRESENTATIVE = Statement(
    resident.update()
    .where(
        resident.c.household == bindparam("household_id"),
        resident.c.household.in_(_OF_ASSOCIATION),
        resident.c.representative == 1,
        resident.c.until.is_(None),
    )
    .values(name=bindparam("new_name"), reading=bindparam("new_reading"))
)
