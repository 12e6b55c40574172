"""A leader's first page names households: those in silence, and where boards are."""

import pytest

from kairanban.circulation.route_sheets.actions import positions
from kairanban.core.actor import System
from kairanban.core.clock import DAY
from kairanban.notify.actions import reminders
from tests.conftest import SetClock
from tests.records import Access, accesses
from tests.visiting import Visit
from tests.world import World, circular

pytestmark = pytest.mark.anyio


async def test_nothing_is_recorded_where_nobody_is_named(world: World) -> None:
    await circular(world)
    async with Visit(world, "abe") as leader:
        assert (await leader.get("/office")).status_code == 200
    assert await accesses(world, "abe") == set()


async def test_households_in_silence_are_in_the_access_log(world: World, clock: SetClock) -> None:
    await circular(world, importance="important")
    for days in (4, 10):
        clock.advance(days * DAY)
        await reminders.remind_due(world.database, System("worker"))
    async with Visit(world, "abe") as leader:
        assert (await leader.get("/office")).status_code == 200
    assert await accesses(world, "abe") == {Access("silence", world.places["block_1"])}


async def test_the_positions_of_boards_are_in_the_access_log(world: World) -> None:
    id, block = await circular(world), world.places["block_1"]
    async with world.database.write(world.abe) as tx:
        await positions.move(tx, id, block, world.households["suzuki"])
    async with Visit(world, "abe") as leader:
        assert (await leader.get("/office")).status_code == 200
    assert await accesses(world, "abe") == {Access("route_sheet", block)}
