"""The term of an appointment: in its term, and open to the person's present key."""

from typing import Any

from sqlalchemy import and_, or_

from kairanban.db.statements import ACTOR_PERSON, NOW


def in_term(held: Any, since: Any = NOW) -> Any:
    """Condition for an appointment that has begun by `since` and not ended."""
    return and_(held.c.starts <= since, or_(held.c.ends.is_(None), held.c.ends > NOW))


def opens(held: Any, since: Any = NOW) -> Any:
    """Condition for an appointment in its term that the person's present key opens (see `signin/rules/recovery.py`)."""
    return and_(in_term(held, since), held.c.locked.is_(None))


def opened_by_actor(held: Any, since: Any = NOW) -> Any:
    """As `opens`, of the actor."""
    return and_(held.c.person == ACTOR_PERSON, opens(held, since))
