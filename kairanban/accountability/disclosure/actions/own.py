"""開示 to the household itself, on a device of its own that it trusts."""

from kairanban.access.hidden import is_trusted_here
from kairanban.accountability.disclosure.actions.gathering import Wanted, gather, lived
from kairanban.accountability.disclosure.queries.asking import SIGNED_IN_AS, SUBJECT
from kairanban.accountability.disclosure.rules.bundle import Bundle
from kairanban.community.hiding.actions import ELSEWHERE
from kairanban.community.signin.actions.devices import require_own
from kairanban.core.errors import Refused
from kairanban.core.ids import HouseholdId
from kairanban.db.tx import Tx
from kairanban.i18n.marks import N as _n

SHARED = _n(
    "This is a tablet that many people use. Please open this page on a device of your own, or ask an officer."
)


async def require_private(tx: Tx, household: HouseholdId) -> None:
    """Raise NotFound for others' households, Refused on a shared tablet or a device the household does not trust."""
    require_own(tx, household)
    if tx.actor.kiosk:
        raise Refused(SHARED)
    if not await is_trusted_here(tx, household):
        raise Refused(ELSEWHERE)


async def own_adult(tx: Tx, household: HouseholdId) -> int | None:
    """Return the adult who is known to read: signed in with a key of her own, or the only one who lives there."""
    signed_in: int | None = await tx.value(SIGNED_IN_AS, household=household)
    if signed_in is not None:
        return signed_in
    here = [one.id for one in await lived(tx, household) if one.until is None]
    return here[0] if len(here) == 1 else None


async def own_bundle(tx: Tx, household: HouseholdId) -> Bundle:
    """Return what is held about the household, and about the adult who reads if she is known."""
    await require_private(tx, household)
    adult = await own_adult(tx, household)
    subject = await tx.one(SUBJECT, household=household)
    return await gather(tx, Wanted(subject, adult, whole=True, at_desk=False, may_see=True))
