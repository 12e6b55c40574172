"""Requests of a fiscal year with what the associations made of them, in numbers."""

from sqlalchemy import BigInteger, and_, bindparam, case, func, select

from kairanban.access.scope import places_for
from kairanban.circulation.municipal_requests.rules.fiscal_years import Sent
from kairanban.circulation.municipal_requests.rules.stocktaking import DeliveryDay, Outcome
from kairanban.core.clock import DAY
from kairanban.core.tasks import Task
from kairanban.db.statements import Query, total
from kairanban.db.tables.circulars import circular
from kairanban.db.tables.municipal_requests import asked_association, municipal_request

_of_year = and_(
    circular.c.association.in_(places_for(Task.ASK_ASSOCIATIONS)),
    municipal_request.c.sent >= bindparam("since", type_=BigInteger),
    municipal_request.c.sent < bindparam("before", type_=BigInteger),
)
_requests = municipal_request.join(circular, circular.c.id == municipal_request.c.circular)

DEPARTMENTS_SENT = Query(
    select(municipal_request.c.department, municipal_request.c.sent, circular.c.withdrawn)
    .select_from(_requests)
    .where(_of_year),
    Sent,
)

_passed = circular.alias("passed_circular")
_declined = case((asked_association.c.answer == "declined", 1), else_=0)
_published = case(
    (and_(asked_association.c.answer == "passed", _passed.c.published.is_not(None)), 1), else_=0
)
_days = case((_published == 1, (_passed.c.published - municipal_request.c.sent) // DAY))
_alike = (municipal_request.c.department, _declined, asked_association.c.reason, _published, _days)

OUTCOMES = Query(
    select(
        municipal_request.c.department,
        _declined.label("declined"),
        asked_association.c.reason,
        _published.label("published"),
        _days.label("days"),
        func.count().label("associations"),
        func.coalesce(total(case((_declined == 0, asked_association.c.copies), else_=0)), 0).label("copies"),
    )
    .select_from(
        _requests.join(
            asked_association, asked_association.c.municipal_request == municipal_request.c.circular
        ).outerjoin(_passed, _passed.c.id == asked_association.c.passed)
    )
    .where(_of_year)
    .group_by(*_alike),
    Outcome,
)

DELIVERY_DAYS_OF_YEAR = Query(
    select(
        municipal_request.c.department,
        municipal_request.c.circular.label("request"),
        municipal_request.c.deliver_on.label("day"),
    )
    .select_from(_requests)
    .where(_of_year, municipal_request.c.deliver_on.is_not(None), circular.c.withdrawn.is_(None)),
    DeliveryDay,
)
