"""毎年の回覧: next year's draft, made a month before it is due; nothing is published by itself."""

from kairanban.access.permission import require_here
from kairanban.circulation.circulars.actions import drafts
from kairanban.circulation.circulars.queries import publishing
from kairanban.core.clock import DAY
from kairanban.core.ids import CircularId
from kairanban.core.tasks import Task
from kairanban.db import journal
from kairanban.db.tx import Tx

# Leaves a month to review the draft.
PREPARED_AFTER = 335 * DAY


async def prepare(tx: Tx, circular: CircularId) -> CircularId | None:
    """Make next year's draft and return it, None if it exists; the draft becomes the yearly one."""
    if not await tx.run(publishing.COMES_BACK, circular=circular, yearly=0, was=1):
        return None
    work = await drafts.find(tx, circular)
    id = await drafts.copy(tx, circular)
    await tx.run(publishing.COMES_BACK, circular=id, yearly=1, was=0)
    await journal.record(tx, "prepared", association=work.association, circular=id, other=circular)
    return id


async def comes_back(tx: Tx, circular: CircularId, yearly: bool) -> None:
    """Set whether next year's draft will be made."""
    work = await drafts.find(tx, circular)
    await require_here(tx, Task.DRAFT, work.place)
    await tx.run(publishing.COMES_BACK, circular=circular, yearly=int(yearly), was=int(not yearly))
