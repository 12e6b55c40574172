"""Every page has a help contact, also before sign-in."""

from dataclasses import replace

import pytest

from kairanban.app import _app_context
from kairanban.config import read_settings
from kairanban.db.settings import set_operator
from kairanban.notify.keys import ensure_keys
from tests.visiting import Visit
from tests.world import SYSTEM, World

pytestmark = pytest.mark.anyio

HELPER = {"KAIRANBAN_HELP_NAME": "若葉市 まちづくり課", "KAIRANBAN_HELP_PHONE": "022-000-0100"}


def helped(visit: Visit) -> Visit:
    settings = read_settings(HELPER)
    here = visit.app.state.context
    changed = replace(here.settings, help_name=settings.help_name, help_phone=settings.help_phone)
    visit.app.state.context = replace(here, settings=changed)
    return visit


async def test_visitors_see_the_operators_help_contact(world: World) -> None:
    async with Visit(world) as nobody, Visit(world) as silent:
        for path in ("/", "/sign-in", "/invitation", "/card", "/circulars/1", "/nowhere"):
            page = (await helped(nobody).get(path)).text
            assert HELPER["KAIRANBAN_HELP_NAME"] in page, path
            assert 'href="tel:0220000100"' in page, path
            assert 'class="help"' not in (await silent.get(path)).text


async def test_municipal_officers_see_it_too_and_others_see_their_associations(world: World) -> None:
    async with Visit(world, "shimizu") as town, Visit(world, "yamada") as chair:
        assert HELPER["KAIRANBAN_HELP_NAME"] in (await helped(town).get("/office")).text
        page = (await helped(chair).get("/office")).text
    assert HELPER["KAIRANBAN_HELP_NAME"] not in page
    assert 'class="help"' in page


@pytest.mark.parametrize("given", [{}, HELPER])
async def test_the_operator_is_named_unless_the_environment_names_somebody(
    world: World, given: dict[str, str]
) -> None:
    async with world.database.write(SYSTEM) as tx:
        await set_operator(tx, "鈴木 一", "022-000-0200")
    started = await _app_context(read_settings(given), world.database, await ensure_keys(world.database))
    expected = ("若葉市 まちづくり課", "022-000-0100") if given else ("鈴木 一", "022-000-0200")
    assert (started.settings.help_name, started.settings.help_phone) == expected


async def test_an_association_without_a_contact_shows_the_operators(world: World) -> None:
    async with Visit(world, "ono") as chair:
        assert HELPER["KAIRANBAN_HELP_NAME"] in (await helped(chair).get("/office")).text
