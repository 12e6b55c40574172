"""Sessions by token, with their person, households and appointments."""

from dataclasses import dataclass

from sqlalchemy import BigInteger, bindparam, cast, exists, null, or_, select

from kairanban.db.statements import ACTOR_SESSION, NOW, Query, Statement, inserting
from kairanban.db.tables.people import household, resident
from kairanban.db.tables.places import place
from kairanban.db.tables.signin import device, session


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom a household rings when it needs help."""

    help_name: str
    help_phone: str


BEGIN = inserting(
    session, "token_hash", "made", "seen", "person", "person_since", "person_seen", "stepped_up", "kind"
)

ROTATE = Statement(
    session.update().where(session.c.id == ACTOR_SESSION).values(token_hash=bindparam("token_hash"), seen=NOW)
)

_of_another = device.alias("of_another")
# Proven anew by a card, its two years begin again; not where it opens another household too, whose card it did not show.
BEGIN_AGAIN = Statement(
    session.update()
    .where(
        session.c.id == bindparam("session_id", type_=BigInteger),
        ~exists(
            select(1).where(
                _of_another.c.session == session.c.id,
                _of_another.c.household != bindparam("household_id", type_=BigInteger),
                _of_another.c.removed.is_(None),
            )
        ),
    )
    .values(made=NOW)
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

# The contact of a household that left this device just now.
LEFT_CONTACT = Query(
    select(place.c.help_name, place.c.help_phone)
    .select_from(
        session.join(device, device.c.session == session.c.id)
        .join(household, household.c.id == device.c.household)
        .join(place, place.c.id == household.c.association)
    )
    .where(
        session.c.token_hash == bindparam("old_hash"),
        session.c.ended > NOW - bindparam("within", type_=BigInteger),
        place.c.help_phone != "",
    )
    .order_by(household.c.id)
    .limit(1),
    Contact,
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
