"""Every page with something to type keeps it on the device of its owner; generated from the routes."""

import re

import pytest

from kairanban.confined.limits import LARGEST_FILE
from kairanban.web.owners import owners
from tests.house.paths import every_get, fill
from tests.visiting import Visit, said
from tests.world import World

pytestmark = pytest.mark.anyio

FORM = re.compile(r'<form[^>]*method="post".*?</form>', re.S)
WORDS = re.compile(r'<textarea|<input(?![^>]*type="(?:hidden|radio|checkbox|file|password|submit)")')
# Passwords and numbers that are secret.
SECRET = re.compile(r'<input[^>]*name="(?:pin|password|again|digits|present)"[^>]*>')
OWNER = re.compile(r'<html[^>]* data-owner="([^"]+)"')


async def test_each_page_of_an_officer_names_its_owner_and_loads_what_keeps(world: World) -> None:
    paths = await every_get(world)
    found = 0
    async with Visit(world, "yamada") as chair:
        for path in paths:
            answer = await chair.get(path)
            if answer.status_code != 200 or "text/html" not in answer.headers["content-type"]:
                continue
            forms = [form for form in FORM.findall(answer.text) if WORDS.search(form)]
            if not forms or 'data-for="paper"' in answer.text:
                continue
            found += 1
            assert OWNER.search(answer.text), path
            assert "/static/typed." in answer.text, path
            for secret in SECRET.findall(answer.text):
                assert re.search(
                    'type="password"|inputmode="numeric"|autocomplete="one-time-code"', secret
                ), (path, secret)
    assert found > 25


async def test_shared_tablets_and_visitors_have_no_owner(world: World) -> None:
    assert owners("key", world.sato) != {}
    async with Visit(world, None) as visitor, Visit(world, "sato") as home:
        assert OWNER.search((await visitor.get("/sign-in")).text) is None
        assert OWNER.search((await home.get("/")).text)


async def test_a_form_that_is_too_large_is_answered_in_words_with_the_way_back(world: World) -> None:
    path = await fill(world, "/associations/{association:int}/people")
    async with Visit(world, "yamada") as chair:
        answer = await chair.post(path, {"name": "あ" * 2_000_000}, referer=f"http://test{path}")
    assert answer.status_code == 413
    page = said(answer)
    assert "大きすぎて、送れませんでした" in page
    assert f"{LARGEST_FILE // 1024 // 1024}MB" in page
    assert f'href="{path}"' in answer.text
    assert 'data-status="413"' in answer.text


async def test_the_page_says_how_large_a_file_can_be(world: World) -> None:
    path = await fill(world, "/circulars/{circular:int}/draft")
    async with Visit(world, "yamada") as chair:
        assert f'data-most="{LARGEST_FILE}"' in (await chair.get(path)).text
