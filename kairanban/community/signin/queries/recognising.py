"""Who a request comes from, by its token: the session, its households and its offices."""

from dataclasses import dataclass

from sqlalchemy import and_, bindparam, case, exists, func, or_, select

from kairanban.access.scope import opened
from kairanban.access.terms import opens
from kairanban.core.clock import Moment
from kairanban.core.ids import AppointmentId, HouseholdId, PersonId, PlaceId, ResidentId, SessionId
from kairanban.db.statements import Query
from kairanban.db.tables.people import appointment, household, person
from kairanban.db.tables.places import place
from kairanban.db.tables.safety import help_call, safety_addressee, safety_check, sighting
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
    asked: int
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

# What this device knows of a check's answers: nobody else's call for help shows here, not even by a missing question.
_ended_call = help_call.alias("ended_call")
# An answer from before a helper closed a call of this device counts no more, as on the first page (care/safety).
_closed_here = (
    select(func.max(_ended_call.c.closed))
    .where(
        _ended_call.c.check == safety_addressee.c.check,
        _ended_call.c.household == safety_addressee.c.household,
        _ended_call.c.session == session.c.id,
        _ended_call.c.closed_how != "taken_back",
    )
    .correlate(safety_addressee, session)
    .scalar_subquery()
)
_known_here = or_(
    exists(
        select(1)
        .where(
            sighting.c.check == safety_addressee.c.check,
            sighting.c.household == safety_addressee.c.household,
            sighting.c.state == "safe",
            sighting.c.about == "",
            sighting.c.made >= func.coalesce(_closed_here, 0),
        )
        .correlate(safety_addressee, session)
    ),
    exists(
        select(1)
        .where(
            help_call.c.check == safety_addressee.c.check,
            help_call.c.household == safety_addressee.c.household,
            help_call.c.session == session.c.id,
            help_call.c.closed.is_(None),
        )
        .correlate(safety_addressee, session)
    ),
)
# The newest running check without an answer, a real one before a drill (negative); every page names it.
_asked = func.coalesce(
    select(func.max(case((safety_check.c.kind == "drill", -safety_check.c.id), else_=safety_check.c.id)))
    .select_from(safety_addressee.join(safety_check, safety_check.c.id == safety_addressee.c.check))
    .where(safety_addressee.c.household == household.c.id, safety_check.c.ended.is_(None), ~_known_here)
    .correlate(household, session)
    .scalar_subquery(),
    0,
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
        _asked.label("asked"),
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
_acts_for = place.alias("asked")

APPOINTMENTS = Query(
    select(
        appointment.c.id,
        appointment.c.role,
        appointment.c.place,
        appointment.c.ends,
        place.c.kind.label("place_kind"),
        _acts_for.c.name.label("association_name"),
        _acts_for.c.help_name,
        _acts_for.c.help_phone,
        _acts_for.c.block_word,
        place.c.association,
    )
    .select_from(
        session.join(appointment, appointment.c.person == session.c.person)
        .join(place, place.c.id == appointment.c.place)
        .join(_acts_for, _acts_for.c.id == func.coalesce(place.c.association, place.c.id))
    )
    .where(_BY_TOKEN, opens(appointment))
    .order_by(appointment.c.id),
    Serving,
)
