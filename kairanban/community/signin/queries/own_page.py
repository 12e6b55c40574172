"""A person's own offices, passkeys and sign-ins."""

from dataclasses import dataclass

from sqlalchemy import BigInteger, bindparam, case, delete, exists, func, or_, select, union_all

from kairanban.community.people.rules.offices import HANDED_ON, ROLE_NAMES
from kairanban.community.signin.queries.sessions import SIGNED_OUT
from kairanban.core.clock import Moment
from kairanban.core.ids import AppointmentId, SessionId
from kairanban.db.statements import ACTOR_PERSON, ACTOR_SESSION, NOW, Query, Statement
from kairanban.db.tables.people import appointment, household, person, resident
from kairanban.db.tables.places import place
from kairanban.db.tables.signin import passkey, session


@dataclass(frozen=True, slots=True)
class Office:
    """A present or future appointment of the actor."""

    appointment: AppointmentId
    role: str
    title: str
    place: str
    place_kind: str
    starts: Moment
    ends: Moment | None
    locked: int | None
    """When a new key from elsewhere locked it, until its body confirms."""

    @property
    def role_name(self) -> str:
        return ROLE_NAMES[self.role]

    @property
    def handed_on(self) -> bool:
        """Whether it ends by handing over only."""
        return self.role in HANDED_ON and self.place_kind != "group"

    @property
    def last_day(self) -> Moment | None:
        """The last moment of the term: people say its last day, not the midnight after it."""
        return Moment(self.ends - 1) if self.ends is not None else None


@dataclass(frozen=True, slots=True)
class OwnKeys:
    """How the actor signs in with a password, if she has one."""

    sign_in_name: str
    has_password: int


@dataclass(frozen=True, slots=True)
class PasskeyLine:
    id: int
    name: str
    made: Moment
    used: Moment | None


@dataclass(frozen=True, slots=True)
class SignIn:
    """A session in which the actor's person is signed in."""

    id: SessionId
    kind: str
    since: Moment
    seen: Moment
    is_this: int


OFFICES = Query(
    select(
        appointment.c.id.label("appointment"),
        appointment.c.role,
        appointment.c.title,
        place.c.name.label("place"),
        place.c.kind.label("place_kind"),
        appointment.c.starts,
        appointment.c.ends,
        appointment.c.locked,
    )
    .select_from(appointment.join(place, place.c.id == appointment.c.place))
    .where(appointment.c.person == ACTOR_PERSON, or_(appointment.c.ends.is_(None), appointment.c.ends > NOW))
    .order_by(appointment.c.starts, appointment.c.id),
    Office,
)

OWN_KEYS = Query(
    select(
        func.coalesce(person.c.sign_in_name, "").label("sign_in_name"),
        case((person.c.password_hash != "", 1), else_=0).label("has_password"),
    ).where(person.c.id == ACTOR_PERSON),
    OwnKeys,
)

# Holds the person's row, so that two removals at once do not take both of her last keys.
HOLD = Statement(select(person.c.id).where(person.c.id == ACTOR_PERSON).with_for_update())

_of_actor = (passkey.c.person == ACTOR_PERSON, passkey.c.ended.is_(None))

PASSKEYS = Query(
    select(passkey.c.id, passkey.c.name, passkey.c.made, passkey.c.used)
    .where(*_of_actor)
    .order_by(passkey.c.id),
    PasskeyLine,
)

CREDENTIALS = Statement(select(passkey.c.credential).where(*_of_actor).order_by(passkey.c.id))

NAME_PASSKEY = Statement(
    passkey.update()
    .where(passkey.c.id == bindparam("passkey_id", type_=BigInteger), *_of_actor)
    .values(name=bindparam("new_name"))
)

_other = passkey.alias("other")
_other_way = or_(
    exists(select(1).where(person.c.id == ACTOR_PERSON, person.c.password_hash != "")),
    exists(
        select(1).where(
            _other.c.person == ACTOR_PERSON,
            _other.c.ended.is_(None),
            _other.c.id != bindparam("passkey_id", type_=BigInteger),
        )
    ),
)
# Deleted, not ended: an ended one would still confirm a new key.
REMOVE_PASSKEY = Statement(
    delete(passkey).where(passkey.c.id == bindparam("passkey_id", type_=BigInteger), *_of_actor, _other_way)
)

IS_OWN_PASSKEY = Statement(
    select(passkey.c.id).where(passkey.c.id == bindparam("passkey_id", type_=BigInteger), *_of_actor)
)

SIGN_INS = Query(
    select(
        session.c.id,
        session.c.kind,
        session.c.person_since.label("since"),
        session.c.person_seen.label("seen"),
        case((session.c.id == ACTOR_SESSION, 1), else_=0).label("is_this"),
    )
    .where(
        session.c.person == ACTOR_PERSON,
        session.c.ended.is_(None),
        session.c.person_since.is_not(None),
        session.c.person_seen.is_not(None),
    )
    .order_by(session.c.person_seen.desc(), session.c.id.desc()),
    SignIn,
)

END_SIGN_IN = Statement(
    session.update()
    .where(
        session.c.id == bindparam("session_id", type_=BigInteger),
        session.c.id != ACTOR_SESSION,
        session.c.person == ACTOR_PERSON,
    )
    .values(SIGNED_OUT)
)

# The words tried first when a person's password is guessed.
_person = bindparam("person_id", type_=BigInteger)
_serves, _association = place.alias("serves"), place.alias("association")
WORDS = Statement(
    union_all(
        select(person.c.name).where(person.c.id == _person),
        select(person.c.reading).where(person.c.id == _person),
        select(func.coalesce(person.c.sign_in_name, "")).where(person.c.id == _person),
        select(_serves.c.name)
        .select_from(_serves.join(appointment, appointment.c.place == _serves.c.id))
        .where(appointment.c.person == _person),
        select(_association.c.name)
        .select_from(
            _association.join(_serves, _serves.c.association == _association.c.id).join(
                appointment, appointment.c.place == _serves.c.id
            )
        )
        .where(appointment.c.person == _person),
        select(household.c.label)
        .select_from(household.join(resident, resident.c.household == household.c.id))
        .where(resident.c.person == _person),
    )
)
