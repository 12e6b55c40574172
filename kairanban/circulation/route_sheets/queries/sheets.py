"""The households of a circular that need paper, in route order."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, case, func, or_, select

from kairanban.circulation.circulars.queries.audience import CIRCULAR
from kairanban.circulation.replies.queries.answers import counting
from kairanban.circulation.route_sheets.queries.heads import BLOCK
from kairanban.circulation.route_sheets.rules import waited_for
from kairanban.community.signin.queries.devices_in_use import devices_in_use
from kairanban.core.hidden_households import shown_as
from kairanban.core.ids import HouseholdId, PlaceId
from kairanban.db.statements import NOW, Query
from kairanban.db.tables.circulars import addressee, circular
from kairanban.db.tables.notify import notice_choice
from kairanban.db.tables.people import household, membership, resident
from kairanban.db.tables.places import place
from kairanban.db.tables.replies import reply


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A household on the sheet, with its valid reply."""

    block: PlaceId
    id: HouseholdId
    label: str
    hidden: int
    method: str
    devices: int
    route_order: int
    block_name: str
    replied: int | None
    choice: str | None
    number: int | None
    words: str | None
    reply_method: str | None

    @property
    def shown(self) -> str:
        return shown_as(self.label, self.hidden, self.block_name, self.route_order)

    @property
    def waited(self) -> bool:
        return waited_for(self.method, self.devices)


# 回覧のお休み: not on the sheet until its day.
_rests = and_(notice_choice.c.rest_until.is_not(None), notice_choice.c.rest_until > NOW)
on_sheet = and_(
    household.c.method != "digital",
    household.c.gone.is_(None),
    or_(notice_choice.c.household.is_(None), ~_rests),
)
with_paper = addressee.join(household, household.c.id == addressee.c.household).outerjoin(
    notice_choice, notice_choice.c.household == household.c.id
)

# Households whose tick the board waits for, as `rules.waited_for`.
waited = and_(or_(household.c.method == "paper", devices_in_use == 0), addressee.c.replied.is_(None))


def order_in(block: Any) -> Any:
    return func.coalesce(
        select(func.max(membership.c.route_order))
        .where(
            membership.c.household == household.c.id,
            membership.c.place == block,
            membership.c.until.is_(None),
        )
        .scalar_subquery(),
        0,
    )


def resident_shown() -> Any:
    """Return the name of the resident who replied; NULL for a household that asked not to be shown."""
    return case((household.c.hidden == 0, resident.c.name)).label("resident")


def label() -> Any:
    return case((household.c.hidden == 1, ""), else_=household.c.label)


_lines = (
    select(
        func.coalesce(addressee.c.block, 0).label("block"),
        household.c.id,
        label().label("label"),
        household.c.hidden,
        household.c.method,
        devices_in_use.label("devices"),
        order_in(addressee.c.block).label("route_order"),
        func.coalesce(place.c.name, "").label("block_name"),
        addressee.c.replied,
        reply.c.choice,
        reply.c.number,
        reply.c.words,
        reply.c.method.label("reply_method"),
    )
    .select_from(
        with_paper.join(circular, circular.c.id == addressee.c.circular)
        .outerjoin(place, place.c.id == addressee.c.block)
        .outerjoin(reply, counting)
    )
    .where(addressee.c.circular == CIRCULAR, on_sheet)
    .order_by(order_in(addressee.c.block), household.c.id)
)

# The caller has checked that circular and blocks are in the actor's scope.
LINES = Query(_lines, SheetRow)
LINES_OF_BLOCK = Query(_lines.where(func.coalesce(addressee.c.block, 0) == BLOCK), SheetRow)
