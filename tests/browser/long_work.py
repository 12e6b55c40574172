"""Long work as it goes on, when it is done, and after something went wrong."""

from collections.abc import AsyncIterator

from kairanban.community.long_work.actions import following
from kairanban.community.long_work.actions.going_on import go_on
from kairanban.community.long_work.queries import ADD_PART, ADVANCE
from kairanban.confined.errors import BUSY, Unreadable
from tests.browser.scene import Scene
from tests.world import SYSTEM, World


async def scenes(world: World) -> list[Scene]:
    return [
        Scene("long_work_goes_on", f"/long-work/{await _going_on(world)}", "yamada"),
        Scene("long_work_done", f"/long-work/{await _ended(world, 400)}", "yamada"),
        Scene("long_work_failed", f"/long-work/{await _ended(world, 160, Unreadable(BUSY))}", "yamada"),
    ]


async def _begun(world: World) -> int:
    async with world.database.write(world.yamada) as tx:
        return await following.begin(tx, "cards", world.places["midorigaoka"], 1, 400)


async def _going_on(world: World) -> int:
    id = await _begun(world)
    async with world.database.write(SYSTEM) as tx:
        await tx.run(ADD_PART, work=id, number=1, holds=80, sealed=b"")
        await tx.run(ADVANCE, work=id, by=80)
    return id


async def _ended(world: World, number: int, problem: Exception | None = None) -> int:
    id = await _begun(world)
    await go_on(world.database, id, world.tokens["yamada"], _parts(number, problem))
    return id


async def _parts(number: int, problem: Exception | None) -> AsyncIterator[tuple[int, bytes]]:
    for _ in range(0, number, 80):
        yield 80, b"%PDF-"
    if problem:
        raise problem
