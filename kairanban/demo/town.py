"""The demo town: filled once, then served like any other."""

from random import Random

from kairanban.db.engine import Database
from kairanban.db.settings import set_setting
from kairanban.demo.boards import ask_to_join, hang
from kairanban.demo.calls import wish
from kairanban.demo.clearing import begin
from kairanban.demo.going import send
from kairanban.demo.links import links_of
from kairanban.demo.replies import take
from kairanban.demo.requests import ask
from kairanban.demo.route_sheets import set_out
from kairanban.demo.safety import drill
from kairanban.demo.scripts import scripts
from kairanban.demo.settling import settle
from kairanban.demo.stage import SYSTEM, Timeline
from kairanban.demo.trust import entrust

__all__ = ["fill", "links_of"]


async def fill(database: Database) -> None:
    """Two associations and their last year; does nothing where the town is there already."""
    if not await begin(database):
        return
    now = database.clock()
    town = await settle(database, now)
    timeline, rng = Timeline(now), Random(160)
    for script in scripts(now):
        circular = send(timeline, town, script)
        take(timeline, town, circular, rng)
        hang(timeline, town, circular)
    ask_to_join(timeline, town)
    ask(timeline, town)
    wish(timeline, town)
    set_out(timeline, town)
    entrust(timeline, town)
    drill(timeline, town)
    await timeline.play(database)
    async with database.write(SYSTEM) as tx:
        await set_setting(tx, "demo", "yes")
