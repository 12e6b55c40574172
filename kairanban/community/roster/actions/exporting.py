"""The roster goes back into a file."""

from kairanban.access.permission import require
from kairanban.community.roster.actions.headings import columns
from kairanban.community.roster.actions.present_roster import current_households
from kairanban.community.roster.rules.export import export_csv
from kairanban.core.ids import PlaceId
from kairanban.core.tasks import Task
from kairanban.db import journal
from kairanban.db.tx import Tx


async def export(tx: Tx, association: PlaceId) -> bytes:
    """CSV for Excel under the headings of the association's own file; noted in the journal."""
    await require(tx, Task.EXPORT_ROSTER, association)
    households = await current_households(tx, association)
    # Read again, a row without a block would belong to the block of the rows above it.
    households.sort(key=lambda household: (bool(household.block), bool(household.settlement)))
    data = export_csv(await columns(tx, association, households), households)
    await journal.record(tx, "roster_exported", association=association)
    return data
