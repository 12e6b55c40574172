"""A household's own devices, card and PIN."""

import unicodedata

from kairanban.access.hidden import is_trusted_here
from kairanban.community.signin.queries import (
    cards,
    device_requests,
    feeds,
    notification_ways,
    pins,
    sessions,
)
from kairanban.community.signin.queries import devices as device_queries
from kairanban.community.signin.queries.device_requests import Waiting, WaitingHousehold
from kairanban.community.signin.queries.devices import Device
from kairanban.community.signin.rules.lifetimes import REQUEST_LASTS, UNDO_PAIRING
from kairanban.community.signin.rules.passwords import hash_secret
from kairanban.core.actor import Actor
from kairanban.core.errors import Conflict, Invalid, NotFound, Refused, SignInNeeded
from kairanban.core.ids import HouseholdId, ResidentId
from kairanban.db import journal
from kairanban.db.tx import Tx
from kairanban.i18n.marks import N as _n

NO_LONGER = _n("That device is no longer waiting.")
ELSEWHERE = _n("This is settled on a device that the household added or confirmed later, or with an officer.")
SHARED = _n(
    "This is a tablet that many people use. Please open this page on a device of your own, or ask an officer."
)
TOO_NEW = _n(
    "This screen was added with six digits less than seven days ago. Until they are over, this is done on another device of the household."
)


async def devices(tx: Tx, household: HouseholdId) -> list[Device]:
    """Return the devices; on one from before the household was hidden only those that were there then."""
    require_own(tx, household)
    return await tx.all(device_queries.SHOWN, household=household)


async def waiting(tx: Tx, household: HouseholdId) -> list[Waiting]:
    return await tx.all(device_requests.WAITING, household=household, within=REQUEST_LASTS)


async def decide(tx: Tx, household: HouseholdId, request: int, agreed: bool) -> None:
    """Approve or refuse a waiting device; Conflict if it no longer waits or this device is not trusted."""
    require_own(tx, household)
    await require_settled(tx, household)
    if not await is_trusted_here(tx, household):
        raise Conflict(NO_LONGER)
    await _decide(tx, household, request, agreed)


async def remove(tx: Tx, household: HouseholdId, device: int) -> None:
    """Unbind a device of the household; raise NotFound."""
    require_own(tx, household)
    await require_settled(tx, household)
    if not await tx.run(device_queries.REMOVE, device_id=device, household_id=household):
        raise NotFound
    await journal.record(tx, "device_removed", household=household, other=device)


async def confirm(tx: Tx, household: HouseholdId, device: int) -> None:
    """Trust a device from before the household was hidden, from one it trusts; raise NotFound."""
    require_own(tx, household)
    await require_settled(tx, household)
    if not await tx.run(device_queries.CONFIRM, device_id=device, household_id=household):
        raise NotFound
    await journal.record(tx, "device_confirmed", household=household, other=device)


async def mail_addresses(tx: Tx, household: HouseholdId) -> list[str]:
    """Return the mail addresses circulars go to, for a device the household trusts."""
    require_own(tx, household)
    if not await is_trusted_here(tx, household):
        return []
    return await tx.column(notification_ways.MAIL, household_id=household)


async def calendars(tx: Tx, household: HouseholdId) -> int:
    """Count the calendars that are fed."""
    require_own(tx, household)
    return len(await tx.all(feeds.IN_USE, household=household))


async def remove_others(tx: Tx, household: HouseholdId) -> None:
    """端末をすべてはずす: end all other access to the household, without telling anybody.

    Ends devices, residents signed in elsewhere, the card, waiting requests, mail addresses and calendar feeds; on a
    device the household does not trust only the devices that are not trusted either.
    """
    require_own(tx, household)
    await require_settled(tx, household)
    await tx.run(device_queries.REMOVE_OTHERS, household_id=household)
    if await is_trusted_here(tx, household):
        await tx.run(sessions.SIGN_OUT_RESIDENTS_ELSEWHERE, household_id=household)
        await tx.run(sessions.UNBIND_SIGNED_OUT)
        await tx.run(cards.CANCEL, household_id=household)
        await tx.run(device_requests.FORGET_REQUESTS, household_id=household)
        await tx.run(notification_ways.END_MAIL, household_id=household)
        await tx.run(feeds.REVOKE_ALL, household_id=household)
    await journal.record(tx, "devices_removed", household=household)


async def acknowledge_device(tx: Tx, household: HouseholdId, device: int) -> None:
    """Record that the household knows the new device, so that it is not shown again; NotFound on that device itself."""
    require_own(tx, household)
    await require_settled(tx, household)
    if not await tx.run(device_queries.TELL, device_id=device, household_id=household):
        raise NotFound


async def choose_pin(tx: Tx, household: HouseholdId, pin_hash: str) -> None:
    """Store the PIN's hash and reset its wrong attempts; NotFound on a device the household does not trust."""
    require_own(tx, household)
    await require_settled(tx, household)
    if not await is_trusted_here(tx, household):
        raise NotFound
    await tx.run(pins.SET_PIN, household_id=household, hash=pin_hash)
    await journal.record(tx, "pin_chosen", household=household)


def checked_pin(typed: str) -> str:
    """Return the hash of a PIN, also from full-width digits; Invalid if it is easily guessed."""
    typed = unicodedata.normalize("NFKC", typed)
    if len(typed) != 4 or not (typed.isascii() and typed.isdecimal()):
        raise Invalid({"pin": _n("Please choose four digits.")})
    if len(set(typed)) == 1 or typed in ("1234", "4321", "0123"):
        raise Invalid({"pin": _n("That number is easily guessed. Please choose another.")})
    return hash_secret(typed)


def require_own(tx: Tx, household: HouseholdId) -> None:
    """Raise NotFound unless this device is bound to the household; SignInNeeded without a session."""
    if not isinstance(tx.actor, Actor):
        raise SignInNeeded
    if household not in {home.household for home in tx.actor.homes}:
        raise NotFound


async def is_new_here(tx: Tx, household: HouseholdId) -> bool:
    """Tell whether this device was added with six digits less than seven days ago; a lured person may have typed them."""
    return bool(await tx.column(device_queries.NEW_HERE, household=household, within=UNDO_PAIRING))


async def require_settled(tx: Tx, household: HouseholdId) -> None:
    """Raise Refused on a device that `is_new_here`: what would keep it in, or the others out, is done elsewhere."""
    if await is_new_here(tx, household):
        raise Refused(TOO_NEW)


async def has_pin(tx: Tx, household: HouseholdId) -> bool:
    return bool(await tx.value(pins.PIN, household=household))


async def waiting_for(tx: Tx) -> list[WaitingHousehold]:
    """Return the waiting devices in the actor's association or block."""
    return await tx.all(device_requests.WAITING_FOR, within=REQUEST_LASTS)


async def decide_for(tx: Tx, household: HouseholdId, request: int, agreed: bool) -> None:
    """Approve or refuse a device for a household in the actor's association or block; raise NotFound."""
    if request not in {one.id for one in await waiting_for(tx) if one.household == household}:
        raise NotFound
    await _decide(tx, household, request, agreed)


async def _decide(tx: Tx, household: HouseholdId, request: int, agreed: bool) -> None:
    changed = await tx.run(
        device_requests.DECIDE,
        request=request,
        household_id=household,
        answer=int(agreed),
        within=REQUEST_LASTS,
    )
    if not changed:
        raise Conflict(NO_LONGER)
    if agreed:
        # A person has checked: allow the PIN again.
        await tx.run(pins.FORGIVE_PIN, household_id=household)
    await journal.record(
        tx, "device_approved" if agreed else "device_refused", household=household, other=request
    )


async def name_resident(tx: Tx, household: HouseholdId, resident: ResidentId | None) -> None:
    """Name the resident who uses this device, None for the household; replies then name her."""
    require_own(tx, household)
    if not await tx.run(device_queries.NAME_RESIDENT, household_id=household, resident_id=resident):
        raise NotFound
