"""Passkeys: one-use challenges, registration by invitation or by the person herself, sign-in."""

from kairanban.community.signin.actions.own_page import proven
from kairanban.community.signin.actions.persons import use_invitation
from kairanban.community.signin.actions.recovery import confirm_with_earlier_key
from kairanban.community.signin.actions.sessions import household_session, sign_in, step_up
from kairanban.community.signin.queries import persons
from kairanban.community.signin.rules.lifetimes import CHALLENGE_LASTS
from kairanban.community.signin.rules.passkeys import Key, Proven, Registered
from kairanban.community.signin.rules.tokens import hashed, new_token
from kairanban.core.errors import Conflict
from kairanban.core.ids import PersonId
from kairanban.db import journal
from kairanban.db.tx import Tx
from kairanban.i18n.marks import N as _n

OLD = _n("Too much time has passed. Please press once more.")


async def ask(tx: Tx, challenge: bytes) -> str:
    """Store a challenge and return the token that its answer must bring."""
    token = new_token()
    await tx.value(
        persons.CHALLENGE, token_hash=hashed(token), value=challenge, person=tx.actor.person, made=tx.now
    )
    return token


async def take_challenge(tx: Tx, token: str) -> bytes:
    """Return a challenge and delete it; Conflict if it is unknown or expired."""
    value = await tx.value(persons.TAKE_CHALLENGE, token_hash=hashed(token), within=CHALLENGE_LASTS)
    if value is None:
        raise Conflict(OLD)
    return bytes(value)


async def add(tx: Tx, invitation: str, made: Registered, name: str = "", kind: str = "") -> str:
    """Use the invitation to register a passkey and return the new session token; raise Conflict."""
    found = await use_invitation(tx, invitation)
    await _store(tx, found.person, made, name)
    return await sign_in(tx, found.person, kind)


async def add_own(tx: Tx, made: Registered, name: str) -> None:
    """Register a further passkey of the person; raise SignInNeeded, or StepUpNeeded unless she has proven herself."""
    await _store(tx, proven(tx), made, name)


async def _store(tx: Tx, person: PersonId, made: Registered, name: str) -> None:
    await tx.value(
        persons.ADD_PASSKEY,
        person=person,
        credential=made.credential,
        public_key=made.public_key,
        sign_count=made.sign_count,
        name=name,
        made=tx.now,
    )
    await journal.record(tx, "passkey_added", other=person)


async def find(tx: Tx, credential: bytes) -> Key:
    """Return the passkey with this credential id; raise Conflict.

    One that a recovery ended is found by its own person only, to confirm the new key.
    """
    key = await tx.first(persons.PASSKEY, credential=credential)
    if key is None or (key.ended is not None and key.person != tx.actor.person):
        raise Conflict(
            _n("This device is not known here. Please use the password, or ask for an invitation.")
        )
    return key


async def use(tx: Tx, key: Key, proof: Proven, kind: str = "") -> str:
    """Sign in, or step up if the person is signed in already; return the new session token.

    An ended key confirms the person's new one instead.
    """
    await tx.run(persons.USED_PASSKEY, passkey_id=key.id, count=proof.sign_count)
    if key.ended is not None:
        await confirm_with_earlier_key(tx)
        return (await household_session(tx))[1]
    if tx.actor.person == key.person:
        return await step_up(tx)
    return await sign_in(tx, PersonId(key.person), kind)
