"""The small look of an open page: 204 while nothing came, else words for the header."""

import re

import pytest

from kairanban.circulation.circulars.actions import publishing
from kairanban.core.clock import MINUTE
from tests.conftest import SetClock
from tests.visiting import Visit
from tests.world import World, checked, circular

pytestmark = pytest.mark.anyio

LOOK = re.compile(r'data-look="([^"]+)"')


async def look_of(home: Visit, path: str = "/") -> str:
    found = LOOK.search((await home.get(path)).text)
    assert found is not None
    return found[1].replace("&amp;", "&")


async def test_nothing_came_is_204_without_a_body(world: World, clock: SetClock) -> None:
    await circular(world)
    clock.advance(MINUTE)
    async with Visit(world, "sato") as home:
        answer = await home.get(await look_of(home))
        assert (answer.status_code, answer.content) == (204, b"")
        assert answer.headers["cache-control"] == "no-store"
        assert sum(len(name) + len(value) + 4 for name, value in answer.headers.items()) < 200


async def test_a_circular_that_came_since_is_said(world: World, clock: SetClock) -> None:
    clock.advance(MINUTE)
    async with Visit(world, "sato") as home, Visit(world, "mori") as elsewhere:
        look, other = await look_of(home), await look_of(elsewhere)
        clock.advance(MINUTE)
        await circular(world)
        assert (await home.get(look)).json() == {"words": "新しい回覧", "to": "/", "alarm": False}
        assert (await elsewhere.get(other)).status_code == 204
        clock.advance(MINUTE)
        assert (await home.get(await look_of(home))).status_code == 204


async def test_what_was_read_while_it_was_written_is_said_and_a_withdrawal_too(
    world: World, clock: SetClock
) -> None:
    async with Visit(world, "sato") as home:
        id = await circular(world)
        # The page was made a moment after the writing began, and did not yet show it.
        look = await look_of(home)
        assert (await home.get(look)).status_code == 200
        clock.advance(MINUTE)
        look = await look_of(home)
        assert (await home.get(look)).status_code == 204
        async with world.database.write(world.yamada) as tx:
            await publishing.withdraw(tx, id, "雨のため")
        assert (await home.get(look)).json()["words"] == "取り下げ"


@pytest.mark.parametrize(("kind", "words"), [("real", "安否の確認"), ("drill", "安否の訓練")])
async def test_a_check_goes_first_until_the_page_names_it_or_it_is_answered(
    world: World, kind: str, words: str
) -> None:
    async with Visit(world, "sato") as home:
        look = await look_of(home, "/circulars")
        check = await checked(world, kind)
        assert (await home.get(look)).json() == {"words": words, "to": f"/safety/{check}", "alarm": True}
        assert (await home.get(await look_of(home, "/circulars"))).status_code == 204
        await home.post(f"/safety/{check}/answer", {"state": "safe", "press": "a"})
        assert (await home.get(look)).status_code == 204


@pytest.mark.parametrize("query", ["", "?since=x&check=y", "?since=" + "9" * 400, "?since=-1", "?since=１"])
async def test_a_look_that_was_meddled_with_is_answered(world: World, query: str) -> None:
    async with Visit(world, "sato") as home, Visit(world) as nobody:
        assert (await home.get(f"/now{query}")).status_code in (200, 204)
        assert (await nobody.get(f"/now{query}")).status_code == 401
