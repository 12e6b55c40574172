"""Delete rows past their term in a test whose clock jumps."""

from kairanban.accountability.retention.actions.forgetting import Counts, run_rules, tidy
from kairanban.core.actor import System
from kairanban.db.engine import Database
from tests.world import SYSTEM, World


async def forget(database: Database, worker: System) -> Counts:
    """Delete everything past its term; return the number of rows by term and table, without those of none."""
    await tidy(database, worker)
    counts, finished = await run_rules(database, worker, None)
    assert finished
    return counts


async def forget_past(world: World) -> None:
    await forget(world.database, SYSTEM)
