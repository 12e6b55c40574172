"""Delete old notifications and addresses that have ended."""

from kairanban.core.clock import DAY, HOUR
from kairanban.db.tx import Tx
from kairanban.notify.queries import addresses, deliveries, faults

# As long as replies by household are kept.
MESSAGES_KEPT = 90 * DAY
ADDRESSES_KEPT = 30 * DAY
# A push service may have no subscriber left whose message would clear it.
FAULTS_KEPT = 30 * DAY
# Grace period after sign-out: people who signed out by mistake return within minutes.
COMES_BACK = HOUR


async def forget_old_messages(tx: Tx) -> int:
    """Delete old notifications with their deliveries, and end or delete unused addresses."""
    return sum(
        [
            await tx.run(addresses.END_WITH_SESSION, within=COMES_BACK),
            await tx.run(addresses.FORGET, within=ADDRESSES_KEPT),
            await tx.run(deliveries.FORGET, within=MESSAGES_KEPT),
            await tx.run(faults.FORGET, within=FAULTS_KEPT),
        ]
    )
