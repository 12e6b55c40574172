"""Of whom a bundle can be made: a household and the residents it has or had in the last thirty days."""

from dataclasses import dataclass

from sqlalchemy import BigInteger, bindparam, or_, select

from kairanban.accountability.disclosure.rules.notes import Lived
from kairanban.community.signin.queries.dwellings import BLOCK_NAME, ROUTE_ORDER
from kairanban.core.clock import DAY
from kairanban.core.hidden_households import shown_as
from kairanban.db.statements import ACTOR_PERSON, NOW, Query, Statement
from kairanban.db.tables import terms
from kairanban.db.tables.people import household, resident
from kairanban.db.tables.places import place

HELD_DAYS = terms.LEAVERS.days or 0
_household = bindparam("household", type_=BigInteger)


@dataclass(frozen=True, slots=True)
class Subject:
    """A household of an association, also one that left in the last thirty days."""

    id: int
    association: int
    association_name: str
    label: str
    hidden: int
    gone: int | None
    block: str
    route_order: int

    @property
    def shown(self) -> str:
        return shown_as(self.label, self.hidden, self.block, self.route_order)


SUBJECT = Query(
    select(
        household.c.id,
        household.c.association,
        place.c.name.label("association_name"),
        household.c.label,
        household.c.hidden,
        household.c.gone,
        BLOCK_NAME.label("block"),
        ROUTE_ORDER.label("route_order"),
    )
    .select_from(household.join(place, place.c.id == household.c.association))
    .where(
        household.c.id == _household,
        # An erased household has none.
        household.c.label != "",
        or_(household.c.gone.is_(None), household.c.gone >= NOW - HELD_DAYS * DAY),
    ),
    Subject,
)

LIVED = Query(
    select(resident.c.id, resident.c.name, resident.c.since, resident.c.until)
    .where(resident.c.household == _household, resident.c.child == 0)
    .order_by(resident.c.until.is_not(None), resident.c.representative.desc(), resident.c.id),
    Lived,
)

# The resident the actor has signed in as with a key of her own.
SIGNED_IN_AS = Statement(
    select(resident.c.id).where(
        resident.c.household == _household, resident.c.person == ACTOR_PERSON, resident.c.until.is_(None)
    )
)
