"""Step 2 of writing: the whole association, or what is ticked; never both."""

import pytest

from kairanban.circulars.actions import drafts
from kairanban.circulars.actions.drafts import Chosen
from kairanban.core.ids import CircularId
from tests.requests.towns import fill_block
from tests.visiting import Visit, said
from tests.world import World

pytestmark = pytest.mark.anyio

PART = {"HX-Request": "true", "HX-Request-Type": "partial"}


async def start(browser: Visit, world: World) -> str:
    answer = await browser.post("/circulars", {"association": str(world.places["midorigaoka"])})
    return answer.headers["location"].removesuffix("/draft")


async def chosen(world: World, base: str) -> list[Chosen]:
    async with world.database.read(world.yamada) as tx:
        return await drafts.audience(tx, CircularId(int(base.rsplit("/", 1)[1])))


async def test_the_whole_association_is_chosen_to_begin_with_and_wins_over_ticks(world: World) -> None:
    block = world.places["block_2"]
    async with Visit(world, "yamada") as chair:
        base = await start(chair, world)
        page = said(await chair.get(f"{base}/audience"))
        assert 'name="scope" value="all" checked' in page
        assert "下の印は数えません" in page
        await chair.post(f"{base}/audience", {"scope": "all", "place": str(block)})
        assert await chosen(world, base) == [Chosen(world.places["midorigaoka"], "", None)]
        await chair.post(f"{base}/audience", {"scope": "some", "place": str(block)})
        assert await chosen(world, base) == [Chosen(block, "", None)]
        page = said(await chair.get(f"{base}/audience"))
        assert 'name="scope" value="some" checked' in page
        assert "2世帯に届きます" in page


async def test_nothing_ticked_is_refused_and_the_choice_stays_as_it_was_made(world: World) -> None:
    async with Visit(world, "yamada") as chair:
        base = await start(chair, world)
        refused = await chair.post(f"{base}/audience", {"scope": "some"})
        assert refused.status_code == 422
        assert 'name="scope" value="some" checked' in refused.text
        assert "どなたに回すかを選んでください" in said(refused)


async def test_the_number_of_households_follows_the_ticks(world: World) -> None:
    async with Visit(world, "yamada") as chair:
        base = await start(chair, world)
        some = {"scope": "some", "place": str(world.places["block_2"])}
        part = await chair.post(f"{base}/audience", some, **PART)
        assert part.status_code == 200
        assert "2世帯に届きます" in said(part)
        assert "<html" not in part.text
        assert "5世帯に届きます" in said(await chair.post(f"{base}/audience", {"scope": "all"}, **PART))
        assert "どなたに回すかを選んでください" in said(
            await chair.post(f"{base}/audience", {"scope": "some"}, **PART)
        )


async def test_single_households_stand_by_block_in_route_order(world: World) -> None:
    await fill_block(world, "block_1", 2)
    async with Visit(world, "yamada") as chair:
        base = await start(chair, world)
        page = said(await chair.get(f"{base}/audience"))
        single = page[page.index("世帯を選ぶ") :]
        order = [single.index(name) for name in ("1班", "佐藤", "鈴木", "家0", "家1", "2班", "田中")]
        assert order == sorted(order)
