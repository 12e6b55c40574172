"""Who may read how households are reached, and what is recorded of it."""

import pytest

from kairanban.care.reachability import actions
from kairanban.community.consents import actions as consents
from kairanban.core.clock import DAY
from kairanban.core.errors import NotFound, Refused
from kairanban.core.purposes import Purpose
from tests.conftest import SetClock
from tests.records import Access, Entry, accesses, journalled
from tests.visiting import Visit
from tests.world import World

pytestmark = pytest.mark.anyio


async def test_only_who_follows_up_reads_how_an_association_is_reached(world: World) -> None:
    association = world.places["midorigaoka"]
    async with world.database.read(world.ito) as tx:
        assert len(await actions.of_association(tx, association)) == 5
    for who, error in (("kimura", Refused), ("abe", NotFound), ("ono", NotFound)):
        async with world.database.read(world.actors[who]) as tx:
            with pytest.raises(error):
                await actions.of_association(tx, association)


async def test_the_lists_are_in_the_access_log(world: World, clock: SetClock) -> None:
    association, block = world.places["midorigaoka"], world.places["block_1"]
    async with world.database.write(world.suzuki) as tx:
        await consents.give(tx, world.households["suzuki"], world.residents["suzuki"], Purpose.COMMISSIONER)
    clock.advance(DAY)
    for who, path, shown in (
        ("ito", f"/associations/{association}/reachability", Access("reachability", association)),
        ("nagai", "/board/reachability", Access("reachability", block, world.households["suzuki"])),
    ):
        async with Visit(world, who) as browser:
            assert (await browser.get(path)).status_code == 200
        assert await accesses(world, who) == {shown}


async def test_a_chosen_method_is_in_the_journal(world: World) -> None:
    async with world.database.write(world.sato) as tx:
        await actions.choose_method(tx, world.households["sato"], "both")
    assert await journalled(world, "method_chosen") == [
        Entry("method_chosen", household=world.households["sato"])
    ]
