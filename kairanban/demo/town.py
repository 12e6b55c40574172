"""The demo town: filled once, then served like any other."""

from kairanban.db.engine import Database
from kairanban.db.settings import set_setting
from kairanban.demo.clearing import begin
from kairanban.demo.links import links_of
from kairanban.demo.settling import settle
from kairanban.demo.stage import SYSTEM

__all__ = ["fill", "links_of"]


async def fill(database: Database) -> None:
    """Two associations and their last year; does nothing where the town is there already."""
    if not await begin(database):
        return
    await settle(database, database.clock())
    async with database.write(SYSTEM) as tx:
        await set_setting(tx, "demo", "yes")
