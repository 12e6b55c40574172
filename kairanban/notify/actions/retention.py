"""What has been told long ago, and addresses that nobody uses any more, are taken out of the database."""

from kairanban.core.clock import DAY, HOUR
from kairanban.db.tx import Tx
from kairanban.notify.queries import addresses, deliveries

# As long as replies are kept by household.
MESSAGES_KEPT = 90 * DAY
ADDRESSES_KEPT = 30 * DAY
# Whoever left by mistake comes back within minutes.
COMES_BACK = HOUR


async def forget_old_messages(tx: Tx) -> None:
    """Notifications with their deliveries, addresses that ended, and those of sessions that ended."""
    await tx.run(addresses.END_WITH_SESSION, within=COMES_BACK)
    await tx.run(addresses.FORGET, within=ADDRESSES_KEPT)
    await tx.run(deliveries.FORGET, within=MESSAGES_KEPT)
