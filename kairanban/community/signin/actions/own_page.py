"""What a person sees and changes of her own keys and sign-ins."""

from dataclasses import dataclass

from kairanban.access.permission import is_stepped_up
from kairanban.access.rules import leads_only
from kairanban.access.sign_ins import person_part_lives
from kairanban.community.signin.actions.persons import store_password
from kairanban.community.signin.actions.sessions import sign_out_elsewhere
from kairanban.community.signin.queries import own_page, recovery, sessions
from kairanban.community.signin.queries.own_page import Office, OwnKeys, PasskeyLine, SignIn
from kairanban.core.actor import Actor
from kairanban.core.errors import Conflict, NotFound, SignInNeeded, StepUpNeeded
from kairanban.core.ids import PersonId, SessionId
from kairanban.db import journal
from kairanban.db.tx import Tx
from kairanban.i18n.marks import N as _n

LAST = _n("This is your only key, so it stays. Please add another or choose a password first.")


@dataclass(frozen=True, slots=True)
class Own:
    """A person's offices, keys and sign-ins."""

    offices: list[Office]
    keys: OwnKeys
    passkeys: list[PasskeyLine]
    sign_ins: list[SignIn]

    @property
    def may_remove(self) -> bool:
        """Whether a key is left when one is removed."""
        return bool(self.keys.has_password) or len(self.passkeys) > 1


def person_of(tx: Tx) -> PersonId:
    """Return the person who is signed in; raise SignInNeeded."""
    if not isinstance(tx.actor, Actor) or tx.actor.person is None:
        raise SignInNeeded
    return tx.actor.person


def proven(tx: Tx) -> PersonId:
    """Return the person who has shown lately that it is she; raise SignInNeeded or StepUpNeeded."""
    person = person_of(tx)
    if not is_stepped_up(tx):
        raise StepUpNeeded
    return person


async def own(tx: Tx) -> Own:
    """Return all of it; sign-ins that have run out are left out, this one comes first."""
    person_of(tx)
    leads = leads_only(one.role for one in tx.actor.appointments)
    found = [
        one
        for one in await tx.all(own_page.SIGN_INS)
        if one.is_this or person_part_lives(one.since, one.seen, tx.now, leads)
    ]
    return Own(
        await tx.all(own_page.OFFICES),
        await tx.one(own_page.OWN_KEYS),
        await tx.all(own_page.PASSKEYS),
        sorted(found, key=lambda one: not one.is_this),
    )


async def credentials(tx: Tx) -> list[bytes]:
    """Return the credential ids of the person's passkeys, which no device makes twice."""
    proven(tx)
    return [bytes(one) for one in await tx.column(own_page.CREDENTIALS)]


async def name_passkey(tx: Tx, passkey: int, name: str) -> None:
    """Store the name of an own passkey; raise NotFound."""
    person_of(tx)
    if not await tx.run(own_page.NAME_PASSKEY, passkey_id=passkey, new_name=name):
        raise NotFound


async def remove_passkey(tx: Tx, passkey: int) -> None:
    """Remove an own passkey and end the person's other sign-ins; raise NotFound, or Conflict for the last key.

    A key is removed because its device is lost, and the device may be signed in by any key.
    """
    person = proven(tx)
    await tx.column(own_page.HOLD)
    if not await tx.column(own_page.IS_OWN_PASSKEY, passkey_id=passkey):
        raise NotFound
    if not await tx.run(own_page.REMOVE_PASSKEY, passkey_id=passkey):
        raise Conflict(LAST)
    await sign_out_elsewhere(tx, person)
    await journal.record(tx, "passkey_removed", other=person)


async def end_sign_in(tx: Tx, session: SessionId) -> None:
    """Sign the person out in another of her sessions; a second call changes nothing."""
    person = person_of(tx)
    if await tx.run(own_page.END_SIGN_IN, session_id=session):
        await tx.run(sessions.UNBIND_SIGNED_OUT)
        await journal.record(tx, "person_signed_out", other=person)


async def end_others(tx: Tx) -> None:
    """Sign the person out everywhere but here."""
    person = person_of(tx)
    await sign_out_elsewhere(tx, person)
    await journal.record(tx, "person_signed_out", other=person)


async def change_password(tx: Tx, sign_in_name: str, password_hash: str) -> PersonId:
    """Store name and password of the person, who has just proven herself; end her other sign-ins.

    Browsers she used before count as unknown again. Raise Invalid for a name in use.
    """
    person = proven(tx)
    await store_password(tx, person, sign_in_name, password_hash)
    await tx.run(recovery.FORGET_BROWSERS, person_id=person)
    await sign_out_elsewhere(tx, person)
    return person
