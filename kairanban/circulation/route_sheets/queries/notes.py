"""緊急閲覧 on paper: notes for households without a device, until they are marked as handed over."""

from dataclasses import dataclass

from sqlalchemy import BigInteger, and_, bindparam, case, exists, func, select

from kairanban.circulation.route_sheets.queries.heads import BLOCK
from kairanban.circulation.route_sheets.queries.sheets import label
from kairanban.community.signin.queries.devices_in_use import devices_in_use
from kairanban.core.clock import Moment
from kairanban.core.hidden_households import shown_as
from kairanban.core.ids import PlaceId
from kairanban.db.statements import NOW, Query, Statement
from kairanban.db.tables.people import household, membership, person
from kairanban.db.tables.places import place
from kairanban.db.tables.visits import emergency_look


@dataclass(frozen=True, slots=True)
class Note:
    """What the household is told: who looked, when and why."""

    look: int
    block: PlaceId
    label: str
    hidden: int
    block_name: str
    route_order: int
    by: str
    at: Moment
    reason: str

    @property
    def shown(self) -> str:
        return shown_as(self.label, self.hidden, self.block_name, self.route_order)


_waiting = and_(
    emergency_look.c.handed.is_(None),
    # A look that was refused never opened.
    emergency_look.c.refused.is_(None),
    emergency_look.c.at > NOW - bindparam("within", type_=BigInteger),
)

# The caller has checked that the block is in the actor's scope.
NOTES = Query(
    select(
        emergency_look.c.id.label("look"),
        membership.c.place.label("block"),
        label().label("label"),
        household.c.hidden,
        place.c.name.label("block_name"),
        func.coalesce(membership.c.route_order, 0).label("route_order"),
        func.coalesce(person.c.name, "").label("by"),
        emergency_look.c.at,
        # The printed note omits the reason of a look at a hidden household.
        case((household.c.hidden == 1, ""), else_=emergency_look.c.reason).label("reason"),
    )
    .select_from(
        emergency_look.join(household, household.c.id == emergency_look.c.household)
        .join(membership, and_(membership.c.household == household.c.id, membership.c.until.is_(None)))
        .join(place, place.c.id == membership.c.place)
        .outerjoin(person, person.c.id == emergency_look.c.person)
    )
    .where(_waiting, membership.c.place == BLOCK, household.c.gone.is_(None), devices_in_use == 0)
    .order_by(membership.c.route_order, emergency_look.c.id),
    Note,
)

# Only of the block: the form could name any.
HAND_OVER = Statement(
    emergency_look.update()
    .where(
        emergency_look.c.id == bindparam("look", type_=BigInteger),
        _waiting,
        exists(
            select(1).where(
                membership.c.household == emergency_look.c.household,
                membership.c.place == BLOCK,
                membership.c.until.is_(None),
            )
        ),
    )
    .values(handed=NOW)
)
