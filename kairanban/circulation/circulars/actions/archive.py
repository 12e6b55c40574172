"""The archive of an association: what has gone round, for those who write in it."""

from dataclasses import dataclass

from kairanban.access.permission import require
from kairanban.circulation.circulars.queries import archive
from kairanban.circulation.circulars.rules.archive_search import Sought, years
from kairanban.circulation.circulars.rules.kinds import CATEGORIES
from kairanban.core.ids import CircularId, PlaceId
from kairanban.core.tasks import Task
from kairanban.db.tx import Tx


@dataclass(frozen=True, slots=True)
class Kept:
    """A circular as the archive lists it."""

    id: CircularId
    category: str
    importance: str
    published: int
    withdrawn: int | None
    title: str
    gist: str

    @property
    def category_name(self) -> str:
        return CATEGORIES[self.category]


async def of_association(tx: Tx, association: PlaceId, sought: Sought, before: int, most: int) -> list[Kept]:
    """The newest first, older than the one called `before`."""
    await require(tx, Task.DRAFT, association)
    values = {**sought.values(), "association": association, "before": before, "most": most}
    return await tx.all(archive.OF_ASSOCIATION, Kept, **values)


async def years_of(tx: Tx, association: PlaceId) -> list[int]:
    """The years that can be chosen. The caller has asked for permission."""
    return years(await tx.value(archive.FIRST_OF_ASSOCIATION, association=association), tx.now)
