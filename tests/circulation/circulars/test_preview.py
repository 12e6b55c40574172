"""The circular as a resident sees it, made from what is typed: nothing of it is stored."""

import pytest

from kairanban.db.migrate import engine_for
from tests.circulation.circulars.test_writing import PAPER, WRITTEN, start
from tests.groups import group_draft, groups
from tests.house.test_looking_changes_nothing import contents
from tests.visiting import Visit, said
from tests.world import World, draft

pytestmark = pytest.mark.anyio

PART = {"HX-Request-Type": "partial"}


async def test_it_follows_what_is_typed_and_stores_nothing(world: World, database_url: str) -> None:
    id, engine = await draft(world), engine_for(database_url, begin="BEGIN")
    async with Visit(world, "yamada") as chair:
        await chair.get(f"/circulars/{id}/draft")
        before = contents(engine)
        typed = {**WRITTEN, "title": "もちつき大会", "facts_where": "集会所", "reply_by": "2026-12-05"}
        shown = await chair.post(f"/circulars/{id}/preview", typed, **PART)
        assert shown.status_code == 200
        words = said(shown)
        for word in (
            "もちつき大会",
            "集会所",
            "おそうじです。",
            "お宅からどなたか出席されますか",
            "12月5日",
            "行事",
        ):
            assert word in words, word
    assert contents(engine) == before


async def test_it_is_one_part_without_a_heading_of_the_page_and_announced_to_nobody(world: World) -> None:
    id = await draft(world)
    async with Visit(world, "yamada") as chair:
        shown = (await chair.post(f"/circulars/{id}/preview", WRITTEN, **PART)).text
        page = (await chair.get(f"/circulars/{id}/draft")).text
    assert shown.lstrip().startswith("<div inert>")
    for never in ("<h1", "<form", "<button", "aria-live", 'role="status"', 'role="alert"'):
        assert never not in shown, never
    section = page[page.index('<section class="preview"') :]
    assert "aria-live" not in section.partition("</section>")[0]


async def test_a_text_that_is_too_long_is_cut_and_an_impossible_choice_is_left_out(world: World) -> None:
    id = await draft(world)
    async with Visit(world, "yamada") as chair:
        wrong = {**WRITTEN, "gist": "あ" * 400, "reply_by": "neulich", "category": "nothing"}
        shown = await chair.post(f"/circulars/{id}/preview", wrong, **PART)
    assert shown.status_code == 200
    assert "あ" * 300 in said(shown)
    assert "あ" * 301 not in said(shown)


async def test_it_shows_the_choices_as_they_would_be_stored(world: World) -> None:
    await groups(world)
    id = await group_draft(world)
    async with Visit(world, "endo") as head:
        shown = await head.post(f"/circulars/{id}/preview", {**WRITTEN, "importance": "urgent"}, **PART)
    assert "大切" in said(shown)
    assert "緊急" not in said(shown)


async def test_the_first_page_of_a_paper_is_shown_and_the_others_counted(world: World) -> None:
    async with Visit(world, "yamada") as chair:
        base = await start(chair, world)
        await chair.send(
            f"{base}/attachments", WRITTEN, [("files", ("紙.pdf", PAPER.read_bytes(), "application/pdf"))]
        )
        shown = (await chair.post(f"{base}/preview", WRITTEN, **PART)).text
    assert shown.count("<img") == 1
    assert "/pages/1" in shown
