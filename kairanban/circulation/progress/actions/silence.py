"""Silences: one row per household and month, never a task per circular."""

from kairanban.circulation.circulars.rules.notification_timing import HEARD_WITHIN, a_month_before
from kairanban.circulation.progress.queries.silence import SILENT, Silent
from kairanban.core.ids import PlaceId
from kairanban.db.tx import Tx


async def silent(tx: Tx, block: PlaceId) -> list[Silent]:
    """Return silent households of a block in the actor's scope, in route order; empty for others."""
    return await tx.all(SILENT, block=block, since=a_month_before(tx.now), before=tx.now - HEARD_WITHIN)
