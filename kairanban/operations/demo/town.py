"""Fill the demo town."""

from random import Random

from kairanban.db.engine import Database
from kairanban.db.settings import set_operator, set_setting
from kairanban.operations.demo.callbacks import wish
from kairanban.operations.demo.circular_texts import scripts
from kairanban.operations.demo.circulars_sent import send
from kairanban.operations.demo.consents import entrust
from kairanban.operations.demo.households import settle
from kairanban.operations.demo.links import links_of
from kairanban.operations.demo.municipal_requests import ask
from kairanban.operations.demo.notice_boards import ask_to_join, hang
from kairanban.operations.demo.replies import take
from kairanban.operations.demo.restart import begin
from kairanban.operations.demo.route_sheets import set_out
from kairanban.operations.demo.safety import drill
from kairanban.operations.demo.timeline import SYSTEM, Timeline

__all__ = ["fill", "links_of"]


async def fill(database: Database) -> None:
    """Create two associations and their last year; do nothing if the town exists."""
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
        # Whom the town's own people ring, as `kairanban init` asks for it.
        await set_operator(tx, "若葉市役所 広報係", "022-000-9000")
        await set_setting(tx, "demo", "yes")
