"""Who may take a step, and how the others are refused."""

from collections.abc import Awaitable, Callable

import pytest

from kairanban.core.actor import Anyone
from kairanban.db.tx import Tx
from tests.world import World

Step = Callable[[Tx, World], Awaitable[object]]
Refusal = tuple[Anyone, type[Exception]]


async def assert_refused(world: World, step: Step, *refusals: Refusal) -> None:
    """Take the step as each actor and assert the error."""
    for actor, error in refusals:
        async with world.database.write(actor) as tx:
            with pytest.raises(error):
                await step(tx, world)


async def assert_only(world: World, step: Step, allowed: Anyone, *refusals: Refusal) -> None:
    """Take the step as `allowed`, then assert that each of the others is refused."""
    async with world.database.write(allowed) as tx:
        await step(tx, world)
    await assert_refused(world, step, *refusals)
