"""The next step knows which blocks wait for paper; numbers of one thing agree wherever they stand."""

import re
from dataclasses import replace

import pytest

from kairanban.circulation.circulars.actions import correcting
from kairanban.circulation.circulars.rules.kinds import Change
from kairanban.circulation.replies.actions.answers import answer_for
from kairanban.circulation.replies.rules.answers import Answer
from kairanban.community.people.actions.particulars import change
from kairanban.core.clock import DAY
from kairanban.core.ids import CircularId
from kairanban.notify.actions.choices import choose
from tests.visiting import Visit, said
from tests.world import TEXTS, World, circular

pytestmark = pytest.mark.anyio

WAITS = "まだ紙を渡していないところがあります"
EVERYBODY = "みなさんに届きました"


async def step(visit: Visit, id: CircularId) -> str:
    """Return what the page of progress says helps now, with its links."""
    page = (await visit.get(f"/circulars/{id}/progress")).text
    return page[page.index("いま、するとよいこと") : page.index("<table")]


async def test_blocks_that_wait_for_paper_are_named_until_they_have_it(world: World) -> None:
    id = await circular(world)
    one, two = world.places["block_1"], world.places["block_2"]
    async with Visit(world, "yamada") as chair, Visit(world, "abe") as leader, Visit(world, "sato") as home:
        # Reading on a tablet brings nobody paper.
        await home.post(f"/circulars/{id}/acknowledgement", {"press": "p"})
        said_first = await step(chair, id)
        assert WAITS in said_first
        assert f"/circulars/{id}/blocks/{one}" in said_first
        assert f"/circulars/{id}/sheets" in said_first
        assert f"/circulars/{id}/blocks/{two}" not in said_first
        assert "紙は、まだ渡していません" in said(await leader.get(f"/circulars/{id}/blocks/{one}"))
        await leader.post(f"/circulars/{id}/blocks/{one}/handed")
        assert WAITS not in await step(chair, id)
        assert "紙で回っています" in await step(chair, id)
        assert "に渡しました" in said(await chair.get(f"/circulars/{id}/progress"))
        await leader.post(f"/circulars/{id}/blocks/{one}/handed/removal")
        assert WAITS in await step(chair, id)
        await chair.post(f"/circulars/{id}/handed")
        assert WAITS not in await step(chair, id)


async def test_a_change_needs_new_paper(world: World) -> None:
    id = await circular(world)
    async with Visit(world, "yamada") as chair:
        await chair.post(f"/circulars/{id}/handed")
        async with world.database.write(world.yamada) as tx:
            texts = replace(TEXTS, facts_when="12月13日（日）午前8時")
            await correcting.correct(tx, id, Change.CHANGE, texts, "日にちが変わりました", None, None)
        assert WAITS in await step(chair, id)


async def test_only_its_leader_and_the_officers_say_that_a_block_has_it(world: World) -> None:
    id = await circular(world)
    two = world.places["block_2"]
    async with Visit(world, "abe") as leader, Visit(world, "sato") as home, Visit(world, "ono") as other:
        assert (await leader.post(f"/circulars/{id}/blocks/{two}/handed")).status_code == 404
        assert (await leader.post(f"/circulars/{id}/handed")).status_code == 404
        assert (await home.post(f"/circulars/{id}/blocks/{two}/handed")).status_code in (403, 404)
        assert (await other.post(f"/circulars/{id}/handed")).status_code == 404


async def test_numbers_of_one_thing_agree_on_every_page(world: World) -> None:
    """After publication one changes to paper, one rests, one is ticked on the sheet and one answers herself."""
    id = await circular(world)
    block = world.places["block_1"]
    async with world.database.write(world.yamada) as tx:
        await change(tx, world.places["midorigaoka"], world.households["sato"], {"method": "paper"})
    async with world.database.write(world.matsumoto) as tx:
        await choose(tx, world.households["matsumoto"], {"rest_until": tx.now + DAY})
    async with world.database.write(world.abe) as tx:
        await answer_for(tx, id, world.households["suzuki"], Answer("acknowledged", "x"), "paper", block)

    async with Visit(world, "yamada") as chair, Visit(world, "abe") as leader:
        overview = (await chair.get(f"/circulars/{id}/progress")).text
        row = re.search(rf'<th scope="row"><a href="/circulars/{id}/blocks/{block}">.*?</tr>', overview, re.S)
        assert row is not None
        confirmed, _, households, paper = (int(n) for n in re.findall(r'data-label="[^"]*">(\d+)', row[0]))
        of_block = said(await leader.get(f"/circulars/{id}/blocks/{block}"))
        sheet = said(await leader.get(f"/circulars/{id}/blocks/{block}/sheet/paper"))
        office = said(await leader.get("/office"))
    assert (confirmed, households, paper) == (1, 3, 2)
    # The household that rests is addressed, and is not on paper now.
    assert (confirmed, households, paper) == (1, 3, 2)
    assert f"{households - confirmed}世帯がまだ" in of_block
    for page in (of_block, office):
        assert f"紙の家 {paper}軒" in page
    assert all(name in sheet for name in ("佐藤", "鈴木"))
    assert "松本" not in sheet


async def test_when_the_reminder_goes_is_said(world: World) -> None:
    plain = await circular(world)
    asks = await circular(world, importance="important")
    async with Visit(world, "yamada") as chair:
        assert "もう一度のお知らせはありません" in said(await chair.get(f"/circulars/{plain}/progress"))
        assert re.search(
            r"もう一度のお知らせは、12月\d+日.*?まだの世帯に",
            said(await chair.get(f"/circulars/{asks}/progress")),
        )
