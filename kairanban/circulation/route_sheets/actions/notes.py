"""緊急閲覧 on paper: a household without a device learns of it with the next circular."""

from collections.abc import Iterable

from kairanban.circulation.route_sheets.queries import notes as queries
from kairanban.circulation.route_sheets.queries.notes import Note
from kairanban.core.clock import DAY
from kairanban.core.ids import PlaceId
from kairanban.db import journal
from kairanban.db.tx import Tx

# As long as the municipality sees the look.
WITHIN = 90 * DAY


async def waiting(tx: Tx, block: PlaceId) -> list[Note]:
    """Return the notes not handed over yet; the caller has checked that the block's sheet is the actor's."""
    return await tx.all(queries.NOTES, block=block, within=WITHIN)


async def hand_over(tx: Tx, block: PlaceId, looks: Iterable[int]) -> int:
    """Mark notes as handed over; a second call changes nothing. Return how many there were."""
    handed = 0
    for look in looks:
        if await tx.run(queries.HAND_OVER, look=look, block=block, within=WITHIN):
            handed += 1
            await journal.record(tx, "look_note_handed", other=look)
    return handed
