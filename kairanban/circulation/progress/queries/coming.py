"""Who comes: every household with an answer, across the blocks."""

from dataclasses import dataclass

from sqlalchemy import func, or_, select

from kairanban.circulation.circulars.queries.audience import CIRCULAR
from kairanban.circulation.replies.queries.answers import counting
from kairanban.circulation.route_sheets.queries.sheets import label, order_in, resident_shown
from kairanban.core.hidden_households import shown_as
from kairanban.core.ids import HouseholdId, PlaceId
from kairanban.db.statements import Query
from kairanban.db.tables.circulars import addressee, circular
from kairanban.db.tables.people import household, resident
from kairanban.db.tables.places import place
from kairanban.db.tables.replies import reply


@dataclass(frozen=True, slots=True)
class Answered:
    household: HouseholdId
    block: PlaceId
    label: str
    hidden: int
    block_name: str
    route_order: int
    choice: str
    number: int | None
    words: str | None
    resident: str | None

    @property
    def shown(self) -> str:
        return shown_as(self.label, self.hidden, self.block_name, self.route_order)

    @property
    def comes(self) -> bool:
        return self.choice in ("attending", "words") or bool(self.number)


# The caller has checked that the circular is in the actor's scope.
ANSWERED = Query(
    select(
        household.c.id.label("household"),
        func.coalesce(addressee.c.block, 0).label("block"),
        label().label("label"),
        household.c.hidden,
        func.coalesce(place.c.name, "").label("block_name"),
        order_in(addressee.c.block).label("route_order"),
        reply.c.choice,
        reply.c.number,
        reply.c.words,
        resident_shown(),
    )
    .select_from(
        addressee.join(household, household.c.id == addressee.c.household)
        .join(circular, circular.c.id == addressee.c.circular)
        .join(reply, counting)
        .outerjoin(place, place.c.id == addressee.c.block)
        .outerjoin(resident, resident.c.id == reply.c.resident)
    )
    .where(
        addressee.c.circular == CIRCULAR, or_(reply.c.choice != "acknowledged", reply.c.number.is_not(None))
    )
    .order_by(place.c.sort, addressee.c.block, order_in(addressee.c.block), household.c.id),
    Answered,
)
