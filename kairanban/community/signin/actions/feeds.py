"""The calendar feeds of a household: made and ended."""

from kairanban.community.signin.actions.devices import require_own, require_settled
from kairanban.community.signin.queries import devices, feeds
from kairanban.community.signin.queries.feeds import Asking, Feed
from kairanban.community.signin.rules.lifetimes import FEEDS_MOST
from kairanban.community.signin.rules.tokens import CARD_BYTES, hashed, looks_like_one, new_token
from kairanban.core.errors import Conflict, NotFound
from kairanban.core.ids import HouseholdId
from kairanban.db import journal
from kairanban.db.tx import Tx
from kairanban.i18n.marks import N as _n


async def in_use(tx: Tx, household: HouseholdId) -> list[Feed]:
    require_own(tx, household)
    return await tx.all(feeds.IN_USE, household=household)


async def make(tx: Tx, household: HouseholdId) -> str:
    """Make a feed and return its token, which is not stored; Conflict if there are enough."""
    await require_settled(tx, household)
    await tx.column(devices.LOCK, household=household)
    if len(await in_use(tx, household)) >= FEEDS_MOST:
        raise Conflict(
            _n("Three calendars are already connected. Please end one that nobody uses any more first.")
        )
    token = new_token(CARD_BYTES)
    feed = await tx.value(feeds.MAKE, household=household, token_hash=hashed(token), made=tx.now)
    await journal.record(tx, "calendar_connected", household=household, other=feed)
    return token


async def revoke(tx: Tx, household: HouseholdId, feed: int) -> None:
    """End a feed; a second call changes nothing. NotFound for another household's."""
    require_own(tx, household)
    if not await tx.run(feeds.REVOKE, feed=feed, household_id=household):
        raise NotFound
    await journal.record(tx, "calendar_ended", household=household, other=feed)


async def asking(tx: Tx, token: str) -> Asking:
    """Return the household of a feed's token; NotFound if it never existed."""
    if not looks_like_one(token):
        raise NotFound
    return await tx.one(feeds.BY_TOKEN, token_hash=hashed(token))
