"""開示 to the household itself, on a device of its own that it trusts."""

from kairanban.accountability.disclosure.actions.gathering import Wanted, gather, lived
from kairanban.accountability.disclosure.queries.asking import SIGNED_IN_AS, SUBJECT
from kairanban.accountability.disclosure.rules.bundle import Bundle
from kairanban.community.hiding.actions import require_private
from kairanban.core.ids import HouseholdId
from kairanban.db.tx import Tx


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
