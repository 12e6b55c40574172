"""回覧票: its households, the number of copies, and who may print it."""

from dataclasses import replace

import pytest

from kairanban.circulation.circulars.actions import correcting
from kairanban.circulation.circulars.rules.kinds import Change
from kairanban.circulation.route_sheets.actions.sheets import Sheet, copies_in_all, rounds, sheet, sheets
from kairanban.community.hiding.actions import hide
from kairanban.community.people.actions.particulars import change
from kairanban.core.clock import DAY
from kairanban.core.errors import NotFound
from kairanban.core.ids import CircularId
from kairanban.notify.actions.choices import choose
from tests.visiting import Visit, said
from tests.world import TEXTS, World, circular

pytestmark = pytest.mark.anyio


async def of_block(world: World, id: CircularId, who: str = "abe", block: str = "block_1") -> Sheet:
    async with world.database.read(world.actors[who]) as tx:
        return await sheet(tx, id, world.places[block])


async def correct(world: World, id: CircularId, kind: Change) -> None:
    async with world.database.write(world.yamada) as tx:
        texts = replace(TEXTS, facts_when="12月13日（日）午前8時")
        await correcting.correct(tx, id, kind, texts, "日にちが変わりました", None, None)


async def test_only_households_that_need_paper_are_on_it_in_route_order(world: World) -> None:
    found = await of_block(world, await circular(world))
    assert [(line.shown, line.waited) for line in found.lines] == [("鈴木", True), ("松本（角）", False)]
    assert (found.copies, found.left) == (1, 1)


async def test_who_rests_and_who_has_gone_is_off_the_sheet(world: World) -> None:
    id = await circular(world)
    async with world.database.write(world.suzuki) as tx:
        await choose(tx, world.households["suzuki"], {"rest_until": tx.now + DAY})
    assert [line.shown for line in (await of_block(world, id)).lines] == ["松本（角）"]


async def test_who_asked_not_to_be_shown_is_written_as_a_number(world: World) -> None:
    id = await circular(world)
    async with world.database.write(world.yamada) as tx:
        await hide(tx, world.places["midorigaoka"], world.households["suzuki"])
    line = (await of_block(world, id)).lines[0]
    assert (line.shown, line.label) == ("1班の2", "")
    async with Visit(world, "abe") as browser:
        for part in ("sheet", "sheet/paper", "sheet/entry"):
            page = said(await browser.get(f"/circulars/{id}/blocks/{world.places['block_1']}/{part}"))
            assert "1班の2" in page
            assert "鈴木" not in page


async def test_a_leader_sees_her_own_block_and_the_officers_see_all(world: World) -> None:
    id = await circular(world)
    async with world.database.read(world.abe) as tx:
        assert [one.head.block_name for one in await sheets(tx, id)] == ["1班"]
    async with world.database.read(world.ito) as tx:
        assert [one.head.block_name for one in await sheets(tx, id)] == ["1班", "2班"]
    for who, block in (("abe", "block_2"), ("ono", "block_1"), ("kimura", "block_1"), ("hayashi", "block_1")):
        with pytest.raises(NotFound):
            await of_block(world, id, who, block)


async def test_the_sheet_is_printed_as_a_page_and_as_a_pdf(world: World) -> None:
    id = await circular(world, reply_kind="attendance")
    base = f"/circulars/{id}/blocks/{world.places['block_1']}/sheet"
    async with Visit(world, "abe") as browser:
        page = said(await browser.get(f"{base}/paper"))
        assert "鈴木" in page
        assert "佐藤" not in page
        assert "高橋" not in page
        pdf = await browser.get(f"{base}/paper.pdf")
        assert pdf.content.startswith(b"%PDF-")
    async with Visit(world, "yamada") as browser:
        assert (await browser.get(f"/circulars/{id}/sheets.pdf")).content.startswith(b"%PDF-")
        assert f"/circulars/{id}/sheets" in (await browser.get(f"/circulars/{id}/progress")).text


async def test_where_nobody_takes_paper_there_is_a_word_instead_of_a_sheet(world: World) -> None:
    async with world.database.write(world.yamada) as tx:
        for name in ("suzuki", "matsumoto"):
            await change(tx, world.places["midorigaoka"], world.households[name], {"method": "digital"})
    id = await circular(world)
    base = f"/circulars/{id}/blocks/{world.places['block_1']}/sheet"
    async with Visit(world, "abe") as browser:
        assert "<table>" not in (await browser.get(f"{base}/paper")).text
        assert f"{base}/paper" not in (await browser.get("/office")).text


async def test_the_first_page_of_a_leader_counts_paper_and_leads_to_the_sheet(world: World) -> None:
    id = await circular(world)
    base = f"/circulars/{id}/blocks/{world.places['block_1']}"
    async with Visit(world, "abe") as browser:
        for path in ("/office", base):
            page = await browser.get(path)
            for part in ("sheet", "sheet/paper", "sheet/entry"):
                assert f'href="{base}/{part}"' in page.text, path
            assert f"{base}/slip" not in page.text
    async with Visit(world, "yamada") as browser:
        page = await browser.get(base)
        assert f'href="{base}/sheet/entry"' in page.text
        assert f'href="{base}/sheet"' not in page.text


async def test_a_change_asks_for_a_slip_and_a_typo_does_not(world: World) -> None:
    id = await circular(world)
    base = f"/circulars/{id}/blocks/{world.places['block_1']}"
    await correct(world, id, Change.TYPO)
    async with Visit(world, "abe") as browser:
        assert f"{base}/slip" not in (await browser.get(base)).text
        await correct_back(world, id)
        for path in ("/office", base):
            assert f"{base}/slip" in (await browser.get(path)).text
        assert "日にちが変わりました" in said(await browser.get(f"{base}/slip"))
    async with world.database.read(world.abe) as tx:
        assert (await rounds(tx, world.places["block_1"]))[id].changed
    async with Visit(world, "ono") as browser:
        assert (await browser.get(f"{base}/slip")).status_code == 404


async def correct_back(world: World, id: CircularId) -> None:
    async with world.database.write(world.yamada) as tx:
        await correcting.correct(tx, id, Change.CHANGE, TEXTS, "日にちが変わりました", None, None)


async def test_a_circular_that_was_never_corrected_has_no_slip(world: World) -> None:
    id = await circular(world)
    async with Visit(world, "abe") as browser:
        answer = await browser.get(f"/circulars/{id}/blocks/{world.places['block_1']}/slip")
    assert answer.status_code == 404


async def test_without_sheets_there_are_no_copies(world: World) -> None:
    id = await circular(world)
    async with world.database.read(world.abe) as tx:
        assert await copies_in_all(tx, id, []) == 0
        assert await copies_in_all(tx, id, await sheets(tx, id)) == 1
