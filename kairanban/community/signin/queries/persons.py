"""Persons, their invitations, passwords and passkeys."""

from dataclasses import dataclass

from sqlalchemy import BigInteger, bindparam, func, select

from kairanban.community.signin.rules.passkeys import Key
from kairanban.core.ids import HouseholdId, PersonId, PlaceId
from kairanban.db.statements import ACTOR_PERSON, NOW, Query, Statement, inserting
from kairanban.db.tables.people import person
from kairanban.db.tables.signin import attempt, challenge, demo_link, invitation, passkey


@dataclass(frozen=True, slots=True)
class Credentials:
    id: PersonId
    password_hash: str


@dataclass(frozen=True, slots=True)
class Invitation:
    id: int
    person: PersonId
    name: str
    body: PlaceId | None
    made: int
    opens: int
    ends: int | None
    used: int | None


@dataclass(frozen=True, slots=True)
class Link:
    cast: str
    person: PersonId | None
    household: HouseholdId | None
    name: str | None


INVITE = inserting(invitation, "person", "token_hash", "made", "made_by", "body", "opens", "ends")

INVITATION = Query(
    select(
        invitation.c.id,
        invitation.c.person,
        person.c.name,
        invitation.c.body,
        invitation.c.made,
        invitation.c.opens,
        invitation.c.ends,
        invitation.c.used,
    )
    .select_from(invitation.join(person, person.c.id == invitation.c.person))
    .where(invitation.c.token_hash == bindparam("token_hash")),
    Invitation,
)

# A new invitation ends the earlier ones.
FORGET_INVITATIONS = Statement(
    invitation.update()
    .where(invitation.c.person == bindparam("person_id"), invitation.c.used.is_(None))
    .values(used=NOW)
)

# Printed at a terminal of the server, by a command.
END_INVITATIONS_OF_COMMANDS = Statement(
    invitation.update().where(invitation.c.made_by.is_(None), invitation.c.used.is_(None)).values(used=NOW)
)

USE_INVITATION = Statement(
    invitation.update()
    .where(
        invitation.c.id == bindparam("invitation_id"),
        invitation.c.used.is_(None),
        invitation.c.opens <= NOW,
        func.coalesce(invitation.c.ends, invitation.c.made + bindparam("within", type_=BigInteger)) > NOW,
    )
    .values(used=NOW)
)

SET_PASSWORD = Statement(
    person.update()
    .where(person.c.id == bindparam("person_id"))
    .values(sign_in_name=bindparam("chosen_name"), password_hash=bindparam("hash"))
)

KEEP_NEEDS = Statement(
    person.update().where(person.c.id == ACTOR_PERSON).values(needs=bindparam("needs_then"))
)

NAME_TAKEN = Statement(
    select(person.c.id).where(
        person.c.sign_in_name == bindparam("chosen_name"), person.c.id != bindparam("person_id")
    )
)

BY_SIGN_IN_NAME = Query(
    select(person.c.id, person.c.password_hash).where(person.c.sign_in_name == bindparam("chosen_name")),
    Credentials,
)

OWN_PASSWORD = Statement(select(person.c.password_hash).where(person.c.id == ACTOR_PERSON))

ADD_PASSKEY = inserting(passkey, "person", "credential", "public_key", "sign_count", "name", "made")

PASSKEY = Query(
    select(passkey.c.id, passkey.c.person, passkey.c.public_key, passkey.c.sign_count, passkey.c.ended).where(
        passkey.c.credential == bindparam("credential")
    ),
    Key,
)

USED_PASSKEY = Statement(
    passkey.update()
    .where(passkey.c.id == bindparam("passkey_id"))
    .values(sign_count=bindparam("count"), used=NOW)
)

CHALLENGE = inserting(challenge, "token_hash", "value", "person", "made")

TAKE_CHALLENGE = Statement(
    challenge.delete()
    .where(
        challenge.c.token_hash == bindparam("token_hash"),
        challenge.c.made > NOW - bindparam("within", type_=BigInteger),
    )
    .returning(challenge.c.value)
)

FORGET_CHALLENGES = Statement(
    challenge.delete().where(challenge.c.made <= NOW - bindparam("within", type_=BigInteger))
)

TAKE_ATTEMPT = Statement(
    lambda insert: (
        insert(attempt)
        .values(kind=bindparam("kind"), who=bindparam("who"), window=bindparam("window"), count=1)
        .on_conflict_do_update(
            index_elements=[attempt.c.kind, attempt.c.who, attempt.c.window],
            set_={"count": attempt.c.count + 1},
        )
        .returning(attempt.c.count)
    )
)

GIVE_BACK_ATTEMPT = Statement(
    attempt.update()
    .where(
        attempt.c.kind == bindparam("of_kind"),
        attempt.c.who == bindparam("by_whom"),
        attempt.c.window == bindparam("in_window"),
        attempt.c.count > 0,
    )
    .values(count=attempt.c.count - 1)
)

FORGET_ATTEMPTS = Statement(attempt.delete().where(attempt.c.window < bindparam("before")))

DEMO_LINK = Query(
    select(demo_link.c.cast, demo_link.c.person, demo_link.c.household, person.c.name)
    .select_from(demo_link.outerjoin(person, person.c.id == demo_link.c.person))
    .where(demo_link.c.token_hash == bindparam("token_hash")),
    Link,
)

NEW_DEMO_LINK = inserting(demo_link, "token_hash", "cast", "person", "household")
