"""Start of a check for the households that belong to a place, and its end."""

from dataclasses import dataclass

from sqlalchemy import BigInteger, and_, bindparam, case, exists, func, literal, or_, select

from kairanban.community.people.queries.dwellings import current, lives
from kairanban.community.signin.queries.devices_in_use import devices_in_use
from kairanban.core.ids import PlaceId
from kairanban.db.statements import NOW, Query, Statement, total
from kairanban.db.tables.columns import Line
from kairanban.db.tables.notify import notice_choice
from kairanban.db.tables.people import household, membership
from kairanban.db.tables.places import place, place_within
from kairanban.db.tables.safety import safety_addressee, safety_check, safety_tally, sighting


@dataclass(frozen=True, slots=True)
class Belonging:
    """Number of households asked, and of those without a device."""

    households: int
    at_the_door: int


@dataclass(frozen=True, slots=True)
class Startable:
    """A place where the actor may start a check."""

    id: PlaceId
    kind: str
    name: str
    association: PlaceId | None


CHECK = bindparam("check", type_=BigInteger)
PLACE = bindparam("place", type_=BigInteger)

PLACE_OF = Query(
    select(place.c.id, place.c.kind, place.c.name, place.c.association).where(place.c.id == PLACE),
    Startable,
)

# The associations of a municipality, each with a check of its own.
ASSOCIATIONS = Statement(
    select(place.c.id)
    .select_from(place_within.join(place, place.c.id == place_within.c.place))
    .where(place_within.c.ancestor == PLACE, place.c.association == place.c.id, place.c.ended.is_(None))
    .order_by(place.c.sort, place.c.id)
)

OPEN = Statement(
    select(safety_check.c.id).where(
        safety_check.c.place == PLACE,
        safety_check.c.kind == bindparam("kind", type_=Line),
        safety_check.c.ended.is_(None),
    )
)

_STARTED = ("association", "place", "town_check", "kind", "words", "started", "started_by")
START = Statement(
    lambda insert: (
        insert(safety_check)
        .values({name: bindparam(name, type_=safety_check.c[name].type) for name in _STARTED})
        .on_conflict_do_nothing()
        .returning(safety_check.c.id)
    )
)

_belongs = exists(
    select(1)
    .select_from(membership.join(place_within, place_within.c.place == membership.c.place))
    .where(membership.c.household == household.c.id, place_within.c.ancestor == PLACE, current)
)

# Households without a signed-in device are asked at the door.
HOUSEHOLDS = Query(
    select(
        func.count().label("households"), total(case((devices_in_use == 0, 1), else_=0)).label("at_the_door")
    ).where(household.c.gone.is_(None), _belongs),
    Belonging,
)

ADDRESS = Statement(
    safety_addressee.insert().from_select(
        ["check", "household", "block"],
        select(CHECK, household.c.id, lives()).where(household.c.gone.is_(None), _belongs),
    )
)

_counted_under = func.coalesce(safety_addressee.c.block, 0)

TALLY = Statement(
    safety_tally.insert().from_select(
        ["check", "block", "households"],
        select(CHECK, _counted_under, func.count())
        .where(safety_addressee.c.check == CHECK)
        .group_by(_counted_under),
    )
)

_rests = exists(
    select(1).where(
        notice_choice.c.household == safety_addressee.c.household, notice_choice.c.rest_until > NOW
    )
)

# A household on rest may be away; this is shown and proves nothing.
AWAY = Statement(
    sighting.insert().from_select(
        ["check", "household", "source", "state", "press", "made", "received"],
        select(
            CHECK,
            safety_addressee.c.household,
            literal("away"),
            literal("unknown"),
            literal("start"),
            NOW,
            NOW,
        ).where(safety_addressee.c.check == CHECK, _rests),
    )
)
AWAY_STANDS = Statement(
    safety_addressee.update()
    .where(safety_addressee.c.check == bindparam("of_check", type_=BigInteger), _rests)
    .values(seen="unknown", source="away", made=NOW)
)

# A real check that the association started itself.
IS_OWN_REAL = Statement(
    select(safety_check.c.id).where(
        safety_check.c.id == CHECK,
        safety_check.c.kind == "real",
        or_(safety_check.c.town_check.is_(None), safety_check.c.taken_in == 1),
    )
)

_open = and_(safety_check.c.id == bindparam("of_check", type_=BigInteger), safety_check.c.ended.is_(None))
END = Statement(
    safety_check.update()
    .where(_open)
    .values(
        ended=NOW,
        ended_by=bindparam("by", type_=BigInteger),
        ended_why=bindparam("why", type_=safety_check.c.ended_why.type),
    )
)

# A real check ends drills there.
END_DRILLS = Statement(
    safety_check.update()
    .where(
        safety_check.c.kind == "drill",
        safety_check.c.ended.is_(None),
        safety_check.c.place.in_(
            select(place_within.c.place).where(
                place_within.c.ancestor == bindparam("of_place", type_=BigInteger)
            )
        ),
    )
    .values(ended=NOW, ended_by=bindparam("by", type_=BigInteger))
)
