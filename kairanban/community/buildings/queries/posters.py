"""The poster of a building."""

from dataclasses import dataclass

from sqlalchemy import BigInteger, bindparam, null, select

from kairanban.core.ids import PlaceId, SessionId
from kairanban.db.statements import NOW, Query, Statement, inserting
from kairanban.db.tables.buildings import poster
from kairanban.db.tables.places import place


@dataclass(frozen=True, slots=True)
class ScannedPoster:
    """A poster as the resident who scans it sees it."""

    id: int
    building: PlaceId
    building_name: str
    association: PlaceId
    association_name: str
    help_name: str
    help_phone: str


@dataclass(frozen=True, slots=True)
class Poster:
    id: int
    made: int


@dataclass(frozen=True, slots=True)
class Made:
    """A stored poster; its sealed address is deleted after half an hour."""

    id: int
    building: PlaceId
    association: PlaceId
    session: SessionId | None
    sealed: bytes | None
    made: int


NEW = inserting(poster, "building", "token_hash", "made", "made_by", "session", "sealed")

END = Statement(
    poster.update()
    .where(poster.c.building == bindparam("of_building"), poster.c.ended.is_(None))
    .values(ended=NOW, session=null(), sealed=null())
)

IN_USE = Query(
    select(poster.c.id, poster.c.made).where(
        poster.c.building == bindparam("building"), poster.c.ended.is_(None)
    ),
    Poster,
)

PRINTABLE = Query(
    select(poster.c.id, poster.c.building, place.c.association, poster.c.session, poster.c.sealed, poster.c.made)
    .select_from(poster.join(place, place.c.id == poster.c.building))
    .where(poster.c.id == bindparam("poster"))
, Made)  # fmt: skip

_association = place.alias("association")

BY_TOKEN = Query(
    select(
        poster.c.id,
        poster.c.building,
        place.c.name.label("building_name"),
        _association.c.id.label("association"),
        _association.c.name.label("association_name"),
        _association.c.help_name,
        _association.c.help_phone,
    )
    .select_from(
        poster.join(place, place.c.id == poster.c.building).join(
            _association, _association.c.id == place.c.association
        )
    )
    .where(poster.c.token_hash == bindparam("token_hash"), poster.c.ended.is_(None), place.c.ended.is_(None)),
    ScannedPoster,
)

FORGET_SEALED = Statement(
    poster.update()
    .where(poster.c.sealed.is_not(None), poster.c.made <= NOW - bindparam("within", type_=BigInteger))
    .values(session=null(), sealed=null())
)
