"""The renewals of an association, who has answered, and what a household form says."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, and_, bindparam, case, func, or_, select

from kairanban.community.people.queries.people import DWELLINGS
from kairanban.community.roster_renewals.queries.own import corrected_in
from kairanban.community.roster_renewals.rules import LASTS, Renewal
from kairanban.core.hidden_households import shown_as
from kairanban.core.ids import HouseholdId, PlaceId
from kairanban.db.statements import NOW, Query, Statement
from kairanban.db.tables.household_people import renewal_confirmation, roster_renewal
from kairanban.db.tables.people import household, membership, person, resident
from kairanban.db.tables.places import place


@dataclass(frozen=True, slots=True)
class Line:
    """A household in a round; `how` is empty without a confirmation."""

    household: HouseholdId
    label: str
    hidden: int
    place: PlaceId
    block: str
    route_order: int
    how: str
    confirmed: int | None
    corrected: int

    @property
    def shown(self) -> str:
        return shown_as(self.label, self.hidden, self.block, self.route_order)

    @property
    def answered(self) -> bool:
        return bool(self.how or self.corrected)


@dataclass(frozen=True, slots=True)
class Form:
    """What a 世帯票 says; of a hidden household nothing but its place."""

    household: HouseholdId
    label: str
    hidden: int
    block: str
    route_order: int
    phone: str
    second_phone: str
    address: str
    language: str

    @property
    def shown(self) -> str:
        return shown_as(self.label, self.hidden, self.block, self.route_order)


@dataclass(frozen=True, slots=True)
class Living:
    household: HouseholdId
    name: str
    child: int


ASSOCIATION = bindparam("of_association", type_=BigInteger)
_BLOCK = bindparam("of_block", type_=BigInteger)
_r, _c = roster_renewal.c, renewal_confirmation.c

NEWEST = Query(
    select(_r.id, _r.started, func.coalesce(person.c.name, "").label("started_by"), _r.ended)
    .select_from(roster_renewal.outerjoin(person, person.c.id == _r.started_by))
    .where(_r.association == ASSOCIATION)
    .order_by(_r.id.desc())
    .limit(1),
    Renewal,
)

# Rounds that ran out ended then.
CLOSE = Statement(
    roster_renewal.update()
    .where(_r.association == ASSOCIATION, _r.ended.is_(None), _r.started <= NOW - LASTS)
    .values(ended=_r.started + LASTS)
)

# Two who start at once start one.
START = Statement(
    lambda insert: (
        insert(roster_renewal)
        .values(
            {
                name: bindparam(name, type_=_r[name].type)
                for name in ("association", "started", "started_by")
            }
        )
        .on_conflict_do_nothing()
    )
)  # fmt: skip

END = Statement(
    roster_renewal.update().where(_r.association == ASSOCIATION, _r.ended.is_(None)).values(ended=NOW)
)

_dwelling = place.alias("dwelling")
_is_dwelling = membership.c.place.in_(
    select(_dwelling.c.id).where(or_(*(_dwelling.c.kind == kind for kind in DWELLINGS)))
)
_homes = household.join(
    membership,
    and_(membership.c.household == household.c.id, membership.c.until.is_(None), _is_dwelling),
).join(place, place.c.id == membership.c.place)
_order = (place.c.sort, place.c.id, membership.c.route_order, household.c.id)

# The households of an association, with their answers in one round.
LINES = Query(
    select(
        household.c.id.label("household"),
        household.c.label,
        household.c.hidden,
        place.c.id.label("place"),
        case((place.c.kind == "association", ""), else_=place.c.name).label("block"),
        membership.c.route_order,
        func.coalesce(_c.how, "").label("how"),
        _c.made.label("confirmed"),
        case((corrected_in(household.c.id, _r.started, _r.ended), 1), else_=0).label("corrected"),
    )
    .select_from(
        _homes.join(roster_renewal, _r.id == bindparam("renewal", type_=BigInteger)).outerjoin(
            renewal_confirmation, and_(_c.renewal == _r.id, _c.household == household.c.id)
        )
    )
    .where(household.c.association == ASSOCIATION, household.c.gone.is_(None))
    .order_by(*_order),
    Line,
)

_in_block = and_(
    household.c.association == ASSOCIATION, household.c.gone.is_(None), membership.c.place == _BLOCK
)


def _printed(name: str) -> Any:
    return case((household.c.hidden == 0, household.c[name]), else_="").label(name)


FORMS = Query(
    select(
        household.c.id.label("household"),
        _printed("label"),
        household.c.hidden,
        place.c.name.label("block"),
        membership.c.route_order,
        _printed("phone"),
        _printed("second_phone"),
        _printed("address"),
        _printed("language"),
    )
    .select_from(_homes)
    .where(_in_block)
    .order_by(*_order),
    Form,
)

LIVING = Query(
    select(resident.c.household, resident.c.name, resident.c.child)
    .select_from(
        _homes.join(resident, and_(resident.c.household == household.c.id, resident.c.until.is_(None)))
    )
    .where(_in_block, household.c.hidden == 0)
    .order_by(*_order, resident.c.representative.desc(), resident.c.child, resident.c.id),
    Living,
)

# A tick set by mistake; what the household pressed itself stays.
TAKE_OFF = Statement(
    renewal_confirmation.delete().where(
        _c.renewal == bindparam("of_renewal", type_=BigInteger),
        _c.household == bindparam("of_household", type_=BigInteger),
        _c.how == "paper",
    )
)
