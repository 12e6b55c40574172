"""People with an appointment: invited once, then signed in by password or passkey."""

from kairanban.access.permission import is_stepped_up
from kairanban.community.people.actions.successions import settle, took_office
from kairanban.community.signin.actions.recovery import renew
from kairanban.community.signin.actions.sessions import sign_in
from kairanban.community.signin.queries import persons, recovery
from kairanban.community.signin.queries.invited_to import INVITED_TO, InvitedTo
from kairanban.community.signin.queries.persons import Invitation
from kairanban.community.signin.rules.lifetimes import INVITATION_LASTS
from kairanban.community.signin.rules.tokens import hashed, new_token
from kairanban.core.errors import Conflict, Invalid, SignInNeeded, StepUpNeeded
from kairanban.core.ids import PersonId, PlaceId
from kairanban.db import journal
from kairanban.db.tx import Tx
from kairanban.i18n.marks import N as _n

USED = _n("This invitation has been used or has ended. Please ask for a new one; it takes a minute.")


EARLY = _n("This invitation opens with the term. Please come back on the first day that stands on the paper.")


async def invite(
    tx: Tx, person: PersonId, body: PlaceId | None, *, opens: int = 0, ends: int | None = None
) -> str:
    """Make a one-use invitation and return its token; earlier ones end. It lasts 24 hours, on paper from `opens` to `ends`.

    The new key opens the offices of `body`, see `recovery`. The caller has asked for permission.
    """
    token = new_token()
    await forget_invitations(tx, person)
    await tx.value(
        persons.INVITE,
        person=person,
        token_hash=hashed(token),
        made=tx.now,
        made_by=tx.actor.person,
        body=body,
        opens=opens,
        ends=ends,
    )
    await journal.record(tx, "invited", other=person)
    return token


async def invitation(tx: Tx, token: str) -> Invitation:
    """Return the invitation; Conflict if it is used or expired."""
    found = await tx.first(persons.INVITATION, token_hash=hashed(token))
    if found is None or found.used is not None:
        raise Conflict(USED)
    if tx.now >= (found.made + INVITATION_LASTS if found.ends is None else found.ends):
        raise Conflict(USED)
    if tx.now < found.opens:
        raise Conflict(EARLY)
    return found


async def invited_to(tx: Tx, found: Invitation) -> list[InvitedTo]:
    """Return the offices the invitation opens. The caller holds its token."""
    return await tx.all(INVITED_TO, person_id=found.person, body=found.body or 0)


async def forget_invitations(tx: Tx, person: PersonId) -> None:
    """End the person's invitations. The caller has asked for permission."""
    await tx.run(persons.FORGET_INVITATIONS, person_id=person)


async def use_invitation(tx: Tx, token: str) -> Invitation:
    """Use the invitation once and end the person's earlier keys; Conflict if it is used or expired."""
    found = await invitation(tx, token)
    if not await tx.run(persons.USE_INVITATION, invitation_id=found.id, within=INVITATION_LASTS):
        raise Conflict(USED)
    await renew(tx, found)
    return found


async def take_on(tx: Tx, token: str) -> None:
    """Accept the invitation with the actor's own key: the inviting body's offices of the invited person are hers from now on.

    Offices alone: where the invited person lives stays with her, so that nobody comes into a household by it. Nobody's keys change. Raise SignInNeeded without
    a person, StepUpNeeded unless she has just proven herself, Conflict for a used invitation.
    """
    me = tx.actor.person
    if me is None:
        raise SignInNeeded
    if not is_stepped_up(tx):
        raise StepUpNeeded
    found = await invitation(tx, token)
    if not await tx.run(persons.USE_INVITATION, invitation_id=found.id, within=INVITATION_LASTS):
        raise Conflict(USED)
    await tx.run(recovery.TAKE_ON, person_id=found.person, body=found.body, by_person=me)
    await journal.record(tx, "offices_taken_on", association=found.body, other=found.person)
    await took_office(tx, me)
    if found.body is not None:
        await settle(tx, found.body)


async def keep_needs(tx: Tx, needs: str) -> None:
    """Store the person's display settings, so that her other devices use them."""
    await tx.run(persons.KEEP_NEEDS, needs_then=needs)


async def set_password(
    tx: Tx, token: str, sign_in_name: str, password_hash: str, kind: str = ""
) -> tuple[PersonId, str]:
    """Use the invitation to set name and password; return the person and the new session token.

    Raise Invalid for a name in use, Conflict for a used invitation.
    """
    found = await use_invitation(tx, token)
    await store_password(tx, found.person, sign_in_name, password_hash)
    return found.person, await sign_in(tx, found.person, kind)


async def store_password(tx: Tx, person: PersonId, sign_in_name: str, password_hash: str) -> None:
    """Store name and password; raise Invalid for a name in use. The caller has asked for permission."""
    if await tx.value(persons.NAME_TAKEN, chosen_name=sign_in_name, person_id=person) is not None:
        raise Invalid({"sign_in_name": _n("Please choose another name: this one is taken.")})
    await tx.run(persons.SET_PASSWORD, person_id=person, chosen_name=sign_in_name, hash=password_hash)
    await journal.record(tx, "password_set", other=person)
