"""Keys ended by a recovery, the offices a new key does not open yet, and who confirms it."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, bindparam, case, delete, func, null, or_, select

from kairanban.access.scope import places_for
from kairanban.access.terms import in_term
from kairanban.community.people.rules.offices import GIVEN_BY_ASSOCIATION
from kairanban.core.ids import HouseholdId, PersonId, PlaceId
from kairanban.core.tasks import Task
from kairanban.db.statements import ACTOR_PERSON, NOW, Query, Statement, inserting
from kairanban.db.tables.people import appointment, household, person, resident
from kairanban.db.tables.places import place, place_within
from kairanban.db.tables.signin import known_browser, passkey


@dataclass(frozen=True, slots=True)
class Locked:
    """A person whose offices at a body wait for its confirmation."""

    body: PlaceId | None
    place_name: str
    person: PersonId
    name: str
    since: int


@dataclass(frozen=True, slots=True)
class Lives:
    household: HouseholdId


_person = bindparam("person_id", type_=BigInteger)
_body_given = bindparam("body", type_=BigInteger)

_town, _above = place.alias("town"), place_within.alias("above")


def _body(held: Any, at: Any) -> Any:
    """Return the body that gives the office: the association, or the municipality above; NULL without one."""
    town = (
        select(func.max(_above.c.ancestor))
        .select_from(_above.join(_town, _town.c.id == _above.c.ancestor))
        .where(_above.c.place == held.c.place, _town.c.kind == "municipality")
        .scalar_subquery()
    )
    by_association = or_(*(held.c.role == role.value for role in GIVEN_BY_ASSOCIATION))
    return case((by_association, func.coalesce(at.c.association, at.c.id)), else_=town)


_held, _at = appointment.alias("held"), place.alias("at_place")
_held_by = _body(_held, _at)
_offices = (
    select(_held.c.id)
    .select_from(_held.join(_at, _at.c.id == _held.c.place))
    .where(_held.c.person == _person)
)

END_PASSKEYS = Statement(
    passkey.update().where(passkey.c.person == _person, passkey.c.ended.is_(None)).values(ended=NOW)
)

PUT_PASSWORD_ASIDE = Statement(
    person.update()
    .where(person.c.id == _person)
    .values(
        earlier_hash=case(
            (person.c.password_hash != "", person.c.password_hash), else_=person.c.earlier_hash
        ),
        password_hash="",
        keyed=NOW,
        keyed_by=_body_given,
    )
)

NO_PASSWORD = Statement(
    person.update().where(person.c.id == _person).values(password_hash="", earlier_hash="")
)

LOCK_OTHERS = Statement(
    appointment.update()
    .where(
        appointment.c.id.in_(
            _offices.where(
                _held_by.is_distinct_from(_body_given), or_(_held.c.ends.is_(None), _held.c.ends > NOW)
            )
        ),
        appointment.c.locked.is_(None),
    )
    .values(locked=NOW)
)

UNLOCK_AT = Statement(
    appointment.update()
    .where(
        appointment.c.id.in_(_offices.where(_held_by.is_not_distinct_from(_body_given))),
        appointment.c.locked.is_not(None),
    )
    .values(locked=null())
)

# The body's offices of one person are hers who accepts the invitation with her own key.
TAKE_ON = Statement(
    appointment.update()
    .where(
        appointment.c.id.in_(
            _offices.where(
                _held_by.is_not_distinct_from(_body_given), or_(_held.c.ends.is_(None), _held.c.ends > NOW)
            )
        )
    )
    .values(person=bindparam("by_person", type_=BigInteger), locked=null())
)
# By an earlier key: everything opens again.
UNLOCK = Statement(
    appointment.update()
    .where(appointment.c.person == ACTOR_PERSON, appointment.c.locked.is_not(None))
    .values(locked=null())
)
CONFIRMED = Statement(
    person.update()
    .where(person.c.id == ACTOR_PERSON, person.c.keyed_by.is_not(None))
    .values(keyed_by=null(), earlier_hash="")
)
EARLIER_HASH = Statement(select(person.c.earlier_hash).where(person.c.id == ACTOR_PERSON))

BODY = _body(appointment, place)
_locked = (
    select(
        BODY.label("body"),
        func.max(place.c.name).label("place_name"),
        person.c.id.label("person"),
        person.c.name,
        func.max(appointment.c.locked).label("since"),
    )
    .select_from(
        appointment.join(person, person.c.id == appointment.c.person).join(
            place, place.c.id == appointment.c.place
        )
    )
    .where(appointment.c.locked.is_not(None), in_term(appointment))
    .group_by(BODY, person.c.id, person.c.name)
    .order_by(person.c.id, BODY)
)
MINE = Query(_locked.where(appointment.c.person == ACTOR_PERSON), Locked)

# Where the actor appoints; for the server everywhere.
TO_CONFIRM = Query(_locked.where(or_(ACTOR_PERSON.is_(None), BODY.in_(places_for(Task.APPOINT)))), Locked)

HOMES_OF = Query(
    select(resident.c.household)
    .select_from(resident.join(household, household.c.id == resident.c.household))
    .where(resident.c.person == _person, resident.c.until.is_(None), household.c.gone.is_(None)),
    Lives,
)

KNOW_BROWSER = inserting(known_browser, "person", "token_hash", "seen")

# Whether the person of this sign-in name has signed in on this browser before.
IS_KNOWN = Statement(
    select(known_browser.c.id)
    .select_from(known_browser.join(person, person.c.id == known_browser.c.person))
    .where(
        known_browser.c.token_hash == bindparam("token_hash"),
        person.c.sign_in_name == bindparam("chosen_name"),
    )
)

_browser = known_browser.alias("browser")
_newer = (
    select(_browser.c.id)
    .where(_browser.c.person == _person)
    .order_by(_browser.c.id.desc())
    .limit(bindparam("most", type_=BigInteger))
)
FORGET_OLDER_BROWSERS = Statement(
    delete(known_browser).where(known_browser.c.person == _person, known_browser.c.id.not_in(_newer))
)
FORGET_BROWSERS = Statement(delete(known_browser).where(known_browser.c.person == _person))
