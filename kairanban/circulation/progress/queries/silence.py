"""Households that did not answer after もう一度のお知らせ: one row each, however many circulars."""

from sqlalchemy import BigInteger, and_, bindparam, case, func, or_, select

from kairanban.access.scope import places_for
from kairanban.circulation.circulars.queries.readable import not_gone
from kairanban.core.tasks import Task
from kairanban.db.statements import NOW, Statement
from kairanban.db.tables.circulars import addressee, circular
from kairanban.db.tables.notify import notice_choice, reminder
from kairanban.db.tables.people import household, membership
from kairanban.db.tables.places import place

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

# Who rests (回覧のお休み) is left in peace.
_rests = and_(notice_choice.c.rest_until.is_not(None), notice_choice.c.rest_until > NOW)

SILENT = Statement(
    select(
        household.c.id,
        case((_hidden, ""), else_=household.c.label),
        household.c.hidden,
        func.coalesce(_order, 0),
        place.c.name,
        func.count(),
        func.min(reminder.c.at),
        func.max(circular.c.id),
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
    .order_by(func.coalesce(_order, 0), household.c.id)
)
