"""だれが見たか: the household sees each access by others, and nothing else."""

import re
from pathlib import Path

import pytest

import kairanban
from kairanban.access.purposes import ON_PAPER, WORDS
from kairanban.care.callbacks import actions as callbacks
from kairanban.core.clock import DAY
from tests.conftest import SetClock
from tests.visiting import Visit, said
from tests.world import World, circular

pytestmark = pytest.mark.anyio


async def looks(world: World, who: str) -> str:
    async with Visit(world, who) as home:
        return said(await home.get("/looks"))


async def test_who_looked_at_a_list_or_at_the_household_is_shown_to_it(world: World) -> None:
    id = await circular(world)
    assert "この1年、見た人はいません" in await looks(world, "sato")
    async with Visit(world, "abe") as leader:
        await leader.get(f"/circulars/{id}/blocks/{world.places['block_1']}")
    async with Visit(world, "yamada") as chair:
        await chair.get(f"/associations/{world.places['midorigaoka']}/roster")
        await chair.get(f"/associations/{world.places['midorigaoka']}/households/{world.households['sato']}")

    mine = await looks(world, "sato")
    assert "阿部 和子" in mine
    assert "山田 美代子" in mine
    assert "お宅のページ" in mine
    # The other block's leader had no access, and nobody opened this household's page.
    neighbour = await looks(world, "takahashi")
    assert "阿部 和子" not in neighbour
    assert "山田 美代子" in neighbour
    assert "お宅のページ" not in neighbour
    assert "山田 美代子" not in await looks(world, "mori")


async def test_only_the_device_that_asked_sees_that_somebody_looked_at_the_wish(world: World) -> None:
    async with world.database.write(world.sato) as tx:
        await callbacks.ask(tx, world.households["sato"])
    async with Visit(world, "abe") as leader:
        await leader.get("/calls")
    assert "阿部 和子" in await looks(world, "sato")
    assert "阿部 和子" not in await looks(world, "suzuki")


async def test_what_is_long_past_is_not_shown(world: World, clock: SetClock) -> None:
    async with Visit(world, "yamada") as chair:
        await chair.get(f"/associations/{world.places['midorigaoka']}/roster")
    clock.advance(20 * DAY)
    assert "山田 美代子" in await looks(world, "sato")


def test_every_look_has_words() -> None:
    code = "".join(path.read_text() for path in Path(kairanban.__file__).parent.rglob("*.py"))
    recorded = r'record_(?:access|accesses|look)\(\s*(?:tx|request), (?:purpose_here\(request, )?"(\w+)"'
    assert set(re.findall(recorded, code)) == {purpose.removesuffix(ON_PAPER) for purpose in WORDS}
