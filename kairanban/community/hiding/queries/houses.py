"""Houses that hidden households left empty: the address is the house's, once nothing else of the household is left."""

from dataclasses import dataclass

from sqlalchemy import BigInteger, bindparam, exists, literal, or_, select

from kairanban.core.clock import DAY, Moment
from kairanban.core.ids import HouseholdId, PlaceId
from kairanban.db.statements import NOW, Query, Statement, inserting
from kairanban.db.tables.people import hiding, household, membership
from kairanban.db.tables.places import place
from kairanban.db.tables.safety import help_call
from kairanban.db.tables.terms import LEAVERS


@dataclass(frozen=True, slots=True)
class LeftEmpty:
    """A hidden household past the term of those who left, whose house stands empty, with the sealed address."""

    id: HouseholdId
    association: PlaceId
    gone: Moment
    postal: str
    address: str


_asks_for_help = exists(
    select(1).where(help_call.c.household == household.c.id, help_call.c.closed.is_(None))
)
LEFT_EMPTY = Query(
    select(household.c.id, household.c.association, household.c.gone, hiding.c.postal, hiding.c.address)
    .select_from(household.join(hiding, hiding.c.household == household.c.id))
    .where(
        household.c.empty_house.is_not(None),
        household.c.gone < NOW - (LEAVERS.days or 0) * DAY,
        ~_asks_for_help,
    )
    .order_by(household.c.id),
    LeftEmpty,
)

ADD_HOUSE = inserting(household, "association", "label", "postal", "address", "gone", "empty_house")

_month = bindparam("month", type_=BigInteger)
_dwelling = or_(*(place.c.kind == kind for kind in ("block", "building", "settlement", "association")))
# The last place without the number, by which the hidden household was shown.
ADD_PLACE = Statement(
    membership.insert().from_select(
        ["household", "place", "since", "until", "route_order"],
        select(bindparam("house", type_=BigInteger), membership.c.place, _month, _month, literal(0))
        .select_from(membership.join(place, place.c.id == membership.c.place))
        .where(
            membership.c.household == bindparam("left", type_=BigInteger),
            membership.c.until == bindparam("day", type_=BigInteger),
            _dwelling,
        ),
    )
)
