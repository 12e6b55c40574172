"""Devices whose sign-in lasts: how many a household has, and which households are about to lose their last one."""

from dataclasses import dataclass

from sqlalchemy import BigInteger, bindparam, func, select

from kairanban.access.sign_ins import HOUSEHOLD_MOST, SAID_AHEAD, in_use
from kairanban.core.clock import Moment
from kairanban.db.statements import NOW, Query
from kairanban.db.tables.people import household
from kairanban.db.tables.signin import device, session

# Correlated with the household of the outer query.
devices_in_use = (
    select(func.count())
    .select_from(device.join(session, session.c.id == device.c.session))
    .where(device.c.household == household.c.id, in_use())
    .correlate(household)
    .scalar_subquery()
)


@dataclass(frozen=True, slots=True)
class RunningOut:
    """Households whose every sign-in ends within sixty days, and the first of these days; None without any."""

    households: int
    first: Moment | None


_newest = (
    select(device.c.household, func.max(session.c.made).label("made"))
    .select_from(
        device.join(session, session.c.id == device.c.session).join(
            household, household.c.id == device.c.household
        )
    )
    .where(
        household.c.association == bindparam("association", type_=BigInteger),
        household.c.gone.is_(None),
        in_use(),
    )
    .group_by(device.c.household)
    .subquery()
)
RUNNING_OUT = Query(
    select(
        func.count().label("households"), (func.min(_newest.c.made) + HOUSEHOLD_MOST).label("first")
    ).where(_newest.c.made < NOW - (HOUSEHOLD_MOST - SAID_AHEAD)),
    RunningOut,
)
