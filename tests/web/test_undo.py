"""A second tap undoes nothing: what undoes, leaves or removes is asked about while its page is younger than 1.5 s."""

import re
from pathlib import Path

import pytest

from kairanban.app import routes
from kairanban.web import static_files
from kairanban.web.routing import GuardedRoute, Open
from kairanban.web.undo import SOON, WORDS, undoes
from tests.conftest import SetClock
from tests.visiting import Visit, said
from tests.world import World, circular

pytestmark = pytest.mark.anyio

APP_JS = Path(static_files.__file__).parents[1] / "static" / "app.js"
MADE = re.compile(r'name="page_made" value="(\d+)"')


def test_there_is_much_that_undoes() -> None:
    routed = [route for route in routes() if isinstance(route, GuardedRoute) and undoes(route.path)]
    assert len([route for route in routed if isinstance(route.needs, Open)]) > 20


def test_the_script_knows_the_same_words() -> None:
    found = re.search(r"UNDOES = /\\/\(([a-z|]+)\)\$/, SOON = ([\d_]+)", APP_JS.read_text())
    assert found is not None
    assert set(found[1].split("|")) == WORDS
    assert int(found[2]) == SOON


async def test_a_reply_is_taken_back_only_by_a_press_that_was_meant(world: World, clock: SetClock) -> None:
    id = await circular(world)
    async with Visit(world, "sato") as browser:
        await browser.post(f"/circulars/{id}/acknowledgement", {"press": "a"})
        page = await browser.get(f"/circulars/{id}")
        form = {"page_made": MADE.findall(page.text)[0], "home": str(world.households["sato"])}
        clock.advance(SOON - 1)
        asked = await browser.post(
            f"/circulars/{id}/reply/removal", form, Referer=f"http://localhost:8321/circulars/{id}"
        )
        assert asked.status_code == 409
        assert "まだ、何も変えていません" in said(asked)
        assert f'href="/circulars/{id}"' in asked.text
        assert f'name="home" value="{world.households["sato"]}"' in asked.text
        assert "確認を受け付けました" in said(await browser.get(f"/circulars/{id}"))

        clock.advance(1)
        left = await browser.post(f"/circulars/{id}/reply/removal", form)
        assert left.headers["location"] == f"/circulars/{id}?done=taken_back"
        page = await browser.get(left.headers["location"])
        assert "取り消しました" in said(page)
        assert 'href="#answer"' in page.text


@pytest.mark.parametrize("made", ["", "x", "-5", "9" * 40, "99999999999999999", "²"])
async def test_a_form_without_a_time_acts(world: World, made: str) -> None:
    id = await circular(world)
    async with Visit(world, "sato") as browser:
        await browser.post(f"/circulars/{id}/acknowledgement")
        assert (await browser.post(f"/circulars/{id}/reply/removal", {"page_made": made})).status_code == 303


async def test_leaving_is_asked_about_too(world: World) -> None:
    async with Visit(world, "sato") as browser:
        made = MADE.findall((await browser.get("/")).text)[0]
        assert (await browser.post("/away", {"page_made": made})).status_code == 409
        assert (await browser.get("/")).status_code == 200


async def test_nothing_else_waits(world: World) -> None:
    id = await circular(world)
    async with Visit(world, "sato") as browser:
        made = MADE.findall((await browser.get(f"/circulars/{id}")).text)[0]
        assert (
            await browser.post(f"/circulars/{id}/acknowledgement", {"page_made": made})
        ).status_code == 303
