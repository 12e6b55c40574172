"""Delete rows past their term in a test whose clock jumps."""

from kairanban.accountability.retention.actions.forgetting import forget
from tests.world import SYSTEM, World


async def forget_past(world: World) -> None:
    await forget(world.database, SYSTEM)
