"""Whose telephone number somebody who goes round is shown."""

from typing import Any

from sqlalchemy import and_, case, exists, or_, select

from kairanban.access.scope import consents_to, places_for
from kairanban.core.purposes import Purpose
from kairanban.core.tasks import Task
from kairanban.db.tables.people import household
from kairanban.db.tables.safety import safety_addressee, safety_check

_addressed, _check = safety_addressee.alias("addressed"), safety_check.alias("real_check")
_asked_in_earnest = exists(
    select(1)
    .select_from(_addressed.join(_check, _check.c.id == _addressed.c.check))
    .where(_addressed.c.household == household.c.id, _check.c.kind == "real", _check.c.ended.is_(None))
)


def phone_shown(association: Any) -> Any:
    """The number for officers of the association, and for others by consent or while a real check runs; else empty."""
    may_see = or_(
        association.in_(places_for(Task.FOLLOW_UP)),
        consents_to(household.c.id, Purpose.PHONE_TO_LEADER),
        _asked_in_earnest,
    )
    return case((and_(household.c.hidden == 0, may_see), household.c.phone), else_="")
