"""Recoveries of a chair's office, and whom they can be for."""

from dataclasses import dataclass

from sqlalchemy import BigInteger, and_, bindparam, func, or_, select

from kairanban.access.scope import places_for
from kairanban.core.ids import PersonId, PlaceId
from kairanban.core.tasks import Task
from kairanban.db.statements import NOW, Query, Statement, inserting
from kairanban.db.tables.handovers import chair_recovery
from kairanban.db.tables.people import appointment, household, person
from kairanban.db.tables.places import place


@dataclass(frozen=True, slots=True)
class Recovery:
    """One that waits for the other side, for the 48 hours, or for the key to be handed over."""

    id: int
    association: PlaceId
    association_name: str
    person: PersonId | None
    name: str
    asked: int
    officer: PersonId | None
    officer_name: str
    officer_agreed: int | None
    present: int
    """Whether the officer agreed in person, before the town's officer or the operator."""
    town_officer_name: str
    town_agreed: int | None
    told: int | None


@dataclass(frozen=True, slots=True)
class Serves:
    """A chair, caretaker or officer of the association, present or past."""

    person: PersonId
    name: str
    role: str
    title: str


@dataclass(frozen=True, slots=True)
class Home:
    id: int
    hidden: int


_officer, _town_officer = person.alias("officer_person"), person.alias("town_person")
_association = bindparam("association", type_=BigInteger)

_recoveries = (
    select(
        chair_recovery.c.id,
        chair_recovery.c.association,
        place.c.name.label("association_name"),
        chair_recovery.c.person,
        func.coalesce(person.c.name, chair_recovery.c.name).label("name"),
        chair_recovery.c.asked,
        chair_recovery.c.officer,
        func.coalesce(_officer.c.name, "").label("officer_name"),
        chair_recovery.c.officer_agreed,
        chair_recovery.c.present,
        func.coalesce(_town_officer.c.name, "").label("town_officer_name"),
        chair_recovery.c.town_agreed,
        chair_recovery.c.told,
    )
    .select_from(
        chair_recovery.join(place, place.c.id == chair_recovery.c.association)
        .outerjoin(person, person.c.id == chair_recovery.c.person)
        .outerjoin(_officer, _officer.c.id == chair_recovery.c.officer)
        .outerjoin(_town_officer, _town_officer.c.id == chair_recovery.c.town_officer)
    )
    .where(chair_recovery.c.stopped.is_(None))
    .order_by(chair_recovery.c.id)
)
_open = _recoveries.where(
    chair_recovery.c.finished.is_(None),
    func.coalesce(chair_recovery.c.told, chair_recovery.c.asked) > NOW - bindparam("lasts", type_=BigInteger),
)

OF_ASSOCIATION = Query(_open.where(chair_recovery.c.association == _association), Recovery)
# Of the town's officers: those of its associations.
OF_TOWN = Query(_open.where(chair_recovery.c.association.in_(places_for(Task.APPOINT_FOR_TOWN))), Recovery)
# Told lately, finished or not: what goes round on paper.
TOLD = Query(
    _recoveries.where(
        chair_recovery.c.association == _association,
        chair_recovery.c.told > NOW - bindparam("goes_round", type_=BigInteger),
    ),
    Recovery,
)

ASK = inserting(
    chair_recovery, "association", "person", "name", "asked",
    "officer", "officer_agreed", "town_officer", "town_agreed",
)  # fmt: skip
AGREE_AS_OFFICER = Statement(
    chair_recovery.update()
    .where(chair_recovery.c.id == bindparam("recovery_id"), chair_recovery.c.officer_agreed.is_(None))
    .values(officer=bindparam("of_person", type_=BigInteger), officer_agreed=NOW, told=NOW)
)
# Only after the town's officer, before whom she stands.
AGREE_IN_PERSON = Statement(
    chair_recovery.update()
    .where(
        chair_recovery.c.id == bindparam("recovery_id"),
        chair_recovery.c.officer_agreed.is_(None),
        chair_recovery.c.town_agreed.is_not(None),
    )
    .values(officer=bindparam("of_person", type_=BigInteger), officer_agreed=NOW, told=NOW, present=1)
)
AGREE_AS_TOWN = Statement(
    chair_recovery.update()
    .where(chair_recovery.c.id == bindparam("recovery_id"), chair_recovery.c.town_agreed.is_(None))
    .values(town_officer=bindparam("of_person", type_=BigInteger), town_agreed=NOW, told=NOW)
)
STOP = Statement(
    chair_recovery.update()
    .where(
        chair_recovery.c.id == bindparam("recovery_id"),
        chair_recovery.c.stopped.is_(None),
        chair_recovery.c.finished.is_(None),
    )
    .values(stopped=NOW, stopped_by=bindparam("of_person", type_=BigInteger))
)
FINISH = Statement(
    chair_recovery.update()
    .where(
        chair_recovery.c.id == bindparam("recovery_id"),
        chair_recovery.c.stopped.is_(None),
        chair_recovery.c.finished.is_(None),
        chair_recovery.c.told <= NOW - bindparam("waits", type_=BigInteger),
    )
    .values(finished=NOW)
)

# Each person once, a chair before an officer.
SERVING = Query(
    select(appointment.c.person, person.c.name, appointment.c.role, appointment.c.title)
    .select_from(appointment.join(person, person.c.id == appointment.c.person))
    .where(
        appointment.c.place == _association,
        or_(*(appointment.c.role == role for role in ("chair", "caretaker", "officer"))),
        appointment.c.starts <= NOW,
        or_(appointment.c.ends.is_(None), appointment.c.ends > NOW),
    )
    .order_by(appointment.c.role, appointment.c.id),
    Serves,
)

IS_CHAIR = Statement(
    select(appointment.c.id).where(
        appointment.c.place == _association,
        appointment.c.person == bindparam("of_person", type_=BigInteger),
        appointment.c.role == "chair",
        and_(
            appointment.c.starts <= NOW,
            or_(appointment.c.ends.is_(None), appointment.c.ends > NOW),
        ),
    )
)

HOUSEHOLDS = Query(
    select(household.c.id, household.c.hidden).where(
        household.c.association == _association, household.c.gone.is_(None)
    ),
    Home,
)
