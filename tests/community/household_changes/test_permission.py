"""Who writes down changes of households."""

import pytest

from kairanban.community.household_changes.actions import merging, moving, particulars, residents
from kairanban.community.people.actions.households import NewHousehold
from kairanban.core.errors import NotFound, Refused
from kairanban.core.roles import Role
from kairanban.db.tx import Tx
from tests.permits import Step
from tests.visiting import Visit
from tests.world import World, serving

pytestmark = pytest.mark.anyio


async def arrive(tx: Tx, world: World) -> None:
    new = NewHousehold(world.places["midorigaoka"], "小林", world.places["block_1"])
    await moving.arrive(tx, new, "小林 一", tx.now)


async def leave(tx: Tx, world: World) -> None:
    await moving.leave(tx, world.places["midorigaoka"], world.households["sato"], tx.now, empty=True)


async def read_departed(tx: Tx, world: World) -> None:
    await moving.departed(tx, world.places["midorigaoka"])


async def represent(tx: Tx, world: World) -> None:
    home = world.households["sato"]
    await residents.represent(tx, world.places["midorigaoka"], home, None, "佐藤 花", True, tx.now)


async def read_particulars(tx: Tx, world: World) -> None:
    await particulars.particulars(tx, world.places["midorigaoka"], world.households["sato"])


@pytest.mark.parametrize("step", [arrive, leave, read_departed, represent, read_particulars])
async def test_a_caretaker_reads_the_roster_and_changes_no_household(world: World, step: Step) -> None:
    async with world.database.write(world.ito) as tx:
        await step(tx, world)
    async with world.database.write(serving(world, Role.CARETAKER)) as tx:
        with pytest.raises(Refused):
            await step(tx, world)


async def test_a_household_comes_back_only_by_who_changes_the_roster(world: World) -> None:
    association, home = world.places["midorigaoka"], world.households["sato"]
    async with world.database.write(world.ito) as tx:
        await leave(tx, world)
    async with world.database.write(serving(world, Role.CARETAKER)) as tx:
        with pytest.raises(Refused):
            await moving.come_back(tx, association, home)
    async with world.database.write(world.ito) as tx:
        await moving.come_back(tx, association, home)


async def test_blocks_are_merged_by_the_chair_only(world: World) -> None:
    association, block, into = (world.places[name] for name in ("midorigaoka", "block_1", "block_2"))
    async with world.database.write(world.ito) as tx:
        with pytest.raises(Refused):
            await merging.merge(tx, association, block, into, tx.now)
    async with world.database.write(world.ono) as tx:
        with pytest.raises(NotFound):
            await merging.merge(tx, association, block, into, tx.now)
    async with world.database.write(world.yamada) as tx:
        await merging.merge(tx, association, block, into, tx.now)


async def test_the_form_of_an_arrival_is_shown_in_ones_own_association(world: World) -> None:
    for who, status in (("ito", 200), ("ono", 404)):
        async with Visit(world, who) as browser:
            page = await browser.get(f"/associations/{world.places['midorigaoka']}/arrival")
        assert page.status_code == status
