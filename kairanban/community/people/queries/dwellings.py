"""The block, settlement or building a household lives in now."""

from typing import Any

from sqlalchemy import func, or_, select

from kairanban.community.places.rules import DWELLING
from kairanban.db.statements import NOW
from kairanban.db.tables.people import household, membership
from kairanban.db.tables.places import place

current = or_(membership.c.until.is_(None), membership.c.until > NOW)

is_dwelling = or_(*(place.c.kind == kind.value for kind in DWELLING))


def lives() -> Any:
    """Select the place where the household of the outer query lives."""
    member, dwelling = membership.alias("lives_in"), place.alias("dwelling")
    return (
        select(func.min(member.c.place))
        .join(dwelling, dwelling.c.id == member.c.place)
        .where(
            member.c.household == household.c.id,
            or_(member.c.until.is_(None), member.c.until > NOW),
            or_(*(dwelling.c.kind == kind.value for kind in DWELLING)),
        )
        .scalar_subquery()
    )
