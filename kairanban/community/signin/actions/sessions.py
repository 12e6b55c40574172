"""Sessions: begun, given a new token at every rise in trust, ended."""

from kairanban.community.people.actions.successions import took_office
from kairanban.community.signin.queries import devices, sessions
from kairanban.community.signin.queries.sessions import Contact
from kairanban.community.signin.rules.lifetimes import UNDO_LEAVING
from kairanban.community.signin.rules.tokens import hashed, new_token
from kairanban.core.actor import Actor
from kairanban.core.errors import Conflict, SignInNeeded
from kairanban.core.ids import PersonId, SessionId
from kairanban.db import journal
from kairanban.db.tx import Tx
from kairanban.i18n.marks import N as _n


async def household_session(tx: Tx) -> tuple[SessionId, str]:
    """Return this browser's session, or a new one, with a new token."""
    token = new_token()
    if isinstance(tx.actor, Actor):
        await tx.run(sessions.ROTATE, token_hash=hashed(token))
        return tx.actor.session, token
    return await _begin(tx, token, None), token


async def sign_in(tx: Tx, person: PersonId, kind: str = "") -> str:
    """Sign the person in on this session, on a device of this kind, and return its new token."""
    token = new_token()
    if isinstance(tx.actor, Actor):
        await tx.run(sessions.SIGN_IN_PERSON, person_id=person, kind_now=kind, token_hash=hashed(token))
        session = tx.actor.session
        await tx.run(sessions.UNBIND_BEFORE, of_session=session, person_now=person)
    else:
        session = await _begin(tx, token, person, kind)
    await tx.run(devices.BIND_RESIDENT, of_session=session, person=person)
    await tx.run(devices.TELL_WHERE_ALONE, of_session=session)
    await took_office(tx, person)
    await journal.record(tx, "person_signed_in", other=person)
    return token


async def step_up(tx: Tx) -> str:
    """Record a step-up and return the new token."""
    token = new_token()
    await tx.run(sessions.STEP_UP, token_hash=hashed(token))
    if tx.actor.person is not None:
        await took_office(tx, tx.actor.person)
    return token


async def leave(tx: Tx) -> None:
    """End this browser's session; raise SignInNeeded without one."""
    if not isinstance(tx.actor, Actor):
        raise SignInNeeded
    await tx.run(sessions.END)
    await journal.record(tx, "left")


async def leave_office(tx: Tx) -> None:
    """Sign the person out; the household stays bound to the device."""
    await tx.run(sessions.SIGN_OUT_PERSON)
    await tx.run(sessions.UNBIND_SIGNED_OUT)
    await journal.record(tx, "person_signed_out")


async def sign_out_elsewhere(tx: Tx, person: PersonId) -> None:
    """End the person's sign-in in all other sessions."""
    await tx.run(sessions.SIGN_OUT_ELSEWHERE, person_id=person)
    await tx.run(sessions.UNBIND_SIGNED_OUT)


async def come_back(tx: Tx, old_token: str) -> str:
    """Undo `leave` of a household within two minutes and return the new token; raise Conflict."""
    token = new_token()
    reopened = await tx.run(
        sessions.REOPEN, old_hash=hashed(old_token), token_hash=hashed(token), within=UNDO_LEAVING
    )
    if not reopened:
        raise Conflict(_n("Too much time has passed. Please use the household's card."))
    return token


async def contact_left(tx: Tx, old_token: str) -> Contact | None:
    """Return whom to ring after leaving, for as long as it can be undone; None later."""
    return await tx.first(sessions.LEFT_CONTACT, old_hash=hashed(old_token), within=UNDO_LEAVING)


async def _begin(tx: Tx, token: str, person: PersonId | None, kind: str = "") -> SessionId:
    since = tx.now if person is not None else None
    session: SessionId = await tx.value(
        sessions.BEGIN,
        token_hash=hashed(token),
        made=tx.now,
        seen=tx.now,
        person=person,
        person_since=since,
        person_seen=since,
        stepped_up=since,
        kind=kind,
    )
    return session
