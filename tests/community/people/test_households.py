"""表示をひかえる, お亡くなりになりました, and the resident of a device."""

import pytest

from kairanban.community.people.actions import households
from kairanban.community.signin.actions import printing
from kairanban.core.errors import NotFound
from tests.visiting import Visit, said
from tests.world import World, circular

pytestmark = pytest.mark.anyio


async def hide(world: World, name: str = "matsumoto") -> None:
    async with world.database.write(world.ito) as tx:
        await households.hide(tx, world.places["midorigaoka"], world.households[name], True)


async def test_a_hidden_household_is_a_number_wherever_officers_look(world: World) -> None:
    id = await circular(world)
    await hide(world)
    place, block = world.places["midorigaoka"], world.places["block_1"]
    async with Visit(world, "ito") as officer, Visit(world, "abe") as leader:
        pages = [
            await officer.get(f"/associations/{place}/roster"),
            await officer.get(f"/associations/{place}/cards"),
            await officer.get(f"/associations/{place}/households/{world.households['matsumoto']}"),
            await officer.get(f"/circulars/{id}/blocks/{block}"),
            await leader.get(f"/circulars/{id}/blocks/{block}"),
        ]
    for page in pages:
        assert page.status_code == 200
        assert "松本" not in page.text
        assert "1班の3" in said(page)


async def test_its_card_shows_no_name_and_still_works(world: World) -> None:
    await hide(world)
    async with world.database.write(world.ito) as tx:
        place, house = world.places["midorigaoka"], world.households["matsumoto"]
        made = await printing.make_cards(tx, place, {house})
        sheet = await printing.sheet(tx, place, made, "http://localhost:8321")
    assert [card.label for card in sheet.cards] == ["1班の3"]
    async with Visit(world) as browser:
        await browser.get(f"/c/{made[0][1]}")
        assert (await browser.post("/card/devices")).status_code == 303


async def test_one_named_officer_knows(world: World) -> None:
    await hide(world)
    path = f"/associations/{world.places['midorigaoka']}/households/{world.households['matsumoto']}"
    async with Visit(world, "yamada") as chair:
        assert "松本" in (await chair.get(path)).text


async def test_only_the_associations_own_officers_hide_a_household(world: World) -> None:
    with pytest.raises(NotFound):
        async with world.database.write(world.ito) as tx:
            await households.hide(tx, world.places["midorigaoka"], world.households["mori"], True)
    with pytest.raises(NotFound):
        async with world.database.write(world.ono) as tx:
            await households.hide(tx, world.places["midorigaoka"], world.households["sato"], True)


async def test_a_name_of_the_dead_is_taken_off_and_its_offices_end(world: World) -> None:
    place, house = world.places["midorigaoka"], world.households["sato"]
    async with world.database.write(world.ito) as tx:
        leader = await households.add_resident(tx, house, "阿部 和子", person=world.people["abe"])
    async with Visit(world, "abe") as browser:
        assert "1班" in (await browser.get("/office")).text
        async with world.database.write(world.ito) as tx:
            await households.died(tx, place, house, leader)
            assert "阿部 和子" not in {one.name for one in await households.residents(tx, house)}
        assert "1班" not in (await browser.get("/office")).text
    with pytest.raises(NotFound):
        async with world.database.write(world.ito) as tx:
            await households.died(tx, place, house, leader)


async def test_an_answer_says_who_uses_the_device(world: World) -> None:
    id = await circular(world)
    async with Visit(world, "sato") as browser:
        named = await browser.post("/devices/resident", {"resident": str(world.residents["sato"])})
        assert named.headers["location"] == "/devices?done=named"
        await browser.post(f"/circulars/{id}/acknowledgement", {"press": "x"})
        assert "佐藤 花子様より" in (await browser.get(f"/circulars/{id}")).text
        assert (
            await browser.post("/devices/resident", {"resident": str(world.residents["mori"])})
        ).status_code == 404
        await browser.post("/devices/resident", {"resident": ""})
