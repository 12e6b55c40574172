"""The archive of an association: what has gone round, for those who write in it."""

from kairanban.access.permission import require
from kairanban.circulation.circulars.queries import archive
from kairanban.circulation.circulars.queries.archive import Kept
from kairanban.circulation.circulars.rules.archive_search import Sought, years
from kairanban.core.ids import PlaceId
from kairanban.core.tasks import Task
from kairanban.db.tx import Tx


async def of_association(tx: Tx, association: PlaceId, sought: Sought, before: int, most: int) -> list[Kept]:
    """The newest first, older than the one called `before`."""
    await require(tx, Task.DRAFT, association)
    values = {**sought.values(), "association": association, "before": before, "most": most}
    return await tx.all(archive.OF_ASSOCIATION, **values)


async def years_of(tx: Tx, association: PlaceId) -> list[int]:
    """The years that can be chosen. The caller has asked for permission."""
    return years(await tx.value(archive.FIRST_OF_ASSOCIATION, association=association), tx.now)
