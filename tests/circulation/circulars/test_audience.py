"""Step 2 of writing: the whole association or the ticked choice, never both."""

import pytest

from kairanban.circulation.circulars.actions import drafts
from kairanban.circulation.circulars.actions.latecomers import address_latecomers
from kairanban.circulation.circulars.queries.audience_choices import Chosen
from kairanban.community.people.actions.households import NewHousehold, add_household
from kairanban.core.actor import System
from kairanban.core.ids import CircularId
from tests.circulation.municipal_requests.towns import fill_block
from tests.visiting import Visit, said
from tests.world import SYSTEM, World, circular

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


async def test_whom_the_roster_has_beyond_those_it_goes_to_is_said(world: World) -> None:
    async with Visit(world, "yamada") as chair:
        base = await start(chair, world)
        assert "会員でない" not in said(await chair.get(f"{base}/audience"))
        await add(world, "block_1", standing="none")
        page = said(await chair.get(f"{base}/audience"))
        assert "5世帯に届きます" in page
        assert "会員でない1世帯は含みません" in page
        # Counted within the chosen block, where all are members.
        other = {"scope": "some", "place": str(world.places["block_2"])}
        assert "会員でない" not in said(await chair.post(f"{base}/audience", other, **PART))


async def test_households_that_came_later_are_said_beside_the_counts(world: World) -> None:
    id = await circular(world)
    async with Visit(world, "yamada") as chair:
        assert "あとから加わった" not in said(await chair.get(f"/circulars/{id}/progress"))
        await add(world, "block_1")
        await address_latecomers(world.database, System("test"))
        page = said(await chair.get(f"/circulars/{id}/progress"))
    assert "あとから加わった1世帯にも届いています" in page


async def add(world: World, block: str, standing: str = "full") -> None:
    async with world.database.write(SYSTEM) as tx:
        await add_household(
            tx,
            NewHousehold(
                association=world.places["midorigaoka"],
                label="新井",
                place=world.places[block],
                route_order=20,
                address="",
                phone="",
                standing=standing,
            ),
        )
