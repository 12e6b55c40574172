"""Conditions of an appointment: in its term, open to the person's present key, and what it grants where it is held."""

from typing import Any

from sqlalchemy import and_, exists, or_, select

from kairanban.access.rules import roles_granting
from kairanban.core.tasks import Task
from kairanban.db.statements import ACTOR_PERSON, NOW
from kairanban.db.tables.places import place


def in_term(held: Any, since: Any = NOW) -> Any:
    """Condition for an appointment that has begun by `since` and not ended."""
    return and_(held.c.starts <= since, or_(held.c.ends.is_(None), held.c.ends > NOW))


def opens(held: Any, since: Any = NOW) -> Any:
    """Condition for an appointment in its term that the person's present key opens (see `signin/rules/recovery.py`)."""
    return and_(in_term(held, since), held.c.locked.is_(None))


def opened_by_actor(held: Any, since: Any = NOW) -> Any:
    """As `opens`, of the actor."""
    return and_(held.c.person == ACTOR_PERSON, opens(held, since))


def granting(held: Any, task: Task) -> Any:
    """Condition for an appointment that grants the task where it is held; at a group fewer do."""
    elsewhere, at_group = roles_granting(task, at_group=False), roles_granting(task, at_group=True)
    seat = place.alias("seat")
    is_group = exists(select(1).where(seat.c.id == held.c.place, seat.c.kind == "group"))
    named = [
        (elsewhere & at_group, None),
        (elsewhere - at_group, ~is_group),
        (at_group - elsewhere, is_group),
    ]
    return or_(
        *(
            among if where is None else and_(among, where)
            for roles, where in named
            if roles
            for among in [or_(*(held.c.role == role.value for role in sorted(roles)))]
        )
    )
