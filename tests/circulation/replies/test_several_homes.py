"""A device that serves two households."""

import pytest

from kairanban.community.signin.actions import printing
from tests.visiting import Visit, said
from tests.world import World, circular

pytestmark = pytest.mark.anyio


async def also_bind(world: World, browser: Visit, household: str) -> None:
    async with world.database.write(world.yamada) as tx:
        made = await printing.make_cards(tx, world.places["midorigaoka"], {world.households[household]})
    await browser.get(f"/c/{made[0][1]}")
    assert (await browser.post("/card/devices")).status_code == 303


async def test_both_households_circulars_are_listed_and_answered_each_for_itself(world: World) -> None:
    ours, both = await circular(world, place="block_2"), await circular(world)
    async with Visit(world, "sato") as browser:
        await also_bind(world, browser, "tanaka")
        home = (await browser.get("/")).text
        sato, tanaka = world.households["sato"], world.households["tanaka"]
        assert f"/circulars/{both}?home={sato}" in home
        assert f"/circulars/{both}?home={tanaka}" in home
        assert f"/circulars/{ours}?home={tanaka}" in home
        assert f"/circulars/{ours}?home={sato}" not in home

        page = (await browser.get(f"/circulars/{both}?home={tanaka}")).text
        assert "田中様の分です" in page
        for house in (tanaka, sato):
            pressed = await browser.post(
                f"/circulars/{both}/acknowledgement", {"home": str(house), "press": f"p{house}"}
            )
            assert pressed.headers["location"] == f"/circulars/{both}?home={house}"
        await browser.post(f"/circulars/{ours}/acknowledgement", {"press": "x"})
        assert "全部読みました" in said(await browser.get("/"))


async def test_nobody_asks_for_a_household_of_others(world: World) -> None:
    id = await circular(world)
    async with Visit(world, "sato") as browser:
        stranger = str(world.households["suzuki"])
        assert (await browser.get(f"/circulars/{id}?home={stranger}")).status_code == 404
        assert (await browser.post(f"/circulars/{id}/acknowledgement", {"home": stranger})).status_code == 404
