"""The current roster: households with their values, those that moved out, and changes."""

from dataclasses import dataclass

from sqlalchemy import and_, bindparam, exists, func, or_, select

from kairanban.community.people.queries.people import DWELLINGS
from kairanban.core.ids import HouseholdId, PlaceId
from kairanban.db.statements import Query, Statement
from kairanban.db.tables.ledger import journal
from kairanban.db.tables.people import household, membership, resident
from kairanban.db.tables.places import place, place_within


@dataclass(frozen=True, slots=True)
class LastInRoute:
    place: PlaceId
    route_order: int


@dataclass(frozen=True, slots=True)
class StoredHousehold:
    """All values of a household that a file can contain."""

    id: HouseholdId
    code: str | None
    label: str
    postal: str
    address: str
    phone: str
    second_phone: str
    email: str
    language: str
    method: str
    standing: str
    hidden: int
    place: PlaceId | None
    route_order: int
    name: str
    reading: str


@dataclass(frozen=True, slots=True)
class DepartedHousehold:
    id: HouseholdId
    code: str | None
    label: str
    address: str
    phone: str
    second_phone: str
    name: str


@dataclass(frozen=True, slots=True)
class LivesIn:
    household: HouseholdId
    name: str


# Current households in route order with their real values: for comparing, never for showing.
_dwelling = place.alias("dwelling")

STORED = Query(
    select(
        household.c.id,
        household.c.code,
        household.c.label,
        household.c.postal,
        household.c.address,
        household.c.phone,
        household.c.second_phone,
        household.c.email,
        household.c.language,
        household.c.method,
        household.c.standing,
        household.c.hidden,
        membership.c.place,
        func.coalesce(membership.c.route_order, 0).label("route_order"),
        func.coalesce(resident.c.name, "").label("name"),
        func.coalesce(resident.c.reading, "").label("reading"),
    )
    .select_from(
        household.outerjoin(
            membership,
            and_(
                membership.c.household == household.c.id,
                membership.c.until.is_(None),
                membership.c.place.in_(
                    select(_dwelling.c.id).where(or_(*(_dwelling.c.kind == kind for kind in DWELLINGS)))
                ),
            ),
        )
        .outerjoin(place, place.c.id == membership.c.place)
        .outerjoin(
            resident,
            and_(
                resident.c.household == household.c.id,
                resident.c.representative == 1,
                resident.c.until.is_(None),
            ),
        )
    )
    .where(household.c.association == bindparam("association"), household.c.gone.is_(None))
    .order_by(place.c.sort, place.c.id, membership.c.route_order, household.c.id),
    StoredHousehold,
)

# Of each the last representative; what retention has emptied is recognised by nothing.
_last = resident.alias("last")

DEPARTED = Query(
    select(
        household.c.id,
        household.c.code,
        household.c.label,
        household.c.address,
        household.c.phone,
        household.c.second_phone,
        func.coalesce(
            select(func.max(_last.c.name))
            .where(
                _last.c.household == household.c.id,
                _last.c.representative == 1,
                _last.c.until == household.c.gone,
            )
            .scalar_subquery(),
            "",
        ).label("name"),
    )
    .where(
        household.c.association == bindparam("association"),
        household.c.gone.is_not(None),
        household.c.hidden == 0,
    )
    .order_by(household.c.id),
    DepartedHousehold,
)

LAST_IN_ROUTE = Query(
    select(membership.c.place, func.max(membership.c.route_order).label("route_order"))
    .select_from(membership.join(place_within, place_within.c.place == membership.c.place))
    .where(place_within.c.ancestor == bindparam("association"), membership.c.until.is_(None))
    .group_by(membership.c.place),
    LastInRoute,
)

_part = place.alias("part")

# Households that live in no part of the association.
WITHOUT_BLOCK = Statement(
    select(household.c.id)
    .where(
        household.c.association == bindparam("association"),
        household.c.gone.is_(None),
        ~exists().where(
            membership.c.household == household.c.id,
            membership.c.until.is_(None),
            membership.c.place == _part.c.id,
            or_(*(_part.c.kind == kind for kind in DWELLINGS if kind != "association")),
        ),
    )
    .order_by(household.c.id)
)

LAST_SORT = Statement(
    select(func.coalesce(func.max(place.c.sort), 0)).where(place.c.association == bindparam("association"))
)

# Serialises imports on PostgreSQL; SQLite has one writer.
HOLD = Statement(select(place.c.id).where(place.c.id == bindparam("association")).with_for_update())

_CHANGES = (
    "household_added",
    "household_changed",
    "household_moved",
    "household_gone",
    "representative_changed",
    "hidden",
    "shown",
    "place_added",
    "roster_taken",
)

# Only the roster's own entries: ids given to other transactions may commit later.
NEWEST_CHANGE = Statement(
    select(journal.c.id)
    .where(
        journal.c.association == bindparam("association"), or_(*(journal.c.kind == kind for kind in _CHANGES))
    )
    .order_by(journal.c.id.desc())
    .limit(1)
)

# People of the association by name: residents, and present or past officers.
NAMES_IN_HOUSEHOLDS = Query(
    select(resident.c.household, resident.c.name)
    .select_from(resident.join(household, household.c.id == resident.c.household))
    .where(
        household.c.association == bindparam("association"),
        household.c.gone.is_(None),
        resident.c.until.is_(None),
    ),
    LivesIn,
)
