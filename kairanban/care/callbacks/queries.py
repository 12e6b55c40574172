"""Callbacks: for the device that asked, and for people who answer them."""

from dataclasses import dataclass

from sqlalchemy import BigInteger, and_, bindparam, func, or_, select

from kairanban.access.scope import places_for
from kairanban.access.telephone import number_shown
from kairanban.access.terms import granting, in_term
from kairanban.community.people.queries.dwellings import is_dwelling
from kairanban.core.hidden_households import shown_as
from kairanban.core.ids import HouseholdId, PlaceId
from kairanban.core.tasks import Task
from kairanban.db.statements import ACTOR_SESSION, NOW, Query, Statement, inserting
from kairanban.db.tables.callbacks import call
from kairanban.db.tables.people import appointment, household, membership, person, resident
from kairanban.db.tables.places import place, place_within


@dataclass(frozen=True, slots=True)
class Found:
    """A callback the actor may answer."""

    place: PlaceId
    association: PlaceId
    household: HouseholdId


@dataclass(frozen=True, slots=True)
class Asked:
    """A callback as the device that asked sees it; `near` names the people who will ring."""

    id: int
    household: HouseholdId
    place: PlaceId
    phone: str
    asked: int
    passes_on: int
    tried: int | None
    closed: int | None
    closed_how: str
    near: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Waiting:
    """A callback that waits."""

    id: int
    household: HouseholdId
    place: PlaceId
    place_name: str
    label: str
    hidden: int
    route_order: int
    resident: str | None
    phone: str
    asked: int
    passes_on: int
    tried: int | None

    @property
    def shown(self) -> str:
        return shown_as(self.label, self.hidden, self.place_name, self.route_order)


ASK = inserting(call, "household", "session", "resident", "place", "asked", "passes_on")

# The household's current block, settlement or building.
WHERE = Statement(
    select(membership.c.place)
    .select_from(membership.join(place, place.c.id == membership.c.place))
    .where(
        membership.c.household == bindparam("household"),
        membership.c.until.is_(None),
        is_dwelling,
    )
    .order_by(membership.c.id)
    .limit(1)
)

# People near: the block's leader and the supporter.
NEAR = Statement(
    select(person.c.name)
    .distinct()
    .select_from(
        appointment.join(person, person.c.id == appointment.c.person).join(
            place_within, place_within.c.ancestor == appointment.c.place
        )
    )
    .where(
        place_within.c.place == bindparam("place"),
        granting(appointment, Task.ANSWER_CALLS),
        in_term(appointment),
    )
    .order_by(person.c.name)
)

# The number given with the call, else the household's: who asks for a call agrees to be rung.
_number = func.coalesce(func.nullif(call.c.phone, ""), number_shown(asked=call.c.closed.is_(None)))

# What this device asked for, the newest first.
MINE = Query(
    select(
        call.c.id,
        call.c.household,
        call.c.place,
        _number.label("phone"),
        call.c.asked,
        call.c.passes_on,
        call.c.tried,
        call.c.closed,
        call.c.closed_how,
    )
    .select_from(call.join(household, household.c.id == call.c.household))
    .where(
        call.c.session == ACTOR_SESSION,
        or_(call.c.closed.is_(None), call.c.closed > bindparam("since", type_=BigInteger)),
    )
    .order_by(call.c.id.desc()),
    Asked,
)

_open_here = and_(
    call.c.session == ACTOR_SESSION, call.c.household == bindparam("of_household"), call.c.closed.is_(None)
)

OPEN_HERE = Statement(select(call.c.id).where(_open_here))
TAKE_BACK = Statement(call.update().where(_open_here).values(closed=NOW, closed_how="taken_back"))
OTHER_NUMBER = Statement(call.update().where(_open_here).values(phone=bindparam("other")))

# People near see it at once, the others after a day.
_for_me = and_(
    call.c.closed.is_(None),
    household.c.gone.is_(None),
    or_(
        call.c.place.in_(places_for(Task.ANSWER_CALLS)),
        and_(call.c.passes_on <= NOW, call.c.place.in_(places_for(Task.ANSWER_WAITING_CALLS))),
    ),
)

TO_RING = Query(
    select(
        call.c.id,
        call.c.household,
        call.c.place,
        place.c.name.label("place_name"),
        household.c.label,
        household.c.hidden,
        func.coalesce(membership.c.route_order, 0).label("route_order"),
        resident.c.name.label("resident"),
        _number.label("phone"),
        call.c.asked,
        call.c.passes_on,
        call.c.tried,
    )
    .select_from(
        call.join(household, household.c.id == call.c.household)
        .join(place, place.c.id == call.c.place)
        .outerjoin(
            membership,
            and_(
                membership.c.household == household.c.id,
                membership.c.place == call.c.place,
                membership.c.until.is_(None),
            ),
        )
        .outerjoin(resident, and_(resident.c.id == call.c.resident, resident.c.until.is_(None)))
    )
    .where(_for_me)
    .order_by(call.c.asked, call.c.id),
    Waiting,
)

WAITING = Statement(
    select(func.count()).select_from(call.join(household, household.c.id == call.c.household)).where(_for_me)
)

FIND = Query(
    select(call.c.place, place.c.association, call.c.household)
    .select_from(
        call.join(household, household.c.id == call.c.household).join(place, place.c.id == call.c.place)
    )
    .where(call.c.id == bindparam("call"), _for_me),
    Found,
)

RUNG = Statement(
    call.update()
    .where(call.c.id == bindparam("of_call"), call.c.closed.is_(None))
    .values(closed=NOW, closed_how="rung", closed_by=bindparam("by", type_=BigInteger))
)
TRIED = Statement(
    call.update().where(call.c.id == bindparam("of_call"), call.c.closed.is_(None)).values(tried=NOW)
)
