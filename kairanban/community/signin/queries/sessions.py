"""Sessions by token, with their person, households and appointments."""

from dataclasses import dataclass

from sqlalchemy import BigInteger, and_, bindparam, case, cast, func, null, or_, select

from kairanban.access.scope import opened
from kairanban.access.terms import opens
from kairanban.core.clock import Moment
from kairanban.core.ids import AppointmentId, HouseholdId, PersonId, PlaceId, ResidentId, SessionId
from kairanban.db.statements import ACTOR_SESSION, NOW, Query, Statement, inserting
from kairanban.db.tables.people import appointment, household, person, resident
from kairanban.db.tables.places import place
from kairanban.db.tables.signin import device, session


@dataclass(frozen=True, slots=True)
class Signed:
    """A session and the person signed in."""

    id: SessionId
    made: int
    seen: int
    kiosk: int
    person: PersonId | None
    person_since: Moment | None
    person_seen: Moment | None
    stepped_up: Moment | None
    name: str | None
    needs: str | None


@dataclass(frozen=True, slots=True)
class Rung:
    """The association whose help contact a page shows."""

    association_name: str
    help_name: str
    help_phone: str
    block_word: str


@dataclass(frozen=True, slots=True)
class OpenHome:
    """A household of the session, by its device or by the person signed in."""

    household: HouseholdId
    label: str
    association: PlaceId
    resident: ResidentId | None
    by_person: int
    language: str
    family: int | None
    rung: Rung


@dataclass(frozen=True, slots=True)
class Serving:
    """A current appointment; `association` is None for a municipality's."""

    id: AppointmentId
    role: str
    place: PlaceId
    ends: Moment | None
    place_kind: str
    association: PlaceId | None
    rung: Rung


_BY_TOKEN = and_(session.c.token_hash == bindparam("token_hash"), session.c.ended.is_(None))

SESSION = Query(
    select(
        session.c.id,
        session.c.made,
        session.c.seen,
        session.c.kiosk,
        session.c.person,
        session.c.person_since,
        session.c.person_seen,
        session.c.stepped_up,
        person.c.name,
        person.c.needs,
    )
    .select_from(session.outerjoin(person, session.c.person == person.c.id))
    .where(_BY_TOKEN),
    Signed,
)

# By a bound device, or by a resident while she is signed in here.
HOMES = Query(
    select(
        household.c.id.label("household"),
        household.c.label,
        household.c.association,
        device.c.resident,
        case((device.c.how == "person", 1), else_=0).label("by_person"),
        household.c.language,
        household.c.family,
        place.c.name.label("association_name"),
        place.c.help_name,
        place.c.help_phone,
        place.c.block_word,
    )
    .select_from(
        session.join(device, and_(device.c.session == session.c.id, opened(session.c.person)))
        .join(household, household.c.id == device.c.household)
        .join(place, place.c.id == household.c.association)
    )
    .where(_BY_TOKEN, household.c.gone.is_(None)),
    OpenHome,
)

# The help contact for a block or a building is its association's.
_asked = place.alias("asked")

APPOINTMENTS = Query(
    select(
        appointment.c.id,
        appointment.c.role,
        appointment.c.place,
        appointment.c.ends,
        place.c.kind.label("place_kind"),
        _asked.c.name.label("association_name"),
        _asked.c.help_name,
        _asked.c.help_phone,
        _asked.c.block_word,
        place.c.association,
    )
    .select_from(
        session.join(appointment, appointment.c.person == session.c.person)
        .join(place, place.c.id == appointment.c.place)
        .join(_asked, _asked.c.id == func.coalesce(place.c.association, place.c.id))
    )
    .where(_BY_TOKEN, opens(appointment))
    .order_by(appointment.c.id),
    Serving,
)

BEGIN = inserting(
    session, "token_hash", "made", "seen", "person", "person_since", "person_seen", "stepped_up", "kind"
)

ROTATE = Statement(
    session.update().where(session.c.id == ACTOR_SESSION).values(token_hash=bindparam("token_hash"), seen=NOW)
)

SIGN_IN_PERSON = Statement(
    session.update()
    .where(session.c.id == ACTOR_SESSION)
    .values(
        person=bindparam("person_id", type_=BigInteger),
        person_since=NOW,
        person_seen=NOW,
        stepped_up=NOW,
        kind=bindparam("kind_now"),
        token_hash=bindparam("token_hash"),
    )
)

SIGNED_OUT = {
    "person": null(),
    "person_since": null(),
    "person_seen": null(),
    "stepped_up": null(),
    "kind": "",
}

SIGN_OUT_PERSON = Statement(session.update().where(session.c.id == ACTOR_SESSION).values(SIGNED_OUT))

_elsewhere = or_(ACTOR_SESSION.is_(None), session.c.id != ACTOR_SESSION)

SIGN_OUT_ELSEWHERE = Statement(
    session.update().where(session.c.person == bindparam("person_id"), _elsewhere).values(SIGNED_OUT)
)

# A resident's sign-in opens the household in any session.
SIGN_OUT_RESIDENTS_ELSEWHERE = Statement(
    session.update()
    .where(
        session.c.person.in_(
            select(resident.c.person).where(
                resident.c.household == bindparam("household_id"),
                resident.c.person.is_not(None),
                resident.c.until.is_(None),
            )
        ),
        _elsewhere,
    )
    .values(SIGNED_OUT)
)

# Devices bound by a sign-in end with it.
UNBIND_SIGNED_OUT = Statement(
    device.update()
    .where(
        device.c.how == "person",
        device.c.removed.is_(None),
        device.c.session.in_(select(session.c.id).where(session.c.person.is_(None))),
    )
    .values(removed=NOW)
)

# Ends devices bound by an earlier person's sign-in on this session.
UNBIND_BEFORE = Statement(
    device.update()
    .where(
        device.c.session == bindparam("of_session", type_=BigInteger),
        device.c.how == "person",
        device.c.removed.is_(None),
        device.c.household.not_in(
            select(resident.c.household).where(
                resident.c.person == bindparam("person_now", type_=BigInteger), resident.c.until.is_(None)
            )
        ),
    )
    .values(removed=NOW)
)

STEP_UP = Statement(
    session.update()
    .where(session.c.id == ACTOR_SESSION)
    .values(stepped_up=NOW, person_seen=NOW, token_hash=bindparam("token_hash"))
)

TOUCH = Statement(
    session.update()
    .where(session.c.id == ACTOR_SESSION)
    .values(seen=NOW, person_seen=cast(bindparam("person_seen", type_=BigInteger), BigInteger))
)

END = Statement(session.update().where(session.c.id == ACTOR_SESSION).values(ended=NOW))

REOPEN = Statement(
    session.update()
    .where(
        session.c.token_hash == bindparam("old_hash"),
        session.c.kiosk == 0,
        # A person's sign-in ends for good.
        session.c.person.is_(None),
        session.c.ended > NOW - bindparam("within", type_=BigInteger),
    )
    .values(ended=null(), token_hash=bindparam("token_hash"))
)
