"""Two officers write at one circular: nothing that either wrote is overwritten."""

import re
from html import unescape

import pytest

from kairanban.circulation.circulars.actions import drafts
from kairanban.circulation.circulars.rules.merging import base_of, compared
from kairanban.core.ids import CircularId
from tests.circulation.circulars.test_writing import PAPER
from tests.visiting import Visit, said
from tests.world import World, circular, draft

pytestmark = pytest.mark.anyio

Fields = dict[str, str]
PART = {"HX-Request-Type": "partial"}


def form_in(page: str, id: str) -> Fields:
    """Return the fields of a form as a browser would send them unchanged."""
    found = re.search(rf"<form[^>]*{id}.*?</form>", page, re.S)
    assert found is not None
    html, fields = found[0], dict[str, str]()
    for tag in re.findall(r"<input[^>]*>", html):
        name, value = re.search(r' name="([^"]*)"', tag), re.search(r' value="([^"]*)"', tag)
        if name is None or (('type="radio"' in tag or 'type="checkbox"' in tag) and " checked" not in tag):
            continue
        if 'type="file"' not in tag:
            fields[name[1]] = unescape(value[1]) if value else "on"
    for name, text in re.findall(r'<textarea[^>]* name="([^"]*)"[^>]*>(.*?)</textarea>', html, re.S):
        fields[name] = unescape(text)
    return fields


async def opened(visit: Visit, id: CircularId, page: str = "draft") -> Fields:
    return form_in((await visit.get(f"/circulars/{id}/{page}")).text, f"/circulars/{id}/{page}")


async def stored(world: World, id: CircularId) -> dict[str, str]:
    async with world.database.read(world.yamada) as tx:
        work = await drafts.find(tx, id)
        texts = await drafts.texts_of(tx, id, work.edition)
    return {"title": texts.title, "gist": texts.gist, "body": texts.body, "importance": work.importance}


async def test_fields_changed_by_one_of_them_are_both_kept(world: World) -> None:
    id = await draft(world)
    async with Visit(world, "yamada") as chair, Visit(world, "ito") as officer:
        hers, his = await opened(chair, id), await opened(officer, id)
        await officer.post(f"/circulars/{id}/draft", his | {"title": "川の清掃", "importance": "important"})
        answer = await chair.post(f"/circulars/{id}/draft", hers | {"gist": "午前8時からです。"})
    assert answer.status_code == 303
    kept = await stored(world, id)
    assert (kept["title"], kept["gist"], kept["importance"]) == ("川の清掃", "午前8時からです。", "important")


async def test_the_second_sees_both_versions_and_chooses_by_field(world: World) -> None:
    id = await draft(world)
    async with Visit(world, "yamada") as chair, Visit(world, "ito") as officer:
        hers, his = await opened(chair, id), await opened(officer, id)
        await officer.post(
            f"/circulars/{id}/draft",
            his | {"title": "川の清掃", "body": "橋の\r\n下から。", "importance": "urgent"},
        )
        mine = {
            "title": "公園と川",
            "body": "公園の\r\n\r\n入口から。",
            "gist": "八時から。",
            "importance": "important",
        }
        answer = await chair.post(f"/circulars/{id}/draft", hers | mine)
        page = said(answer)
        assert answer.status_code == 409
        assert all(
            words in page
            for words in ("伊藤", "公園と川", "川の清掃", "入口から。", "下から。", "緊急", "大切")
        )
        assert (await stored(world, id))["title"] == "川の清掃"
        chosen = form_in(answer.text, f"/circulars/{id}/draft")
        assert chosen["gist"] == "八時から。"
        answer = await chair.post(f"/circulars/{id}/draft", chosen | {"title": "川の清掃"})
    assert answer.status_code == 303
    assert await stored(world, id) == {
        "title": "川の清掃", "gist": "八時から。", "body": "公園の\n\n入口から。", "importance": "important"
    }  # fmt: skip


async def test_saving_while_typing_never_overwrites(world: World) -> None:
    id = await draft(world)
    async with Visit(world, "yamada") as chair, Visit(world, "ito") as officer:
        hers, his = await opened(chair, id), await opened(officer, id)
        await officer.post(f"/circulars/{id}/draft", his | {"title": "川の清掃"})
        part = await chair.post(f"/circulars/{id}/draft", hers | {"title": "公園と川"}, **PART)
        assert "伊藤" in part.text
        assert "題名" in part.text
        assert (await stored(world, id))["title"] == "川の清掃"
        # What was not changed by both is saved, and what the other one changed is named.
        part = await chair.post(f"/circulars/{id}/draft", hers | {"gist": "八時から。"}, **PART)
        assert "題名" in part.text
        assert (await stored(world, id)) | {"body": ""} == {
            "title": "川の清掃", "gist": "八時から。", "body": "", "importance": "ordinary"
        }  # fmt: skip
        # The next save carries what the form shows, so the other's title stays.
        base = re.search(r'name="base" value="([^"]*)"', part.text)
        assert base is not None
        again = hers | {"gist": "九時から。", "base": base[1]}
        await chair.post(f"/circulars/{id}/draft", again, **PART)
    kept = await stored(world, id)
    assert (kept["title"], kept["gist"]) == ("川の清掃", "九時から。")


async def test_her_own_saves_while_typing_are_no_second_version(world: World) -> None:
    id = await draft(world)
    async with Visit(world, "yamada") as chair:
        form = await opened(chair, id)
        for title in ("川", "川の", "川の清掃"):
            part = await chair.post(f"/circulars/{id}/draft", form | {"title": title}, **PART)
            form |= form_in(f"<form x>{part.text}</form>", "x")
        answer = await chair.post(f"/circulars/{id}/draft", form | {"title": "川の清掃だ"})
    assert answer.status_code == 303
    assert (await stored(world, id))["title"] == "川の清掃だ"


async def test_files_are_taken_although_the_words_need_a_choice(world: World) -> None:
    id = await draft(world)
    async with Visit(world, "yamada") as chair, Visit(world, "ito") as officer:
        hers, his = await opened(chair, id), await opened(officer, id)
        await officer.post(f"/circulars/{id}/draft", his | {"title": "川の清掃"})
        files = [("files", ("清掃.pdf", PAPER.read_bytes(), "application/pdf"))]
        answer = await chair.send(f"/circulars/{id}/attachments", hers | {"title": "公園と川"}, files)
        assert answer.status_code == 409
        assert "清掃.pdf" in (await chair.get(f"/circulars/{id}/draft")).text
    assert (await stored(world, id))["title"] == "川の清掃"


async def test_a_second_correction_sees_the_first(world: World) -> None:
    id = await circular(world)
    async with Visit(world, "yamada") as chair, Visit(world, "ito") as officer:
        hers, his = await opened(chair, id, "correction"), await opened(officer, id, "correction")
        first = his | {"change": "typo", "note": "場所", "facts_where": "川の橋"}
        assert (await officer.post(f"/circulars/{id}/correction", first)).status_code == 303
        second = hers | {"change": "typo", "note": "場所です", "facts_where": "公園の門"}
        answer = await chair.post(f"/circulars/{id}/correction", second)
        assert answer.status_code == 409
        assert all(words in said(answer) for words in ("川の橋", "公園の門", "伊藤"))
        chosen = form_in(answer.text, f"/circulars/{id}/correction")
        assert chosen["note"] == "場所です"
        assert (await chair.post(f"/circulars/{id}/correction", chosen)).status_code == 303
        shown = (await chair.get(f"/circulars/{id}/correction")).text
    assert "公園の門" in shown


def test_fields_are_compared_with_what_the_form_showed() -> None:
    opened = {"title": "公園", "gist": "八時", "body": ""}
    base = base_of(opened)
    assert compared(base, opened, opened) == compared("", opened, opened)
    assert compared(base, opened, opened | {"title": "川"}).theirs == ("title",)
    assert compared(base, opened | {"title": "山"}, opened | {"title": "川"}).both == ("title",)
    assert compared(base, opened | {"title": "川"}, opened | {"title": "川"}).both == ()
    # A page from before this was compared sends no digests.
    assert compared("", opened | {"title": "山"}, opened | {"title": "川"}).both == ()
