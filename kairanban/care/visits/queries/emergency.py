"""緊急閲覧: which household is meant, access to it, and the town's list."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, and_, bindparam, case, exists, func, or_, select

from kairanban.access.rules import ANNOUNCED_FOR
from kairanban.access.scope import places_for
from kairanban.access.terms import granting, opened_by_actor
from kairanban.core.clock import Moment
from kairanban.core.ids import HouseholdId
from kairanban.core.tasks import Task
from kairanban.db.statements import ACTOR_PERSON, NOW, Query, Statement, inserting
from kairanban.db.tables.columns import Line, Paragraphs
from kairanban.db.tables.people import appointment, household, membership, person, resident
from kairanban.db.tables.places import place, place_within
from kairanban.db.tables.safety import safety_check
from kairanban.db.tables.visits import emergency_look

HOUSEHOLD = bindparam("household", type_=BigInteger)


@dataclass(frozen=True, slots=True)
class Look:
    """An emergency look of the actor."""

    id: int
    household: HouseholdId
    opens: Moment
    until: Moment
    refused: int | None


@dataclass(frozen=True, slots=True)
class Listed:
    """An emergency look as the town sees it: who and why, not which household."""

    id: int
    by: str
    place: str
    reason: str
    at: Moment
    opens: Moment
    asked: int
    agreed: str
    refused: int | None
    closed: int | None
    outcome: str
    reviewed: int | None
    own: int
    """1 for a look of the actor's own, which another person answers and reviews."""
    waits: int
    """1 while a second person's word would still change something."""

    @property
    def to_review(self) -> bool:
        """Whether it opened although nobody else had agreed."""
        return bool(self.asked) and not (self.agreed or self.waits or self.refused or self.reviewed)


_SOUGHT = bindparam("sought", type_=Line)


def _closed_up(column: Any) -> Any:
    """Normalise a column in SQL as `rules.closed_up` does the search text."""
    for sign, instead in ((" ", ""), ("\u3000", ""), ("-", ""), ("（", "("), ("）", ")")):
        column = func.replace(column, sign, instead)
    return column


def _my_places() -> Any:
    """Select the places the actor visits in, once households have been told of her for a day."""
    held, within = appointment.alias("held"), place_within.alias("within")
    return (
        select(within.c.place)
        .select_from(within.join(held, held.c.place == within.c.ancestor))
        .where(
            opened_by_actor(held, NOW - ANNOUNCED_FOR),
            granting(held, Task.VISIT),
        )
    )


# Nothing while households have not been told of her for a day.
MAY_LOOK = Statement(select(func.count()).select_from(_my_places().subquery()))

# The same request sent twice is one access.
LOOKED_UP = Statement(
    select(emergency_look.c.id).where(
        emergency_look.c.household == HOUSEHOLD,
        emergency_look.c.person == ACTOR_PERSON,
        emergency_look.c.until > NOW,
        emergency_look.c.closed.is_(None),
        emergency_look.c.refused.is_(None),
        emergency_look.c.reason == bindparam("reason", type_=Paragraphs),
    )
)

# 緊急閲覧: by the exact label, resident's name or number, in the actor's places.
LOOK_UP = Statement(
    select(household.c.id)
    .distinct()
    .select_from(
        household.join(
            membership, and_(membership.c.household == household.c.id, membership.c.until.is_(None))
        )
    )
    .where(
        membership.c.place.in_(_my_places()),
        household.c.gone.is_(None),
        # Hidden households cannot be found by name or number.
        household.c.hidden == 0,
        or_(
            _closed_up(household.c.label) == _SOUGHT,
            exists(
                select(1).where(
                    resident.c.household == household.c.id,
                    resident.c.until.is_(None),
                    _closed_up(resident.c.name) == _SOUGHT,
                )
            ),
            _closed_up(household.c.phone) == _SOUGHT,
            _closed_up(household.c.second_phone) == _SOUGHT,
        ),
    )
    .limit(2)
)
WRITE_DOWN = inserting(emergency_look, "household", "person", "reason", "at", "opens", "asked", "until")

ASSOCIATION = Statement(select(household.c.association).where(household.c.id == HOUSEHOLD))

SINCE = Statement(
    select(func.count()).where(
        emergency_look.c.person == ACTOR_PERSON, emergency_look.c.at >= bindparam("since", type_=BigInteger)
    )
)

REAL_CHECK = Statement(
    select(safety_check.c.id)
    .select_from(safety_check.join(household, household.c.association == safety_check.c.association))
    .where(household.c.id == HOUSEHOLD, safety_check.c.kind == "real", safety_check.c.ended.is_(None))
)

MINE = Query(
    select(
        emergency_look.c.id,
        emergency_look.c.household,
        emergency_look.c.opens,
        emergency_look.c.until,
        emergency_look.c.refused,
    )
    .where(
        emergency_look.c.household == HOUSEHOLD,
        emergency_look.c.person == ACTOR_PERSON,
        emergency_look.c.until > NOW,
        emergency_look.c.closed.is_(None),
    )
    .order_by(emergency_look.c.id.desc()),
    Look,
)

EVER = Statement(
    select(emergency_look.c.id)
    .where(emergency_look.c.household == HOUSEHOLD, emergency_look.c.person == ACTOR_PERSON)
    .limit(1)
)

CLOSE = Statement(
    emergency_look.update()
    .where(
        emergency_look.c.household == bindparam("of_household", type_=BigInteger),
        emergency_look.c.person == ACTOR_PERSON,
        emergency_look.c.until > NOW,
        emergency_look.c.closed.is_(None),
    )
    .values(closed=NOW, outcome=bindparam("said", type_=Paragraphs))
)

_looker, _second = person.alias("looker"), person.alias("second")
_lives = membership.alias("lives")
_waits = and_(
    emergency_look.c.asked == 1,
    emergency_look.c.opens > NOW,
    emergency_look.c.agreed_by.is_(None),
    emergency_look.c.refused.is_(None),
    emergency_look.c.closed.is_(None),
)


def _at_places_of(task: Task) -> Any:
    return exists(
        select(1).where(
            _lives.c.household == emergency_look.c.household,
            _lives.c.until.is_(None),
            _lives.c.place.in_(places_for(task)),
        )
    )


# The town sees all of its places, other visitors what waits for a second person.
_seen_by_actor = or_(
    _at_places_of(Task.OVERSEE),
    and_(_waits, emergency_look.c.person != ACTOR_PERSON, _at_places_of(Task.VISIT)),
)

LIST = Query(
    select(
        emergency_look.c.id,
        func.coalesce(_looker.c.name, "").label("by"),
        place.c.name.label("place"),
        emergency_look.c.reason,
        emergency_look.c.at,
        emergency_look.c.opens,
        emergency_look.c.asked,
        func.coalesce(_second.c.name, "").label("agreed"),
        emergency_look.c.refused,
        emergency_look.c.closed,
        emergency_look.c.outcome,
        emergency_look.c.reviewed,
        case((emergency_look.c.person == ACTOR_PERSON, 1), else_=0).label("own"),
        case((_waits, 1), else_=0).label("waits"),
    )
    .select_from(
        emergency_look.join(household, household.c.id == emergency_look.c.household)
        .join(place, place.c.id == household.c.association)
        .outerjoin(_looker, _looker.c.id == emergency_look.c.person)
        .outerjoin(_second, _second.c.id == emergency_look.c.agreed_by)
    )
    .where(emergency_look.c.at > bindparam("since", type_=BigInteger), _seen_by_actor)
    .order_by(emergency_look.c.id.desc()),
    Listed,
)

_LOOK = bindparam("look", type_=BigInteger)
AGREE = Statement(
    emergency_look.update()
    .where(emergency_look.c.id == _LOOK, _waits)
    .values(agreed_by=ACTOR_PERSON, opens=NOW)
)
REFUSE = Statement(emergency_look.update().where(emergency_look.c.id == _LOOK, _waits).values(refused=NOW))
REVIEW = Statement(
    emergency_look.update()
    .where(emergency_look.c.id == _LOOK, emergency_look.c.reviewed.is_(None))
    .values(reviewed=NOW, reviewed_by=ACTOR_PERSON)
)
