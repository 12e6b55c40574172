"""Requests to join by a poster, until their device is bound."""

from dataclasses import dataclass

from sqlalchemy import BigInteger, bindparam, func, or_, select

from kairanban.core.ids import HouseholdId, PlaceId
from kairanban.db.statements import NOW, Query, Statement, inserting
from kairanban.db.tables.buildings import joining_request, poster
from kairanban.db.tables.people import household
from kairanban.db.tables.places import place


@dataclass(frozen=True, slots=True)
class Request:
    """A request as an officer sees it."""

    id: int
    room: str
    label: str
    language: str
    kind: str
    digits: str
    asked: int
    building: PlaceId
    building_name: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as the waiting device sees it."""

    id: int
    room: str
    label: str
    kind: str
    digits: str
    asked: int
    decided: int | None
    household: HouseholdId | None
    gone: int | None
    building: PlaceId
    building_name: str
    help_name: str
    help_phone: str


ASK = inserting(
    joining_request,
    "poster", "token_hash", "client_id", "room", "label", "language", "kind", "digits", "asked",
)  # fmt: skip

# The same form sent twice is one request; a decided one stays.
FORGET_PRESS = Statement(
    joining_request.delete().where(
        joining_request.c.poster == bindparam("of_poster"),
        joining_request.c.client_id == bindparam("press"),
        joining_request.c.decided.is_(None),
    )
)

PRESSED = Statement(
    select(joining_request.c.id).where(
        joining_request.c.poster == bindparam("of_poster"), joining_request.c.client_id == bindparam("press")
    )
)

_open = (
    joining_request.c.decided.is_(None),
    joining_request.c.asked > NOW - bindparam("within", type_=BigInteger),
)

WAITING_AT = Statement(
    select(func.count())
    .select_from(joining_request)
    .where(joining_request.c.poster == bindparam("of_poster"), *_open)
)

_association = place.alias("association")
_of_building = joining_request.join(poster, poster.c.id == joining_request.c.poster).join(
    place, place.c.id == poster.c.building
)

ASKED = Query(
    select(
        joining_request.c.id,
        joining_request.c.room,
        joining_request.c.label,
        joining_request.c.kind,
        joining_request.c.digits,
        joining_request.c.asked,
        joining_request.c.decided,
        joining_request.c.household,
        household.c.gone,
        poster.c.building,
        place.c.name.label("building_name"),
        _association.c.help_name,
        _association.c.help_phone,
    )
    .select_from(
        _of_building.join(_association, _association.c.id == place.c.association).outerjoin(
            household, household.c.id == joining_request.c.household
        )
    )
    .where(joining_request.c.token_hash == bindparam("token_hash")),
    Asked,
)

# Only the caller whose delete hits a row may bind: a request binds one device.
FINISH = Statement(joining_request.delete().where(joining_request.c.id == bindparam("request")))

REQUESTS = Query(
    select(
        joining_request.c.id,
        joining_request.c.room,
        joining_request.c.label,
        joining_request.c.language,
        joining_request.c.kind,
        joining_request.c.digits,
        joining_request.c.asked,
        place.c.id.label("building"),
        place.c.name.label("building_name"),
    )
    .select_from(_of_building)
    .where(place.c.association == bindparam("association"), *_open)
    .order_by(joining_request.c.id),
    Request,
)

COUNT = Statement(
    select(func.count())
    .select_from(_of_building)
    .where(place.c.association == bindparam("association"), *_open)
)

DECIDE = Statement(
    joining_request.update()
    .where(joining_request.c.id == bindparam("request"), *_open)
    .values(
        decided=NOW,
        decided_by=bindparam("by", type_=BigInteger),
        household=bindparam("as_household", type_=BigInteger),
    )
)

FORGET_OLD = Statement(
    joining_request.delete().where(
        or_(
            joining_request.c.asked <= NOW - bindparam("within", type_=BigInteger),
            joining_request.c.decided <= NOW - bindparam("after_answer", type_=BigInteger),
        )
    )
)
