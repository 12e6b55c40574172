"""Posters: printed by the session that made them, renewed, taken down; an ended one tells nothing."""

import pytest

from kairanban.core.clock import MINUTE
from tests.community.buildings.scanning import new_poster, scan
from tests.conftest import SetClock
from tests.forgetting import forget_past
from tests.visiting import Visit
from tests.world import World

pytestmark = pytest.mark.anyio


def at(world: World, building: str = "maison") -> str:
    return f"/associations/{world.places['midorigaoka']}/buildings/{world.places[building]}/poster"


async def test_scanning_asks_whether_to_join_and_keeps_the_token_out_of_the_address(world: World) -> None:
    poster = await new_poster(world)
    async with Visit(world) as browser:
        for _ in range(2):
            assert "メゾン緑の回覧板に参加しますか" in await scan(browser, poster)
        assert (await browser.get("/b/short")).status_code == 404


async def test_a_poster_is_printed_for_half_an_hour_by_whoever_made_it(world: World, clock: SetClock) -> None:
    async with Visit(world, "yamada") as chair, Visit(world, "ito") as officer:
        made = (await chair.post(at(world))).headers["location"]
        assert "<svg" in (await chair.get(f"{made}/sheet")).text
        pdf = await chair.get(f"{made}/sheet.pdf")
        assert pdf.status_code in (200, 503)
        if pdf.status_code == 200:
            assert pdf.content.startswith(b"%PDF-")
        assert (await officer.get(made)).status_code == 409
        clock.advance(30 * MINUTE + 1)
        await forget_past(world)
        assert (await chair.get(made)).status_code == 409


async def test_a_new_poster_ends_the_one_before_and_taking_it_down_ends_it_for_good(world: World) -> None:
    old = await new_poster(world)
    new = await new_poster(world)
    async with Visit(world) as browser, Visit(world, "ito") as officer:
        await browser.get(old)
        ended = await browser.get("/building")
        assert "メゾン緑の回覧板" in await scan(browser, new)
        for _ in range(2):
            assert (await officer.post(f"{at(world)}/removal")).status_code == 303
        await browser.get(new)
        down = await browser.get("/building")
        await browser.get("/b/AAAAAAAAAAAAAAAAAAAAAA")
        never = await browser.get("/building")
    assert [one.status_code for one in (ended, down, never)] == [404, 404, 404]
    # An ended poster and an unknown token give the same page.
    assert ended.text == down.text == never.text
    assert "今は使えません" in never.text


async def test_only_officers_of_the_association_make_posters_of_its_buildings(world: World) -> None:
    for who, status in (("nakajima", 404), ("abe", 404), ("sato", 404), ("ono", 404), (None, 401)):
        async with Visit(world, who) as browser:
            assert (await browser.post(at(world))).status_code == status, who
    async with Visit(world, "ito") as officer:
        assert (await officer.post(at(world))).status_code == 303
        assert (await officer.post(at(world, "block_1"))).status_code == 404
