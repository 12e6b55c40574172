"""What the progress of a circular leaves in the journal and in the access log, and who puts notices up."""

import pytest

from kairanban.circulation.progress.actions import notice_boards
from kairanban.core.errors import NotFound, Refused
from tests.records import Access, Entry, accesses, journalled
from tests.visiting import Visit
from tests.world import World, circular

pytestmark = pytest.mark.anyio


async def test_a_notice_put_up_and_taken_down_is_in_the_journal(world: World) -> None:
    id, association, building = await circular(world), world.places["midorigaoka"], world.places["maison"]
    async with world.database.write(world.nakajima) as tx:
        for _ in range(2):
            await notice_boards.put_up(tx, association, building, id)
        for _ in range(2):
            await notice_boards.take_down(tx, association, building, id)
    nakajima = world.people["nakajima"]
    assert await journalled(world, "notice_posted", "notice_taken_down") == [
        Entry("notice_posted", nakajima, association, id, other=building),
        Entry("notice_taken_down", nakajima, association, id, other=building),
    ]


@pytest.mark.parametrize(("who", "error"), [("yamada", Refused), ("abe", NotFound), ("ono", NotFound)])
async def test_only_the_contact_of_the_building_puts_a_notice_up(
    world: World, who: str, error: type[Exception]
) -> None:
    id, association, building = await circular(world), world.places["midorigaoka"], world.places["maison"]
    async with world.database.write(world.actors[who]) as tx:
        with pytest.raises(error):
            await notice_boards.put_up(tx, association, building, id)
        with pytest.raises(error):
            await notice_boards.take_down(tx, association, building, id)
    async with world.database.write(world.nakajima) as tx:
        await notice_boards.put_up(tx, association, building, id)


async def test_the_households_of_a_block_are_in_the_access_log(world: World) -> None:
    id, block = await circular(world), world.places["block_1"]
    async with Visit(world, "abe") as leader:
        assert (await leader.get(f"/circulars/{id}/blocks/{block}")).status_code == 200
    assert await accesses(world, "abe") == {Access("follow_up", block)}
