"""Households, their memberships and residents."""

from dataclasses import dataclass

from sqlalchemy import BigInteger, and_, bindparam, case, func, null, or_, select

from kairanban.core.hidden_households import shown_as
from kairanban.core.ids import HouseholdId, ResidentId
from kairanban.db.statements import NOW, Query, Statement, inserting
from kairanban.db.tables.notify import notice_address
from kairanban.db.tables.people import household, membership, resident
from kairanban.db.tables.places import place
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
    reading: str = ""

    @property
    def sought(self) -> tuple[str, ...]:
        """Return what the household is found by; a hidden one by its place alone."""
        if self.hidden:
            return (self.shown,)
        return (self.label, self.representative or "", self.reading, self.address, self.phone, self.block)

    @property
    def shown(self) -> str:
        """3班の12 for a household that asked not to be shown."""
        return shown_as(self.label, self.hidden, self.block, self.route_order)


@dataclass(frozen=True, slots=True)
class Resident:
    id: ResidentId
    name: str
    representative: int
    child: int


# Kinds of place a household lives in; without a block it belongs to the association directly.
DWELLINGS = ("block", "building", "settlement", "association")

# Keeps a change within the association its permission was checked for.
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

ADD_RESIDENT = inserting(
    resident, "household", "person", "name", "reading", "representative", "child", "since"
)


_dwelling, _read = place.alias("dwelling"), resident.alias("read")

# The households of an association in route order.
HOUSEHOLDS = Query(
    select(
        household.c.id,
        household.c.code,
        household.c.label,
        household.c.hidden,
        household.c.address,
        # Many rosters have only the mobile number, in its own column.
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
        func.coalesce(
            select(func.max(_read.c.reading))
            .where(_read.c.household == household.c.id, _read.c.representative == 1, _read.c.until.is_(None))
            .scalar_subquery(),
            "",
        ).label("reading"),
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
    select(resident.c.id, resident.c.name, resident.c.representative, resident.c.child)
    .where(resident.c.household == bindparam("household"), resident.c.until.is_(None))
    .order_by(resident.c.representative.desc(), resident.c.child, resident.c.id),
    Resident,
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


# Mail addresses given by the resident for the household end when the resident leaves it.
END_MAIL_OF = Statement(
    notice_address.update()
    .where(notice_address.c.resident == bindparam("resident_id"), notice_address.c.ended.is_(None))
    .values(ended=NOW, ended_why="left")
)

FORGET_ON_DEVICES = Statement(
    device.update().where(device.c.resident == bindparam("resident_id")).values(resident=null())
)

# One statement per column; a hidden household is not changed.
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

MAKE_REPRESENTATIVE = Statement(
    resident.update()
    .where(
        resident.c.id == bindparam("resident_id"),
        resident.c.household == bindparam("household_id"),
        resident.c.until.is_(None),
    )
    .values(representative=1)
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
