"""Which records of the access log are about a household."""

from typing import Any

from sqlalchemy import and_, exists, or_, select

from kairanban.core.clock import DAY, HOUR
from kairanban.db.tables.ledger import look
from kairanban.db.tables.people import membership

# 719163 is the ordinal of 1 January 1970; days begin nine hours before UTC's, in Japan.
_begins = (look.c.day - 719_163) * DAY - 9 * HOUR


def is_of(home: Any) -> Any:
    """Condition for access to the joined household, or to the list of a place it belonged to on that day."""
    belonged = exists(
        select(1)
        .correlate(home, look)
        .where(
            membership.c.household == home.c.id,
            membership.c.place == look.c.place,
            membership.c.since < _begins + DAY,
            or_(membership.c.until.is_(None), membership.c.until > _begins),
        )
    )
    listed = and_(look.c.household == 0, or_(look.c.place == home.c.association, belonged))
    return or_(look.c.household == home.c.id, listed)
