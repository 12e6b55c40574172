"""Boards that stand still, as they are listed for those who visit."""

import pytest

from kairanban.care.visits.actions import day_list
from kairanban.circulation.route_sheets.actions import positions
from kairanban.circulation.route_sheets.rules import STANDS_STILL_AFTER
from tests.conftest import SetClock
from tests.world import World, circular

pytestmark = pytest.mark.anyio


async def test_a_board_is_listed_after_a_week_for_all_places_or_its_own(
    world: World, clock: SetClock
) -> None:
    id = await circular(world)
    block_1, block_2 = world.places["block_1"], world.places["block_2"]
    async with world.database.write(world.abe) as tx:
        await positions.move(tx, id, block_1, world.households["suzuki"])

    for passed, boards in ((STANDS_STILL_AFTER - 1, []), (1, [block_1])):
        clock.advance(passed)
        async with world.database.read(world.nagai) as tx:
            for place in (None, block_1):
                assert [one.place for one in await day_list.overdue_boards(tx, place)] == boards
            assert await day_list.overdue_boards(tx, block_2) == []
