"""空き家: houses whose last resident is gone, and houses that stand empty."""

from dataclasses import dataclass

from sqlalchemy import BigInteger, and_, bindparam, exists, func, null, or_, select

from kairanban.core.hidden_households import shown_as
from kairanban.core.ids import HouseholdId, PlaceId
from kairanban.db.statements import NOW, Query, Statement
from kairanban.db.tables.people import household, membership, resident
from kairanban.db.tables.places import place


@dataclass(frozen=True, slots=True)
class EmptyHouse:
    """An empty house with its last place; after 30 days nothing of its household is left, nor its number in the block."""

    id: HouseholdId
    label: str
    hidden: int
    postal: str
    address: str
    since: int
    gone: int
    place: PlaceId
    block: str
    route_order: int

    @property
    def shown(self) -> str:
        """Return the place in the block, later the block: the name of those who lived there goes."""
        return shown_as("", 1, self.block, self.route_order) if self.route_order else self.block


_HOUSEHOLD = bindparam("household_id", type_=BigInteger)
_OF_ASSOCIATION = household.c.association == bindparam("of_association", type_=BigInteger)
_living = resident.alias("living")
_nobody_left = ~exists(
    select(1).where(_living.c.household == household.c.id, _living.c.until.is_(None))
).correlate(household)

# Ask once the last resident has died or gone.
ASK = Statement(
    household.update()
    .where(
        household.c.id == _HOUSEHOLD,
        household.c.gone.is_(None),
        household.c.empty_house.is_(None),
        _nobody_left,
    )
    .values(empty_house=NOW)
)
ASKED = and_(household.c.gone.is_(None), household.c.empty_house.is_not(None), _nobody_left)

ASKED_OF = Statement(select(household.c.id).where(_OF_ASSOCIATION, ASKED))

# Not asked again until a further resident is taken off.
NOT_EMPTY = Statement(
    household.update().where(household.c.id == _HOUSEHOLD, _OF_ASSOCIATION).values(empty_house=null())
)

# The last place is the membership that ended with the household.
_dwelling = or_(*(place.c.kind == kind for kind in ("block", "building", "settlement", "association")))
EMPTY_HOUSES = Query(
    select(
        household.c.id,
        household.c.label,
        household.c.hidden,
        household.c.postal,
        household.c.address,
        household.c.empty_house.label("since"),
        household.c.gone,
        func.coalesce(func.max(place.c.id), household.c.association).label("place"),
        func.coalesce(func.max(place.c.name), "").label("block"),
        func.coalesce(func.max(membership.c.route_order), 0).label("route_order"),
    )
    .select_from(
        household.outerjoin(
            membership,
            and_(membership.c.household == household.c.id, membership.c.until == household.c.gone),
        ).outerjoin(place, and_(place.c.id == membership.c.place, _dwelling))
    )
    .where(_OF_ASSOCIATION, household.c.gone.is_not(None), household.c.empty_house.is_not(None))
    .group_by(household.c.id)
    .order_by(
        func.coalesce(func.max(place.c.sort), 0),
        func.max(membership.c.route_order),
        household.c.address,
        household.c.id,
    ),
    EmptyHouse,
)
