"""戻る leads to the list the reader came from, with its search, also after an answer and without a script."""

import re

import pytest

from tests.visiting import ADDRESS, Visit
from tests.world import World, circular

pytestmark = pytest.mark.anyio

BACK = re.compile(r'<a class="button quiet" href="([^"]+)">戻る</a>')


@pytest.mark.parametrize(
    ("came", "back"),
    [
        ("/circulars?words=%E6%B8%85%E6%8E%83", "/circulars?words=%E6%B8%85%E6%8E%83"),
        ("/events", "/events"),
        ("/", "/"),
        ("/settings", "/"),
        ("//evil.example/circulars", "/"),
    ],
)
async def test_back_leads_to_the_list_and_stands_before_and_after(world: World, came: str, back: str) -> None:
    id = await circular(world)
    async with Visit(world, "sato") as home:
        page = (await home.get(f"/circulars/{id}", referer=ADDRESS + came)).text
        assert BACK.findall(page) == [back, back]


@pytest.mark.parametrize("came", ["https://elsewhere.example/circulars", "x", "http://[", ""])
async def test_another_site_is_no_way_back(world: World, came: str) -> None:
    id = await circular(world)
    async with Visit(world, "sato") as home:
        assert set(BACK.findall((await home.get(f"/circulars/{id}", referer=came)).text)) == {"/"}


async def test_an_answer_keeps_the_way_back(world: World) -> None:
    id = await circular(world)
    came = "/circulars?words=x"
    async with Visit(world, "sato") as home:
        page = (await home.get(f"/circulars/{id}", referer=ADDRESS + came)).text
        assert f'name="back" value="{came}"' in page
        answer = await home.post(f"/circulars/{id}/acknowledgement", {"back": came, "press": "a"})
        after = (await home.get(answer.headers["location"])).text
        assert BACK.findall(after) == [came, came]
        answer = await home.post(f"/circulars/{id}/reply/removal", {"back": "https://elsewhere.example"})
        assert "elsewhere" not in answer.headers["location"]


async def test_the_settings_lead_back_to_the_search(world: World) -> None:
    async with Visit(world, "sato") as home:
        page = (await home.get("/circulars?words=x&done=taken_back")).text
        assert 'href="/settings?back=/circulars%3Fwords%3Dx"' in page
        assert (
            'href="/circulars?words=x">戻る' in (await home.get("/settings?back=/circulars%3Fwords%3Dx")).text
        )
