"""A check as the household sees it: who asks, its reports, and its own help calls."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, bindparam, func, or_, select

from kairanban.access.scope import own_households
from kairanban.care.safety.rules import ENDED_HOW, SOURCE_NAMES, STATE_NAMES
from kairanban.core.ids import HouseholdId
from kairanban.db.statements import ACTOR_SESSION, Query, Statement
from kairanban.db.tables.people import household, person, resident
from kairanban.db.tables.places import place
from kairanban.db.tables.safety import (
    help_call,
    help_seen,
    safety_addressee,
    safety_check,
    sighting,
    town_check,
)


@dataclass(frozen=True, slots=True)
class SeenBy:
    name: str
    at: int


@dataclass(frozen=True, slots=True)
class Check:
    """A check as one household is asked."""

    id: int
    kind: str
    words: str
    started: int
    ended: int | None
    place: str
    household: HouseholdId
    label: str


@dataclass(frozen=True, slots=True)
class Said:
    state: str
    source: str
    about: str
    words: str
    made: int
    received: int
    by: str | None

    @property
    def state_name(self) -> str:
        return STATE_NAMES[self.state]

    @property
    def source_name(self) -> str:
        return SOURCE_NAMES[self.source]


@dataclass(frozen=True, slots=True)
class Call:
    """A help call as the device that asked sees it."""

    id: int
    about: str
    opened: int
    passed: int | None
    word: str
    taken: int | None
    taken_by: str | None
    closed: int | None
    closed_how: str
    closed_words: str
    seen: Sequence[SeenBy] = ()

    @property
    def ended_how(self) -> str:
        """The outcome for the household; empty if it took the call back itself."""
        return ENDED_HOW.get(self.closed_how, "")


CHECK = bindparam("check", type_=BigInteger)
HOUSEHOLD = bindparam("household", type_=BigInteger)

# Visible only on the device that asked.
mine = help_call.c.session == ACTOR_SESSION
# The asker: the municipality if it asked all associations, else the association or block.
_town_place = place.alias("town")
asker = func.coalesce(_town_place.c.name, place.c.name)


def from_whom(asked: Any) -> Any:
    return (
        asked.join(place, place.c.id == safety_check.c.place)
        .outerjoin(town_check, town_check.c.id == safety_check.c.town_check)
        .outerjoin(_town_place, _town_place.c.id == town_check.c.place)
    )


MINE = Query(
    select(
        safety_check.c.id,
        safety_check.c.kind,
        safety_check.c.words,
        safety_check.c.started,
        safety_check.c.ended,
        asker.label("place"),
        household.c.id.label("household"),
        household.c.label,
    )
    .select_from(
        from_whom(
            safety_addressee.join(safety_check, safety_check.c.id == safety_addressee.c.check).join(
                household, household.c.id == safety_addressee.c.household
            )
        )
    )
    .where(safety_check.c.id == CHECK, safety_addressee.c.household.in_(own_households()))
    .order_by(household.c.id),
    Check,
)

# Help calls are not shown on the household's other devices.
SAID = Query(
    select(
        sighting.c.state,
        sighting.c.source,
        sighting.c.about,
        sighting.c.words,
        sighting.c.made,
        sighting.c.received,
        person.c.name.label("by"),
    )
    .select_from(sighting.outerjoin(person, person.c.id == sighting.c.person))
    .where(
        sighting.c.check == CHECK,
        sighting.c.household == HOUSEHOLD,
        sighting.c.source != "away",
        or_(sighting.c.state != "help", sighting.c.session == ACTOR_SESSION),
    )
    .order_by(sighting.c.made.desc(), sighting.c.id.desc())
    .limit(10),
    Said,
)

RESIDENTS = Statement(
    select(resident.c.name)
    .where(resident.c.household == HOUSEHOLD, resident.c.until.is_(None))
    .order_by(resident.c.id)
)

ASKED_HERE = Query(
    select(
        help_call.c.id,
        help_call.c.about,
        help_call.c.opened,
        help_call.c.passed,
        help_call.c.word,
        help_call.c.taken,
        person.c.name.label("taken_by"),
        help_call.c.closed,
        help_call.c.closed_how,
        help_call.c.closed_words,
    )
    .select_from(help_call.outerjoin(person, person.c.id == help_call.c.taken_by))
    .where(help_call.c.check == CHECK, help_call.c.household == HOUSEHOLD, mine)
    .order_by(help_call.c.closed.is_not(None), help_call.c.id.desc())
    .limit(20),
    Call,
)

SEEN_BY = Query(
    select(person.c.name, func.min(help_seen.c.at).label("at"))
    .select_from(help_seen.join(person, person.c.id == help_seen.c.person))
    .where(help_seen.c.call == bindparam("call", type_=BigInteger))
    .group_by(person.c.name)
    .order_by(func.min(help_seen.c.at)),
    SeenBy,
)
