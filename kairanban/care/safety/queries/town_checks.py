"""Checks of a municipality over all its associations."""

from dataclasses import dataclass

from sqlalchemy import BigInteger, bindparam, exists, func, select

from kairanban.access.rules import LEAST_SHOWN
from kairanban.access.scope import places_for
from kairanban.care.safety.queries.overtaken import overtaken_by
from kairanban.care.safety.rules import Counts
from kairanban.core.ids import PlaceId
from kairanban.core.tasks import Task
from kairanban.db.statements import NOW, Query, Statement, total
from kairanban.db.tables.columns import Line
from kairanban.db.tables.people import person
from kairanban.db.tables.places import place, place_within
from kairanban.db.tables.safety import help_call, safety_check, safety_tally, town_check


@dataclass(frozen=True, slots=True)
class Running:
    """A running check of one association."""

    id: int
    association: PlaceId
    place: PlaceId


@dataclass(frozen=True, slots=True)
class AssociationLine:
    """An association with its counts; `check` is its own board."""

    check: int
    name: str
    ended: int | None
    own: int
    """Whether the association had started it itself."""
    overtaken_by: int | None
    """The real check there that ended this drill."""
    counts: Counts

    @property
    def few(self) -> bool:
        """Whether there are too few households to show their number to the municipality."""
        return self.counts.households < LEAST_SHOWN


@dataclass(frozen=True, slots=True)
class TownCheck:
    id: int
    place: PlaceId
    place_name: str
    kind: str
    words: str
    started: int
    started_by: str
    ended: int | None
    overtaken_by: int | None
    """The town's real check that ended this drill."""


TOWN_CHECK = bindparam("town_check", type_=BigInteger)
_PLACE = bindparam("place", type_=BigInteger)
_KIND = bindparam("kind", type_=Line)

_STARTED = ("place", "kind", "words", "started", "started_by")
START = Statement(
    lambda insert: (
        insert(town_check)
        .values({name: bindparam(name, type_=town_check.c[name].type) for name in _STARTED})
        .on_conflict_do_nothing()
        .returning(town_check.c.id)
    )
)
OPEN = Statement(
    select(town_check.c.id).where(
        town_check.c.place == _PLACE, town_check.c.kind == _KIND, town_check.c.ended.is_(None)
    )
)

# Associations not asked yet.
WAITING = Statement(
    select(place.c.id)
    .select_from(
        town_check.join(place_within, place_within.c.ancestor == town_check.c.place).join(
            place, place.c.id == place_within.c.place
        )
    )
    .where(
        town_check.c.id == TOWN_CHECK,
        town_check.c.ended.is_(None),
        place.c.association == place.c.id,
        place.c.ended.is_(None),
        ~exists(
            select(1).where(
                safety_check.c.association == place.c.id, safety_check.c.town_check == town_check.c.id
            )
        ),
    )
    .order_by(place.c.sort, place.c.id)
)
# A check the association started itself becomes part of the municipality's.
TAKE_IN = Statement(
    safety_check.update()
    .where(safety_check.c.id == bindparam("of_check", type_=BigInteger), safety_check.c.town_check.is_(None))
    .values(town_check=bindparam("for_town", type_=BigInteger), taken_in=1)
)

_by = person.alias("starter")
# Ended at the moment at which a real one began.
_real = town_check.alias("real_town_check")
_FOUND = (
    town_check.c.id,
    town_check.c.place,
    place.c.name.label("place_name"),
    town_check.c.kind,
    town_check.c.words,
    town_check.c.started,
    func.coalesce(_by.c.name, "").label("started_by"),
    town_check.c.ended,
    select(func.max(_real.c.id))
    .where(
        town_check.c.kind == "drill",
        _real.c.kind == "real",
        _real.c.place == town_check.c.place,
        _real.c.started == town_check.c.ended,
    )
    .scalar_subquery()
    .label("overtaken_by"),
)
_from = town_check.join(place, place.c.id == town_check.c.place).outerjoin(
    _by, _by.c.id == town_check.c.started_by
)
_mine = town_check.c.place.in_(places_for(Task.START_TOWN_CHECK))

FIND = Query(select(*_FOUND).select_from(_from).where(town_check.c.id == TOWN_CHECK, _mine), TownCheck)
LIST = Query(
    select(*_FOUND)
    .select_from(_from)
    .where(_mine)
    .order_by(town_check.c.ended.is_not(None), town_check.c.kind.desc(), town_check.c.id.desc())
    .limit(30),
    TownCheck,
)

# By association, in the municipality's order.
LINES = Query(
    select(
        safety_check.c.id.label("check"),
        place.c.name,
        safety_check.c.ended,
        safety_check.c.taken_in.label("own"),
        overtaken_by(),
        total(safety_tally.c.households).label("households"),
        total(safety_tally.c.safe).label("safe"),
        total(safety_tally.c.help).label("help"),
        total(safety_tally.c.helped).label("helped"),
    )
    .select_from(
        safety_check.join(place, place.c.id == safety_check.c.association).outerjoin(
            safety_tally, safety_tally.c.check == safety_check.c.id
        )
    )
    .where(safety_check.c.town_check == TOWN_CHECK)
    .group_by(safety_check.c.id, place.c.id)
    .order_by(place.c.sort, place.c.id),
    AssociationLine,
)

# Checks not ended yet that the town started; an association ends its own.
RUNNING = Query(
    select(safety_check.c.id, safety_check.c.association, safety_check.c.place).where(
        safety_check.c.town_check == TOWN_CHECK, safety_check.c.taken_in == 0, safety_check.c.ended.is_(None)
    ),
    Running,
)

HELP_BEFORE = Statement(
    select(func.count())
    .select_from(
        town_check.join(place_within, place_within.c.ancestor == town_check.c.place)
        .join(help_call, help_call.c.place == place_within.c.place)
        .join(safety_check, safety_check.c.id == help_call.c.check)
    )
    .where(
        town_check.c.id == TOWN_CHECK,
        help_call.c.closed.is_(None),
        safety_check.c.town_check.is_distinct_from(town_check.c.id),
    )
)

_BY = bindparam("by", type_=BigInteger)
END = Statement(
    town_check.update()
    .where(town_check.c.id == bindparam("of_town_check", type_=BigInteger), town_check.c.ended.is_(None))
    .values(ended=NOW, ended_by=_BY)
)
# A real check ends drills there.
END_DRILLS = Statement(
    town_check.update()
    .where(
        town_check.c.place == bindparam("of_place", type_=BigInteger),
        town_check.c.kind == "drill",
        town_check.c.ended.is_(None),
    )
    .values(ended=NOW, ended_by=_BY)
)
