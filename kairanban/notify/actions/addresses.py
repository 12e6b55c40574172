"""Push subscriptions of devices: check, add, renew and end them."""

import base64
import binascii
from dataclasses import dataclass

from kairanban.core.actor import Actor
from kairanban.core.clock import HOUR
from kairanban.core.errors import Conflict, Invalid, SignInNeeded
from kairanban.db import journal
from kairanban.db.transaction import Duplicate
from kairanban.db.tx import Tx
from kairanban.i18n.marks import N as _n
from kairanban.notify.queries import addresses
from kairanban.notify.rules.endpoints import Services, allowed

# Browsers send the subscription at every opening; it is stored at most this often.
RENEWED_WITHIN = 20 * HOUR

NOT_TAKEN = _n("This device's browser offers a way of telling that this server does not know.")
SHARED = _n("This tablet is shared. Messages would reach whoever uses it next.")


@dataclass(frozen=True, slots=True)
class Subscription:
    """A browser's push subscription: endpoint URL and encryption keys (RFC 8291)."""

    target: str
    p256dh: str
    auth: str


def checked(target: object, p256dh: object, auth: object, services: Services) -> Subscription:
    """Return the subscription; raise Invalid unless service and key sizes are right."""
    if not (isinstance(target, str) and isinstance(p256dh, str) and isinstance(auth, str)):
        raise Invalid({"target": NOT_TAKEN})
    if not allowed(target, services) or (_size(p256dh), _size(auth)) != (65, 16):
        raise Invalid({"target": NOT_TAKEN})
    return Subscription(target, p256dh, auth)


def _size(key: str) -> int:
    try:
        return len(base64.b64decode(key + "=" * (-len(key) % 4), altchars="-_", validate=True))
    except (binascii.Error, ValueError):
        return -1


async def is_known(tx: Tx, given: Subscription, language: str) -> bool:
    """Tell whether the subscription is stored and recent, so that nothing has to be written."""
    return bool(
        await tx.column(
            addresses.KNOWN,
            target=given.target,
            p256dh=given.p256dh,
            auth=given.auth,
            language=language,
            within=RENEWED_WITHIN,
        )
    )


async def subscribe(tx: Tx, given: Subscription, language: str) -> int:
    """Store or renew the device's subscription until sign-out; return its id. Conflict on a shared tablet."""
    actor = _signed_in(tx)
    if actor.kiosk:
        raise Conflict(SHARED)
    await tx.run(addresses.REPLACE, target=given.target)
    keys = {"keys_p256dh": given.p256dh, "keys_auth": given.auth, "in_language": language}
    known = await tx.value(addresses.RENEW, target=given.target, **keys)
    if known is not None:
        return int(known)
    try:
        made = await tx.value(
            addresses.ADD, channel="push", session=actor.session, household=None, target=given.target,
            p256dh=given.p256dh, auth=given.auth, language=language, made=tx.now,
            renewed=tx.now, confirmed=tx.now,
        )  # fmt: skip
    except Duplicate:
        raise Conflict(_n("This has changed in the meantime")) from None
    await journal.record(
        tx, "notices_allowed", household=actor.home.household if actor.home else None, other=made
    )
    return int(made)


async def unsubscribe(tx: Tx) -> None:
    """End the device's subscription; a second call changes nothing."""
    actor = _signed_in(tx)
    if await tx.run(addresses.END_OF_DEVICE):
        await journal.record(tx, "notices_left", household=actor.home.household if actor.home else None)


async def is_subscribed(tx: Tx) -> bool:
    return bool(await tx.column(addresses.OF_DEVICE))


def _signed_in(tx: Tx) -> Actor:
    if not isinstance(tx.actor, Actor) or not (tx.actor.homes or tx.actor.appointments):
        raise SignInNeeded
    return tx.actor
