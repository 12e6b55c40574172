"""Reports and help calls of a household in a check."""

from dataclasses import dataclass

from sqlalchemy import BigInteger, and_, bindparam, case, func, or_, select

from kairanban.access.terms import granting, in_term
from kairanban.care.safety.rules import Sighting
from kairanban.core.ids import PlaceId
from kairanban.core.tasks import Task
from kairanban.db.statements import ACTOR_SESSION, NOW, Query, Statement, inserting
from kairanban.db.tables.columns import Line
from kairanban.db.tables.people import appointment
from kairanban.db.tables.places import place_within
from kairanban.db.tables.safety import (
    help_call,
    safety_addressee,
    safety_check,
    safety_tally,
    sighting,
)


@dataclass(frozen=True, slots=True)
class Asked:
    association: PlaceId
    kind: str
    started: int
    ended: int | None
    block: PlaceId | None
    state: str
    seen: str
    source: str
    about: str
    made: int | None
    calls: int

    @property
    def current(self) -> Sighting | None:
        return Sighting(self.seen, self.source, self.about, self.made) if self.made is not None else None


CHECK = bindparam("check", type_=BigInteger)
HOUSEHOLD = bindparam("household", type_=BigInteger)
_of = and_(safety_addressee.c.check == CHECK, safety_addressee.c.household == HOUSEHOLD)

ASKED = Query(
    select(
        safety_check.c.association,
        safety_check.c.kind,
        safety_check.c.started,
        safety_check.c.ended,
        safety_addressee.c.block,
        safety_addressee.c.state,
        safety_addressee.c.seen,
        safety_addressee.c.source,
        safety_addressee.c.about,
        safety_addressee.c.made,
        safety_addressee.c.calls,
    )
    .select_from(safety_addressee.join(safety_check, safety_check.c.id == safety_addressee.c.check))
    .where(_of)
    .with_for_update(of=safety_addressee),
    Asked,
)

KNOWN = Statement(
    select(sighting.c.id).where(
        sighting.c.check == CHECK,
        sighting.c.household == HOUSEHOLD,
        sighting.c.press == bindparam("press", type_=Line),
    )
)

# What the household had said before it asked for help, unless a helper ended another call of it since.
_helped = (
    select(func.max(help_call.c.closed))
    .where(
        help_call.c.check == CHECK, help_call.c.household == HOUSEHOLD, help_call.c.closed_how != "taken_back"
    )
    .scalar_subquery()
)
SAID_BEFORE = Query(
    select(sighting.c.state, sighting.c.source, sighting.c.about, sighting.c.made).where(
        sighting.c.check == CHECK,
        sighting.c.household == HOUSEHOLD,
        sighting.c.state == "safe",
        sighting.c.made >= func.coalesce(_helped, 0),
    ),
    Sighting,
)

SAY = inserting(
    sighting, "check", "household", "source", "state", "about", "words", "session", "person", "press", "made", "received"
)  # fmt: skip

STAND = Statement(
    safety_addressee.update()
    .where(
        safety_addressee.c.check == bindparam("of_check", type_=BigInteger),
        safety_addressee.c.household == bindparam("of_household", type_=BigInteger),
    )
    .values(
        {
            name: bindparam(f"now_{name}", type_=safety_addressee.c[name].type)
            for name in ("state", "seen", "source", "about", "made", "calls")
        }
    )
)

TALLY = Statement(
    safety_tally.update()
    .where(
        safety_tally.c.check == bindparam("of_check", type_=BigInteger),
        safety_tally.c.block == bindparam("of_block", type_=BigInteger),
    )
    .values(
        {
            name: safety_tally.c[name] + bindparam(f"step_{name}", type_=BigInteger)
            for name in ("safe", "help", "helped")
        }
    )
)

_CALLED = ("check", "household", "session", "place", "about", "opened", "passes_on", "word")
CALL_HELP = Statement(
    lambda insert: (
        insert(help_call)
        .values({name: bindparam(name, type_=help_call.c[name].type) for name in _CALLED})
        .on_conflict_do_nothing()
        .returning(help_call.c.id)
    )
)

# Tells whether anybody near answers: the block's leader or the supporter.
NEAR = Statement(
    select(appointment.c.id)
    .select_from(appointment.join(place_within, place_within.c.ancestor == appointment.c.place))
    .where(
        place_within.c.place == bindparam("place", type_=BigInteger),
        granting(appointment, Task.ANSWER_CALLS),
        in_term(appointment),
    )
    .limit(1)
)

# Visible only on the device that asked.
_mine = help_call.c.session == ACTOR_SESSION
_mine_open = and_(
    help_call.c.check == bindparam("of_check", type_=BigInteger),
    help_call.c.household == bindparam("of_household", type_=BigInteger),
    _mine,
    help_call.c.closed.is_(None),
)
_of_call = bindparam("of_call", type_=BigInteger)
# 0 means all of this device.
_mine_open_one = and_(_mine_open, or_(_of_call == 0, help_call.c.id == _of_call))
OPEN_HERE = Statement(
    select(help_call.c.id).where(_mine_open, help_call.c.about == bindparam("of_about", type_=Line))
)

# Only calls in a drill can be practice.
GIVE_WORD = Statement(
    help_call.update()
    .where(
        _mine_open_one,
        help_call.c.check.in_(select(safety_check.c.id).where(safety_check.c.kind == "drill")),
    )
    .values(word=bindparam("given", type_=Line))
)

# Untaken practice calls become real and are passed on again.
NO_PRACTICE = Statement(
    help_call.update()
    .where(_mine_open_one, help_call.c.word == "drill")
    .values(
        word=bindparam("given", type_=Line),
        passed=case((help_call.c.taken.is_(None), None), else_=help_call.c.passed),
    )
    .returning(help_call.c.id)
)
TAKE_BACK = Statement(help_call.update().where(_mine_open_one).values(closed=NOW, closed_how="taken_back"))
