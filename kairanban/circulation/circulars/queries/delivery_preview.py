"""The notification channels of each household that a circular would go to now."""

from dataclasses import dataclass

from sqlalchemy import case, func, select

from kairanban.circulation.circulars.queries.audience import addressed_households
from kairanban.community.signin.queries.notification_ways import CHOICE, living
from kairanban.core.notification_defaults import Choice
from kairanban.db.statements import Query
from kairanban.db.tables.notify import notice_choice


@dataclass(frozen=True, slots=True)
class Way:
    """The channels of one household, and its notification choices."""

    paper: int
    push: int
    mail: int
    choice: Choice


_addressed = addressed_households().subquery()
_ways = living()

_by_household = (
    select(
        _ways.c.household,
        func.max(case((_ways.c.channel == "push", 1), else_=0)).label("push"),
        func.max(case((_ways.c.channel != "push", 1), else_=0)).label("mail"),
    )
    .group_by(_ways.c.household)
    .subquery()
)

WAYS = Query(
    select(
        _addressed.c.paper,
        func.coalesce(_by_household.c.push, 0).label("push"),
        func.coalesce(_by_household.c.mail, 0).label("mail"),
        *CHOICE,
    ).select_from(
        _addressed.outerjoin(_by_household, _by_household.c.household == _addressed.c.household).outerjoin(
            notice_choice, notice_choice.c.household == _addressed.c.household
        )
    ),
    Way,
)
