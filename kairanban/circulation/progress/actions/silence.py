"""Silence is one line a household and month, never a task a circular: for whoever might have a word in passing."""

from kairanban.circulation.circulars.rules.notification_timing import HEARD_WITHIN, a_month_before
from kairanban.circulation.progress.queries.silence import SILENT, Silent
from kairanban.core.ids import PlaceId
from kairanban.db.tx import Tx


async def silent(tx: Tx, block: PlaceId) -> list[Silent]:
    """The households of a block that the actor looks after, in route order; nothing for anybody else."""
    return await tx.all(SILENT, block=block, since=a_month_before(tx.now), before=tx.now - HEARD_WITHIN)
