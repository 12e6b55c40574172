"""Restart an interrupted fill; never touch a real association."""

from kairanban.core.errors import Conflict
from kairanban.db.engine import Database
from kairanban.db.settings import get_setting, set_setting
from kairanban.operations.demo import queries
from kairanban.operations.demo.timeline import SYSTEM

# Not translated: the command line is in English.
REAL = "There is an association in this data folder. Choose another folder for a demo (--data)."


async def begin(database: Database) -> bool:
    """Mark the database as being filled; False if the town is complete, Conflict for a real association."""
    async with database.write(SYSTEM) as tx:
        state = await get_setting(tx, "demo")
        if state == "yes":
            return False
        if state == "filling":
            for statement in queries.EMPTY:
                await tx.run(statement)
        elif await tx.value(queries.PLACES):
            raise Conflict(REAL)
        await set_setting(tx, "demo", "filling")
    return True
