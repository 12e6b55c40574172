"""A link that binds a device is led out of LINE and other apps before a cookie is set."""

import pytest

from kairanban.web.in_app import app_of
from tests.community.signin.test_cards import new_card
from tests.visiting import Visit, said
from tests.world import World

pytestmark = pytest.mark.anyio

IN_LINE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Safari Line/13.20.0"
LINE_ON_ANDROID = "Mozilla/5.0 (Linux; Android 14; Pixel) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36 Line/13.20.0/IAB"
IN_INSTAGRAM = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Instagram 300.0"
IN_FACEBOOK = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) [FBAN/FBIOS;FBAV/440.0]"
SAFARI = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Version/17.0 Safari/604.1"
)


@pytest.mark.parametrize(
    ("agent", "app"),
    [
        (IN_LINE, "LINE"), (LINE_ON_ANDROID, "LINE"), (IN_INSTAGRAM, "Instagram"), (IN_FACEBOOK, "Facebook"),
        (SAFARI, ""), ("", ""), ("Mozilla/5.0 Online/1", ""),
    ],
)  # fmt: skip
def test_an_app_is_known_by_its_user_agent(agent: str, app: str) -> None:
    assert app_of(agent) == app


@pytest.mark.parametrize("link", ["c", "b", "i"])
async def test_line_is_asked_to_open_the_browser_before_any_cookie_is_set(world: World, link: str) -> None:
    token = await new_card(world)
    async with Visit(world) as browser:
        first = await browser.get(f"/{link}/{token}", **{"User-Agent": IN_LINE})
        assert first.status_code == 303
        assert first.headers["location"] == f"/{link}/{token}?openExternalBrowser=1"
        assert "set-cookie" not in first.headers
        # Where LINE opens it all the same, it is said in words.
        second = await browser.get(first.headers["location"], **{"User-Agent": IN_LINE})
        assert second.status_code == 200
        assert "set-cookie" not in second.headers
        assert "Safariで開いてください" in said(second)


async def test_in_the_browser_it_goes_on_as_ever(world: World) -> None:
    token = await new_card(world)
    async with Visit(world) as browser:
        opened = await browser.get(f"/c/{token}?openExternalBrowser=1", **{"User-Agent": SAFARI})
        assert (opened.status_code, opened.headers["location"]) == (303, "/card")
        assert "card" in browser.cookies


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (IN_INSTAGRAM, "Instagramの中の画面です"), (IN_FACEBOOK, "Facebookの中の画面です"),
        (LINE_ON_ANDROID, "Chromeで開いてください"),
    ],
)  # fmt: skip
async def test_whoever_wants_to_stay_goes_on_there(world: World, agent: str, words: str) -> None:
    token = await new_card(world)
    async with Visit(world) as browser:
        page = await browser.get(f"/c/{token}?openExternalBrowser=1", **{"User-Agent": agent})
        assert words in said(page)
        assert f'href="/c/{token}?stay=1"' in page.text
        stays = await browser.get(f"/c/{token}?stay=1", **{"User-Agent": agent})
        assert (stays.status_code, stays.headers["location"]) == (303, "/card")


async def test_a_link_that_is_none_is_not_found_there_either(world: World) -> None:
    async with Visit(world) as browser:
        assert (await browser.get("/c/no", **{"User-Agent": IN_LINE})).status_code == 404
