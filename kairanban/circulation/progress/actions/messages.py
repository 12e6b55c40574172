"""Outcomes of a circular's notifications; "accepted" is never called "read"."""

from kairanban.circulation.progress.queries.messages import OUTCOMES, Messages
from kairanban.circulation.progress.rules import WORDS
from kairanban.core.ids import CircularId
from kairanban.db.tx import Tx


async def messages(tx: Tx, circular: CircularId) -> list[Messages]:
    """Return the outcomes in the order of WORDS. The caller has asked for permission."""
    found = await tx.all(OUTCOMES, circular=circular)
    return sorted(found, key=lambda one: (list(WORDS).index(one.state), one.channel, one.code or 0))
