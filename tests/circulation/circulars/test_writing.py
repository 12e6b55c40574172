"""The three steps of a circular, through the pages."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kairanban.core.clock import end_of
from tests.visiting import Visit, said
from tests.world import TEXTS, World, asked_draft, circular, draft

pytestmark = pytest.mark.anyio

PAPER = Path(__file__).parents[2] / "confined" / "samples" / "circular-cleaning.pdf"
SCAN = Path(__file__).parents[2] / "confined" / "samples" / "circular-gomi-scanned.pdf"

YEARLY = 'name="yearly" checked'

WRITTEN = {
    "title": "公園の清掃",
    "gist": "公園を清掃します",
    "facts_when": "12月6日（日）午前8時",
    "facts_ask": "会長 山田",
    "body": "おそうじです。",
    "category": "event",
    "importance": "ordinary",
    "reply_kind": "attendance",
}


async def start(browser: Visit, world: World) -> str:
    answer = await browser.post("/circulars", {"association": str(world.places["midorigaoka"])})
    return answer.headers["location"].removesuffix("/draft")


async def test_a_chair_writes_chooses_looks_and_sends(world: World) -> None:
    async with Visit(world, "yamada") as chair, Visit(world, "tanaka") as resident:
        base = await start(chair, world)
        wrote = await chair.post(f"{base}/draft", {**WRITTEN, "go": "audience"})
        assert wrote.headers["location"] == f"{base}/audience"
        assert "5世帯に届きます" in (await chair.get(f"{base}/audience")).text
        chose = await chair.post(f"{base}/audience", {"place": str(world.places["block_2"]), "go": "proof"})
        assert chose.headers["location"] == f"{base}/proof"
        look = (await chair.get(f"{base}/proof")).text
        assert "2世帯に届きます" in look
        assert "公園を清掃します" in look
        sent = await chair.post(f"{base}/publication")
        assert sent.headers["location"] == f"{base}/progress?done=published"
        assert "お宅からどなたか出席されますか" in said(await resident.get(base))


async def test_what_is_missing_is_said_with_the_way_to_it(world: World) -> None:
    async with Visit(world, "yamada") as chair:
        base = await start(chair, world)
        look = (await chair.get(f"{base}/proof")).text
        assert "題名を書いてください" in look
        assert f'href="{base}/draft#title"' in look
        assert (await chair.post(f"{base}/publication")).status_code == 422


async def test_a_draft_keeps_itself_and_says_when(world: World) -> None:
    async with Visit(world, "yamada") as chair:
        base = await start(chair, world)
        kept = await chair.post(f"{base}/draft", WRITTEN, **{"HX-Request-Type": "partial"})
        assert kept.status_code == 200
        assert "午前10時に保存しました" in kept.text
        assert "公園の清掃" in (await chair.get(f"{base}/draft")).text


async def test_what_is_too_long_is_said_and_nothing_typed_is_lost(world: World) -> None:
    async with Visit(world, "yamada") as chair:
        base = await start(chair, world)
        wrong = await chair.post(f"{base}/draft", {**WRITTEN, "title": "題" * 61, "body": "のこる文章"})
        assert wrong.status_code == 422
        assert "長すぎます" in wrong.text
        assert "のこる文章" in wrong.text
        assert "題" * 61 in wrong.text


async def test_a_paper_becomes_pages_and_offers_its_facts(world: World) -> None:
    async with Visit(world, "yamada") as chair, Visit(world, "sato") as resident:
        base = await start(chair, world)
        files = [("files", ("清掃.pdf", PAPER.read_bytes(), "application/pdf"))]
        added = await chair.send(f"{base}/attachments", {"title": "", "body": ""}, files)
        assert added.status_code == 303
        page = said(await chair.get(f"{base}/draft"))
        assert "紙から見つかったもの" in page
        fields = {"field": ["title", "event_at", "facts_where", "facts_bring", "facts_phone", "body"]}
        await chair.post(f"{base}/offers", fields)
        filled = (await chair.get(f"{base}/draft")).text
        for name, value in (("event_day", "2026-12-06"), ("event_from", "08:00"), ("event_to", "")):
            assert (
                f'name="{name}" type="{"date" if name == "event_day" else "time"}" value="{value}"' in filled
            )
        assert 'name="facts_when" value="から10時ごろまで' in filled
        await chair.post(f"{base}/draft", {**WRITTEN, "go": "proof"})
        await chair.post(f"{base}/publication")
        shown = (await resident.get(base)).text
        picture = shown.split('<img src="')[1].split('"')[0]
        got = await resident.get(picture)
        assert got.headers["content-type"] == "image/webp"
        async with Visit(world, "mori") as stranger:
            assert (await stranger.get(picture)).status_code == 404


async def test_taking_over_what_a_paper_says_leaves_every_year_as_it_was(world: World) -> None:
    async with Visit(world, "yamada") as chair:
        base = await start(chair, world)
        files = [("files", ("清掃.pdf", PAPER.read_bytes(), "application/pdf"))]
        await chair.send(f"{base}/attachments", {"title": "", "body": ""}, files)
        await chair.post(f"{base}/draft", {**WRITTEN, "yearly": "1"})
        assert YEARLY in (await chair.get(f"{base}/draft")).text
        await chair.post(f"{base}/offers", {"field": ["facts_bring"]})
        assert YEARLY in (await chair.get(f"{base}/draft")).text


async def test_a_scan_becomes_a_picture_and_asks_for_its_text(world: World) -> None:
    async with Visit(world, "yamada") as chair:
        base = await start(chair, world)
        files = [("files", ("ごみ.pdf", SCAN.read_bytes(), "application/pdf"))]
        await chair.send(f"{base}/attachments", {"title": ""}, files)
        page = said(await chair.get(f"{base}/draft"))
        assert "スキャンした画像です" in page or "紙から見つかったもの" in page


async def test_a_pdf_never_goes_out_alone(world: World) -> None:
    async with Visit(world, "yamada") as chair:
        base = await start(chair, world)
        files = [("files", ("清掃.pdf", PAPER.read_bytes(), "application/pdf"))]
        await chair.send(f"{base}/attachments", {"title": ""}, files)
        await chair.post(f"{base}/draft", {**WRITTEN, "body": "", "gist": "", "go": "proof"})
        assert "ひとことで" not in (await chair.get(f"{base}/proof")).text
        assert (await chair.post(f"{base}/publication")).status_code == 422
        await chair.post(f"{base}/draft", {**WRITTEN, "body": "", "importance": "important"})
        assert "全文を書いてください" in (await chair.get(f"{base}/proof")).text
        await chair.post(f"{base}/draft", {**WRITTEN, "body": ""})
        assert (await chair.post(f"{base}/publication")).status_code == 303


@pytest.mark.parametrize("data", [b"", b"MZ not a picture", b"<svg onload=alert(1)>", b"%PDF-1.7 broken"])
async def test_a_file_that_cannot_be_read_is_refused_in_a_sentence_and_the_text_stays(
    world: World, data: bytes
) -> None:
    async with Visit(world, "yamada") as chair:
        base = await start(chair, world)
        answer = await chair.send(
            f"{base}/attachments",
            {**WRITTEN, "body": "書いたもの"},
            [("files", ("x.pdf", data, "application/pdf"))],
        )
        assert answer.status_code == 422
        assert 'class="wrong"' in answer.text
        assert "書いたもの" in (await chair.get(f"{base}/draft")).text


async def test_what_people_write_is_never_markup(world: World) -> None:
    evil = '<img src=x onerror="alert(1)"> <a data-hx-get="/x">'
    id = await circular(world, texts=replace(TEXTS, title=evil[:60], gist=evil, body=evil, facts_when=evil))
    async with Visit(world, "sato") as resident, Visit(world, "yamada") as chair:
        for page in (
            await resident.get(f"/circulars/{id}"),
            await resident.get("/"),
            await chair.get("/office"),
        ):
            assert "<img src=x" not in page.text
            assert "<a data-hx-get" not in page.text


async def test_residents_do_not_come_to_the_writing_table(world: World) -> None:
    id = await draft(world)
    for who in ("sato", "abe", "hayashi", "shimizu", "okada", "mori"):
        async with Visit(world, who) as browser:
            assert (await browser.get(f"/circulars/{id}/draft")).status_code == 404
            assert (await browser.post(f"/circulars/{id}/publication")).status_code == 404


@pytest.mark.parametrize(
    ("kind", "question", "buttons"),
    [
        ("attendance", "お宅からどなたか出席されますか", ("出席", "欠席", "まだわからない")),
        ("number", "お宅から何人いらっしゃいますか", ("1人", "8人", "行きません")),
        ("acknowledge", "", ("確認しました",)),
    ],
)
async def test_the_proof_shows_what_a_resident_is_asked(
    world: World, kind: str, question: str, buttons: tuple[str, ...]
) -> None:
    by = end_of(date(2026, 12, 4))
    written = await draft(world, reply_kind=kind, reply_by=by)
    sent = await circular(world, reply_kind=kind, reply_by=by)
    asked = await asked_draft(world, reply_kind=kind, reply_by=by)
    async with (
        Visit(world, "yamada") as chair,
        Visit(world, "tanaka") as resident,
        Visit(world, "shimizu") as town,
    ):
        pages = [
            said(await chair.get(f"/circulars/{written}/proof")),
            said(await town.get(f"/requests/{asked}/proof")),
            said(await resident.get(f"/circulars/{sent}")),
        ]
    for page in pages:
        assert "12月4日（金）までに" in page
        assert question in page
    for name in buttons:
        assert f"<li>{name}</li>" in pages[0]
        assert f"<li>{name}</li>" in pages[1]
        assert f">{name}</button>" in pages[2]
