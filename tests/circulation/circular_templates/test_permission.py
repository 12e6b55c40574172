"""Who keeps, reads and removes an association's own templates."""

import pytest

from kairanban.circulation.circular_templates import actions
from kairanban.core.errors import NotFound, Refused
from tests.records import Entry, journalled
from tests.visiting import Visit
from tests.world import World, asked_draft, circular

pytestmark = pytest.mark.anyio


async def test_a_kept_template_is_in_the_journal(world: World) -> None:
    id = await circular(world)
    async with world.database.write(world.kimura) as tx:
        association, template = await actions.keep(tx, id)
    assert await journalled(world, "pattern_kept") == [
        Entry("pattern_kept", world.people["kimura"], association, id, other=template)
    ]


@pytest.mark.parametrize(("who", "error"), [("sato", Refused), ("abe", NotFound), ("ono", NotFound)])
async def test_only_who_drafts_reads_and_removes_templates(
    world: World, who: str, error: type[Exception]
) -> None:
    id = await circular(world)
    async with world.database.write(world.kimura) as tx:
        association, template = await actions.keep(tx, id)
    async with world.database.write(world.actors[who]) as tx:
        with pytest.raises(error):
            await actions.own(tx, association)
        with pytest.raises(error):
            await actions.find(tx, association, template)
        with pytest.raises(error):
            await actions.remove(tx, association, template)
    async with world.database.write(world.kimura) as tx:
        assert len(await actions.own(tx, association)) == 1
        await actions.remove(tx, association, template)
        assert await actions.own(tx, association) == []


async def test_the_town_keeps_none_of_its_requests(world: World) -> None:
    request = await asked_draft(world)
    async with world.database.write(world.shimizu) as tx:
        with pytest.raises(Refused):
            await actions.keep(tx, request)


async def test_a_delivered_template_is_filled_where_one_drafts(world: World) -> None:
    path = f"/associations/{world.places['midorigaoka']}/patterns/cleaning"
    for who, status in (("kimura", 200), ("ono", 404)):
        async with Visit(world, who) as browser:
            assert (await browser.get(path)).status_code == status
