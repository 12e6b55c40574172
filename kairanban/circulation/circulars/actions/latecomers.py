"""Latecomers: households that arrive while a circular goes round, outside its count."""

from kairanban.circulation.circulars.queries import publishing
from kairanban.circulation.circulars.rules.timing import GOES_ROUND_FOR
from kairanban.core.actor import System
from kairanban.db import journal
from kairanban.db.engine import Database
from kairanban.db.settings import get_setting, set_setting

SEEN = "latecomers_seen"
# On PostgreSQL a row may appear after rows with higher ids: look back this many.
LOOK_BACK = 2_000


async def address_latecomers(database: Database, worker: System) -> int:
    """Address households that arrived since the last call; return the number of addressees added."""
    async with database.read(worker) as tx:
        seen = int(await get_setting(tx, SEEN) or 0)
        newest, associations = await journal.changed_households(tx, seen, LOOK_BACK)
    if newest == seen:
        return 0

    lines = 0
    async with database.write(worker) as tx:
        for association in associations:
            for circular in await tx.column(
                publishing.GOING_ROUND, association=association, within=GOES_ROUND_FOR
            ):
                added = await tx.run(publishing.ADDRESS, circular=circular, late=1)
                if added:
                    await journal.record(tx, "addressed_late", association=association, circular=circular)
                lines += added
        await set_setting(tx, SEEN, str(newest))
    return lines
