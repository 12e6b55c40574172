"""Export of the roster."""

from kairanban.access.access_log import record_access
from kairanban.access.permission import require
from kairanban.community.roster.actions.headings import columns
from kairanban.community.roster.actions.present_roster import current_households
from kairanban.community.roster.rules.export import export_csv
from kairanban.core.ids import PlaceId
from kairanban.core.tasks import Task
from kairanban.db import journal
from kairanban.db.tx import Tx


async def export(tx: Tx, association: PlaceId) -> bytes:
    """Return CSV for Excel under the headings of the association's own file; record it in journal and access log."""
    await require(tx, Task.EXPORT_ROSTER, association)
    households = await current_households(tx, association)
    # On import a row without a block takes the block of the row above.
    households.sort(key=lambda household: (bool(household.block), bool(household.settlement)))
    data = export_csv(await columns(tx, association, households), households)
    await journal.record(tx, "roster_exported", association=association)
    await record_access(tx, "export", association)
    return data
