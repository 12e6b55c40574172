"""緊急閲覧 on paper: a household without a device learns of it with the next circular."""

from collections.abc import Iterable

from kairanban.access.permission import may
from kairanban.circulation.route_sheets.queries import notes as queries
from kairanban.circulation.route_sheets.queries.notes import Note
from kairanban.core.clock import DAY
from kairanban.core.ids import PlaceId
from kairanban.core.tasks import Task
from kairanban.db import journal
from kairanban.db.tx import Tx

# As long as the municipality sees the look.
WITHIN = 90 * DAY


async def waiting(tx: Tx, association: PlaceId, block: PlaceId) -> list[Note]:
    """Return the notes not handed over yet; none to the head of a group, whose circular has a sheet in the block too."""
    if not await _goes_round(tx, association, block):
        return []
    return await tx.all(queries.NOTES, block=block, within=WITHIN)


async def hand_over(tx: Tx, association: PlaceId, block: PlaceId, looks: Iterable[int]) -> int:
    """Mark notes as handed over; a second call changes nothing. Return how many there were."""
    handed = 0
    if not await _goes_round(tx, association, block):
        return handed
    for look in looks:
        if await tx.run(queries.HAND_OVER, look=look, block=block, within=WITHIN):
            handed += 1
            await journal.record(tx, "look_note_handed", other=look)
    return handed


async def _goes_round(tx: Tx, association: PlaceId, block: PlaceId) -> bool:
    """Tell whether the actor leads the block or is an officer of its association."""
    return await may(tx, Task.FOLLOW_UP, block or association) or await may(tx, Task.FOLLOW_UP_BLOCK, block)
