"""How each household that a circular would go to now could be told."""

from sqlalchemy import case, func, select

from kairanban.circulation.circulars.queries.audience import addressed_households
from kairanban.community.signin.queries.notification_ways import CHOICE, living
from kairanban.db.statements import Statement
from kairanban.db.tables.notify import notice_choice

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

WAYS = Statement(
    select(
        _addressed.c.paper,
        func.coalesce(_by_household.c.push, 0),
        func.coalesce(_by_household.c.mail, 0),
        *CHOICE,
    ).select_from(
        _addressed.outerjoin(_by_household, _by_household.c.household == _addressed.c.household).outerjoin(
            notice_choice, notice_choice.c.household == _addressed.c.household
        )
    )
)
