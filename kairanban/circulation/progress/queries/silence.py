"""Households without a reply after もう一度のお知らせ: one row each for all circulars."""

from dataclasses import dataclass

from sqlalchemy import BigInteger, and_, bindparam, case, func, or_, select

from kairanban.access.scope import places_for
from kairanban.circulation.circulars.queries.readable import not_gone
from kairanban.core.hidden_households import shown_as
from kairanban.core.ids import HouseholdId
from kairanban.core.tasks import Task
from kairanban.db.statements import NOW, Query
from kairanban.db.tables.circulars import addressee, circular
from kairanban.db.tables.notify import notice_choice, reminder
from kairanban.db.tables.people import household, membership
from kairanban.db.tables.places import place


@dataclass(frozen=True, slots=True)
class Silent:
    """A household without a reply since its reminder; `circulars` is their number."""

    household: HouseholdId
    label: str
    hidden: int
    route_order: int
    block: str
    circulars: int
    since: int
    newest: int

    @property
    def shown(self) -> str:
        return shown_as(self.label, self.hidden, self.block, self.route_order)


_order = (
    select(func.max(membership.c.route_order))
    .where(
        membership.c.household == household.c.id,
        membership.c.place == place.c.id,
        membership.c.until.is_(None),
    )
    .correlate(household, place)
    .scalar_subquery()
)
_hidden = household.c.hidden == 1

# Without households on 回覧のお休み.
_rests = and_(notice_choice.c.rest_until.is_not(None), notice_choice.c.rest_until > NOW)

SILENT = Query(
    select(
        household.c.id.label("household"),
        case((_hidden, ""), else_=household.c.label).label("label"),
        household.c.hidden,
        func.coalesce(_order, 0).label("route_order"),
        place.c.name.label("block"),
        func.count().label("circulars"),
        func.min(reminder.c.at).label("since"),
        func.max(circular.c.id).label("newest"),
    )
    .select_from(
        reminder.join(
            circular,
            and_(circular.c.id == reminder.c.circular, circular.c.asked_edition == reminder.c.edition),
        )
        .join(addressee, addressee.c.circular == circular.c.id)
        .join(household, household.c.id == addressee.c.household)
        .join(place, place.c.id == addressee.c.block)
        .outerjoin(notice_choice, notice_choice.c.household == household.c.id)
    )
    .where(
        addressee.c.block == bindparam("block", type_=BigInteger),
        addressee.c.block.in_(places_for(Task.FOLLOW_UP_BLOCK)),
        addressee.c.waiting == 1,
        circular.c.state == "published",
        not_gone(),
        reminder.c.at > bindparam("since", type_=BigInteger),
        reminder.c.at <= bindparam("before", type_=BigInteger),
        household.c.gone.is_(None),
        or_(notice_choice.c.household.is_(None), ~_rests),
    )
    .group_by(
        household.c.id,
        household.c.label,
        household.c.hidden,
        place.c.id,
        place.c.name,
    )
    .order_by(func.coalesce(_order, 0), household.c.id),
    Silent,
)
