"""The leaders of blocks, and the turns of their households."""

from dataclasses import dataclass

from sqlalchemy import BigInteger, and_, bindparam, case, func, or_, select

from kairanban.access.terms import in_term
from kairanban.community.people.queries.dwellings import is_dwelling
from kairanban.core.clock import DAY
from kairanban.core.ids import HouseholdId, PersonId, PlaceId, ResidentId
from kairanban.db.statements import NOW, Query, Statement
from kairanban.db.tables.people import appointment, household, membership, person, resident
from kairanban.db.tables.places import place
from kairanban.db.tables.terms import YEAR


@dataclass(frozen=True, slots=True)
class Turn:
    """A representative in route order."""

    place: PlaceId
    route_order: int
    resident: ResidentId
    name: str
    person: PersonId | None
    household: HouseholdId
    excused: int = 0
    moved_in: int = 0
    """Whether the household came within the last year, after the roster was entered."""


@dataclass(frozen=True, slots=True)
class Leader:
    """A block and its leader; `route_order` is that of the leader's household there."""

    place: PlaceId
    place_name: str
    name: str | None
    route_order: int | None


_earlier = household.alias("earlier")
_entered = (
    select(func.min(_earlier.c.arrived))
    .where(_earlier.c.association == household.c.association)
    .scalar_subquery()
)

# Representatives in route order; those of hidden households are asked in person.
TURNS = Query(
    select(
        membership.c.place,
        membership.c.route_order,
        resident.c.id.label("resident"),
        resident.c.name,
        resident.c.person,
        household.c.id.label("household"),
        household.c.excused,
        case(
            (and_(household.c.arrived > NOW - YEAR * DAY, household.c.arrived > _entered + DAY), 1), else_=0
        ).label("moved_in"),
    )
    .select_from(
        household.join(membership, membership.c.household == household.c.id)
        .join(resident, resident.c.household == household.c.id)
        .join(place, place.c.id == membership.c.place)
    )
    .where(
        household.c.association == bindparam("association"),
        household.c.gone.is_(None),
        household.c.hidden == 0,
        membership.c.until.is_(None),
        resident.c.representative == 1,
        resident.c.until.is_(None),
        place.c.kind != "group",
    )
    # Who has no place in the order comes last.
    .order_by(membership.c.place, membership.c.route_order == 0, membership.c.route_order, resident.c.id),
    Turn,
)

LEADERS = Query(
    select(
        place.c.id.label("place"), place.c.name.label("place_name"), person.c.name, membership.c.route_order
    )
    .select_from(
        place.outerjoin(
            appointment,
            and_(
                appointment.c.place == place.c.id,
                appointment.c.role == "block_leader",
                in_term(appointment),
            ),
        )
        .outerjoin(person, person.c.id == appointment.c.person)
        .outerjoin(resident, and_(resident.c.person == person.c.id, resident.c.until.is_(None)))
        .outerjoin(
            membership,
            and_(
                membership.c.household == resident.c.household,
                membership.c.place == place.c.id,
                membership.c.until.is_(None),
            ),
        )
    )
    .where(
        place.c.association == bindparam("association"),
        place.c.ended.is_(None),
        is_dwelling,
    )
    .order_by(place.c.sort, place.c.id, membership.c.route_order.desc()),
    Leader,
)

LEADERS_UNTIL = Statement(
    appointment.update()
    .where(
        appointment.c.place == bindparam("place_id"),
        appointment.c.role == "block_leader",
        or_(appointment.c.ends.is_(None), appointment.c.ends > bindparam("until_then", type_=BigInteger)),
    )
    # A term that would begin then or later is none: it ends before it begins.
    .values(
        ends=case(
            (appointment.c.starts >= bindparam("until_then", type_=BigInteger), appointment.c.starts - 1),
            else_=bindparam("until_then", type_=BigInteger),
        )
    )
)

EXCUSE = Statement(
    household.update()
    .where(
        household.c.id == bindparam("household_id"), household.c.association == bindparam("of_association")
    )
    .values(excused=bindparam("excused_then", type_=BigInteger))
)

LINK_RESIDENT = Statement(
    resident.update()
    .where(resident.c.id == bindparam("resident_id"), resident.c.person.is_(None))
    .values(person=bindparam("to_person", type_=BigInteger))
)
