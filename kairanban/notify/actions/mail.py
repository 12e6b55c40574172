"""Mail addresses of a household: add, confirm and remove them; and what links in mail may do."""

from dataclasses import dataclass

from kairanban.circulation.circulars.rules.article import Article
from kairanban.circulation.circulars.rules.timing import still_open
from kairanban.community.signin.actions import attempts
from kairanban.community.signin.actions.devices import require_own, require_settled
from kairanban.core.actor import Actor
from kairanban.core.clock import DAY
from kairanban.core.errors import Conflict, Invalid, NotFound
from kairanban.core.ids import CircularId, HouseholdId, ResidentId
from kairanban.core.mail_address import is_mail_address, written_address
from kairanban.db import journal
from kairanban.db.tx import Tx
from kairanban.i18n.marks import N as _n
from kairanban.notify.actions.test_message import send_now
from kairanban.notify.keys import keys_of
from kairanban.notify.queries import addresses, linked_circular
from kairanban.notify.queries.addresses import Linked, Mail
from kairanban.notify.rules.links import Purpose, opened

LINK_LASTS = DAY
# Limits per day and per household: an address that was only typed may be somebody else's.
ASKED_MOST, ADDRESSES_MOST = 5, 4

WRONG = _n("Please look whether the e-mail address is written as it should be.")
ENOUGH = _n("So many e-mail addresses are enough for one household. Please take one off first.")
TOO_OFTEN = _n("That is enough for today. Please try again tomorrow.")


async def of_household(tx: Tx, household: HouseholdId) -> list[Mail]:
    require_own(tx, household)
    return await tx.all(addresses.MAIL_OF, household=household, within=LINK_LASTS)


async def add(tx: Tx, household: HouseholdId, target: str, language: str) -> None:
    """Add an address and send it a verification; circulars are sent only once it is confirmed."""
    require_own(tx, household)
    await require_settled(tx, household)
    target = written_address(target)
    if not is_mail_address(target):
        raise Invalid({"email": WRONG})
    known = await of_household(tx, household)
    if any(one.target == target and one.confirmed for one in known):
        return
    if len({one.target for one in known} - {target}) >= ADDRESSES_MOST:
        raise Conflict(ENOUGH)
    await attempts.take(tx, "mail_asked", str(household), DAY, ASKED_MOST, TOO_OFTEN)
    await attempts.take(tx, "mail_asked_of", target.lower(), DAY, ASKED_MOST, TOO_OFTEN)
    for one in known:
        if one.target == target:
            await tx.run(addresses.END, address=one.id, why="replaced")
    made = await tx.value(
        addresses.ADD, channel="mail", session=None, household=household, target=target, p256dh="", auth="",
        language=language, made=tx.now, renewed=tx.now, confirmed=None,
    )  # fmt: skip
    await tx.run(addresses.GIVEN_BY, address=made, giver=_giver(tx, household))
    line = await journal.record(tx, "mail_given", household=household, other=made)
    await send_now(tx, line, household, made, "verification", LINK_LASTS)


def _giver(tx: Tx, household: HouseholdId) -> ResidentId | None:
    homes = tx.actor.homes if isinstance(tx.actor, Actor) else ()
    return next((one.resident for one in homes if one.household == household), None)


async def take_off(tx: Tx, household: HouseholdId, address: int) -> None:
    """End an address; raise NotFound for one that has ended or is another household's."""
    require_own(tx, household)
    if not await tx.run(addresses.END_OF_HOUSEHOLD, address=address, of_household=household):
        raise NotFound
    await journal.record(tx, "mail_taken_off", household=household, other=address)


async def linked(tx: Tx, token: str, purpose: Purpose) -> tuple[Linked, int]:
    """Return a link's address and its first id (the circular's); raise NotFound for an invalid link."""
    keys = await keys_of(tx)
    ids = opened(keys.link_key, purpose, token) if keys else None
    if ids is None:
        raise NotFound
    found = await tx.one(addresses.MAIL, address=ids[-1])
    if purpose is Purpose.VERIFY and tx.now - found.made > LINK_LASTS:
        raise NotFound
    if purpose is not Purpose.STOP and (
        found.ended or (found.confirmed is None and purpose is Purpose.CIRCULAR)
    ):
        raise NotFound
    return found, ids[0]


async def confirm(tx: Tx, token: str) -> Linked:
    """Confirm the address; a second call changes nothing."""
    found, _ = await linked(tx, token, Purpose.VERIFY)
    if found.confirmed is None:
        await tx.run(addresses.CONFIRM, address=found.id)
        await journal.record(tx, "mail_confirmed", household=found.household, other=found.id)
    return found


async def stop(tx: Tx, token: str) -> Linked:
    """End the address; a second call changes nothing."""
    found, _ = await linked(tx, token, Purpose.STOP)
    if await tx.run(addresses.END, address=found.id, why="left"):
        await journal.record(tx, "mail_taken_off", household=found.household, other=found.id)
    return found


@dataclass(frozen=True, slots=True)
class Told:
    """A circular as shown to the holder of a link."""

    circular: CircularId
    to: Linked
    reply_kind: str
    reply_by: int | None
    withdrawn: int | None
    edition: int
    replied: int | None
    open: bool
    counted: int | None
    article: Article


async def told_of(tx: Tx, token: str, language: str) -> Told:
    to, circular = await linked(tx, token, Purpose.CIRCULAR)
    # Pictures need a device of the household.
    found = await tx.one(linked_circular.TOLD, circular=circular, household=to.household, language=language)
    return Told(
        circular=CircularId(circular),
        to=to,
        reply_kind=found.reply_kind,
        reply_by=found.reply_by,
        withdrawn=found.withdrawn,
        edition=found.edition,
        replied=found.replied,
        open=still_open(found.reply_by, found.withdrawn, tx.now, found.counted),
        counted=found.counted,
        article=found.article,
    )
