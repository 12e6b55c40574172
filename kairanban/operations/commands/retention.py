"""The command on rows past their term."""

from kairanban.accountability.retention.actions.forgetting import count
from kairanban.accountability.retention.actions.watching import clock_sentence, trust_clock, watched
from kairanban.config import Settings
from kairanban.core.actor import System
from kairanban.db.engine import Database
from kairanban.operations.commands.interface import Arguments, Done


async def retention(database: Database, _settings: Settings, given: Arguments) -> Done:
    """Count rows past their term; `trust_clock` restores the trust in the clock first."""
    worker = System("retention")
    if given.get("trust_clock"):
        async with database.write(worker) as tx:
            await trust_clock(tx)
    async with database.read(worker) as tx:
        watch = await watched(tx)
    lines = [f"{name}: {number}" for name, number in (await count(database, worker)).items()]
    return Done([*(lines or ["Nothing is past its term."]), clock_sentence(watch)])
