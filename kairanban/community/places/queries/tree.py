"""The tree of places: moved and closed."""

from dataclasses import dataclass

from sqlalchemy import BigInteger, bindparam, exists, or_, select

from kairanban.core.ids import PlaceId
from kairanban.db.statements import NOW, Query, Statement
from kairanban.db.tables.people import appointment, membership
from kairanban.db.tables.places import place, place_within

PLACE = bindparam("place_id", type_=BigInteger)
INTO = bindparam("into", type_=BigInteger)

_sub, _up = place_within.alias("sub"), place_within.alias("up")
_moved, _kept = place_within.alias("moved"), place_within.alias("kept")

# A place takes everything in it along: first out of all that it lay in, then into all that the new parent lies in.
LEAVE = Statement(
    place_within.delete().where(
        exists(select(1).where(_moved.c.place == place_within.c.place, _moved.c.ancestor == PLACE)),
        ~exists(select(1).where(_kept.c.place == place_within.c.ancestor, _kept.c.ancestor == PLACE)),
    )
)
ENTER = Statement(
    place_within.insert().from_select(
        ["ancestor", "place"],
        select(_up.c.ancestor, _sub.c.place).where(_up.c.place == INTO, _sub.c.ancestor == PLACE),
    )
)
SET_PARENT = Statement(place.update().where(place.c.id == PLACE).values(parent=INTO))

IS_WITHIN = Statement(
    select(place_within.c.place).where(place_within.c.place == INTO, place_within.c.ancestor == PLACE)
)

# What keeps a place open: a household in it or below, and an open place below.
OCCUPIED = Statement(
    select(membership.c.id)
    .select_from(membership.join(place_within, place_within.c.place == membership.c.place))
    .where(place_within.c.ancestor == PLACE, membership.c.until.is_(None))
    .limit(1)
)
OPEN_BELOW = Statement(
    select(place.c.name)
    .where(place.c.parent == PLACE, place.c.ended.is_(None))
    .order_by(place.c.sort, place.c.id)
    .limit(1)
)
CLOSE = Statement(place.update().where(place.c.id == PLACE, place.c.ended.is_(None)).values(ended=NOW))
END_APPOINTMENTS_AT = Statement(
    appointment.update()
    .where(appointment.c.place == PLACE, or_(appointment.c.ends.is_(None), appointment.c.ends > NOW))
    .values(ends=NOW)
)
SET_CODE = Statement(place.update().where(place.c.id == PLACE).values(code=bindparam("new_code")))


@dataclass(frozen=True, slots=True)
class Listed:
    id: PlaceId
    kind: str
    parent: PlaceId | None
    name: str


# Every open place of the server, for its operator.
EVERYTHING = Query(
    select(place.c.id, place.c.kind, place.c.parent, place.c.name)
    .where(place.c.ended.is_(None))
    .order_by(place.c.sort, place.c.id),
    Listed,
)
