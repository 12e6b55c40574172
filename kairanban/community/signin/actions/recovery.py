"""Recovery: a new key ends the earlier ones and opens the inviting body's offices until the others are confirmed."""

from kairanban.access.permission import require
from kairanban.community.announcements.actions import announce
from kairanban.community.announcements.rules import Told
from kairanban.community.people.actions.successions import took_office
from kairanban.community.signin.actions.sessions import leave_office, sign_out_elsewhere
from kairanban.community.signin.queries import persons, recovery
from kairanban.community.signin.queries.persons import Invitation
from kairanban.community.signin.queries.recovery import Locked
from kairanban.core.errors import NotFound
from kairanban.core.ids import PersonId, PlaceId
from kairanban.core.tasks import Task
from kairanban.db import journal
from kairanban.db.tx import Tx


async def renew(tx: Tx, used: Invitation) -> None:
    """End the person's earlier keys and sign-ins; lock her offices of other bodies, and tell her households."""
    await tx.run(recovery.END_PASSKEYS, person_id=used.person)
    await tx.run(recovery.PUT_PASSWORD_ASIDE, person_id=used.person, body=used.body)
    await tx.run(recovery.FORGET_BROWSERS, person_id=used.person)
    await sign_out_elsewhere(tx, used.person)
    await tx.run(recovery.LOCK_OTHERS, person_id=used.person, body=used.body)
    await tx.run(recovery.UNLOCK_AT, person_id=used.person, body=used.body)
    for home in await tx.all(recovery.HOMES_OF, person_id=used.person):
        await announce(tx, home.household, Told.KEYED, used.person)
    await journal.record(tx, "keys_renewed", association=used.body, other=used.person)


async def end_keys(tx: Tx, person: PersonId) -> None:
    """End every key and sign-in of a person whose last office has been handed on. The caller has asked for permission."""
    await tx.run(persons.FORGET_INVITATIONS, person_id=person)
    await tx.run(recovery.END_PASSKEYS, person_id=person)
    await tx.run(recovery.NO_PASSWORD, person_id=person)
    await tx.run(recovery.FORGET_BROWSERS, person_id=person)
    await sign_out_elsewhere(tx, person)
    if tx.actor.person == person:
        await leave_office(tx)
    await journal.record(tx, "keys_ended", other=person)


async def locked(tx: Tx) -> list[Locked]:
    """Return the bodies whose offices the actor's own key does not open yet."""
    return await tx.all(recovery.MINE)


async def to_confirm(tx: Tx) -> list[Locked]:
    """Return the people with a new key whom the actor, who appoints there, may confirm."""
    return await tx.all(recovery.TO_CONFIRM)


async def confirm(tx: Tx, body: PlaceId, person: PersonId) -> None:
    """Open the body's offices to the person's new key; a second call changes nothing."""
    await require(tx, Task.APPOINT, body)
    await confirm_at(tx, body, person)


async def confirm_at(tx: Tx, body: PlaceId | None, person: PersonId) -> None:
    """As `confirm`; the caller has asked for permission."""
    if await tx.run(recovery.UNLOCK_AT, person_id=person, body=body):
        await took_office(tx, person)
        await journal.record(tx, "key_confirmed", association=body, other=person)


async def earlier_hash(tx: Tx) -> str:
    """Return the hash of the actor's password before the recovery, "" if there was none."""
    return await tx.value(recovery.EARLIER_HASH) or ""


async def confirm_with_earlier_key(tx: Tx) -> None:
    """Open all the actor's offices: she has proven an earlier key. Raise NotFound without a person."""
    if tx.actor.person is None:
        raise NotFound
    await tx.run(recovery.UNLOCK)
    await tx.run(recovery.CONFIRMED)
    await took_office(tx, tx.actor.person)
    await journal.record(tx, "key_confirmed", other=tx.actor.person)
