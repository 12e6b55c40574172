"""What route sheets leave in the journal and in the access log, and who says where a board is."""

import pytest

from kairanban.circulation.route_sheets.actions import positions
from kairanban.circulation.route_sheets.actions.entering import Ticked, enter
from kairanban.circulation.route_sheets.actions.sheets import sheets
from kairanban.core.errors import Refused
from tests.records import Access, Entry, accesses, journalled
from tests.visiting import Visit
from tests.world import World, circular

pytestmark = pytest.mark.anyio


async def test_an_entered_sheet_is_in_the_journal_once(world: World) -> None:
    id, block = await circular(world), world.places["block_1"]
    async with world.database.write(world.abe) as tx:
        for _ in range(2):
            await enter(tx, id, block, [Ticked(world.households["suzuki"])], "p", 1)
    assert await journalled(world, "sheet_entered") == [
        Entry("sheet_entered", world.people["abe"], world.places["midorigaoka"], id, other=block)
    ]


@pytest.mark.parametrize(
    ("page", "purpose"),
    [
        ("sheet", "route_sheet"), ("sheet/entry", "route_sheet"),
        ("sheet/paper", "route_sheet_paper"), ("sheet/paper.pdf", "route_sheet_paper"),
    ],
)  # fmt: skip
async def test_the_names_of_a_sheet_are_in_the_access_log(world: World, page: str, purpose: str) -> None:
    id, block = await circular(world), world.places["block_1"]
    async with Visit(world, "abe") as leader:
        assert (await leader.get(f"/circulars/{id}/blocks/{block}/{page}")).status_code == 200
    assert await accesses(world, "abe") == {Access(purpose, block)}


async def test_only_the_blocks_leader_says_where_the_board_is(world: World) -> None:
    id, block, home = await circular(world), world.places["block_1"], world.households["suzuki"]
    async with world.database.write(world.abe) as tx:
        await positions.move(tx, id, block, home)
    async with world.database.write(world.ito) as tx:
        with pytest.raises(Refused):
            await positions.move(tx, id, block, home)
        with pytest.raises(Refused):
            await positions.came_back(tx, id, block)
    async with world.database.write(world.abe) as tx:
        assert id in await positions.positions(tx, block)
        await positions.came_back(tx, id, block)
        assert id not in await positions.positions(tx, block)


async def test_each_block_has_its_own_households_on_its_sheet(world: World) -> None:
    id = await circular(world)
    async with world.database.read(world.yamada) as tx:
        found = await sheets(tx, id)
    assert {one.head.block: {line.id for line in one.lines} for one in found} == {
        world.places["block_1"]: {world.households["suzuki"], world.households["matsumoto"]},
        world.places["block_2"]: {world.households["tanaka"]},
    }
    async with world.database.read(world.abe) as tx:
        assert [one.head.block for one in await sheets(tx, id)] == [world.places["block_1"]]
