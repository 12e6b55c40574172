"""The archive of an association or a group, for those who write its circulars."""

from kairanban.access.permission import require
from kairanban.circulation.circulars.queries import archive
from kairanban.circulation.circulars.queries.archive import Kept
from kairanban.circulation.circulars.rules.archive_search import Sought, years
from kairanban.core.ids import PlaceId
from kairanban.core.tasks import Task
from kairanban.db.tx import Tx


async def of_place(tx: Tx, place: PlaceId, sought: Sought, before: int, most: int) -> list[Kept]:
    """Return published circulars that match, newest first, older than the circular `before`."""
    await require(tx, Task.DRAFT, place)
    values = {**sought.values(), "issued_at": place, "before": before, "most": most}
    return await tx.all(archive.OF_ASSOCIATION, **values)


async def years_of(tx: Tx, place: PlaceId) -> list[int]:
    """Return the years to choose from. The caller has asked for permission."""
    return years(await tx.value(archive.FIRST_OF_ASSOCIATION, issued_at=place), tx.now)
