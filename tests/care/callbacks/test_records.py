"""What callbacks leave in the journal and in the access log."""

import pytest

from kairanban.care.callbacks import actions
from tests.records import Access, Entry, accesses, journalled
from tests.visiting import Visit
from tests.world import World

pytestmark = pytest.mark.anyio


async def test_every_step_of_a_callback_is_in_the_journal(world: World) -> None:
    home, abe = world.households["sato"], world.people["abe"]
    async with world.database.write(world.sato) as tx:
        for _ in range(2):
            await actions.ask(tx, home)
            await actions.take_back(tx, home)
        await actions.ask(tx, home)
    async with world.database.write(world.abe) as tx:
        (call,) = await actions.to_ring(tx)
        await actions.tried(tx, call.id)
        await actions.rung(tx, call.id)
    association, block = world.places["midorigaoka"], world.places["block_1"]
    asked = Entry("call_asked", None, association, household=home, other=block)
    taken_back = Entry("call_taken_back", household=home)
    assert await journalled(world, "call_asked", "call_taken_back", "call_tried", "call_rung") == [
        asked,
        taken_back,
        asked,
        taken_back,
        asked,
        Entry("call_tried", abe, association, household=home),
        Entry("call_rung", abe, association, household=home),
    ]


async def test_whoever_answers_calls_is_in_the_access_log(world: World) -> None:
    async with world.database.write(world.sato) as tx:
        await actions.ask(tx, world.households["sato"])
    for who, found in (
        ("abe", {Access("call", world.places["block_1"], world.households["sato"])}),
        ("yamada", set()),
    ):
        async with Visit(world, who) as browser:
            assert (await browser.get("/calls")).status_code == 200
        assert await accesses(world, who) == found
