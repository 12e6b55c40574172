"""The head of a group at her pages: she writes, sends, sees who has it; nothing else of the association."""

import re

import pytest

from kairanban.community.hiding.actions import hide
from kairanban.core.clock import DAY, Moment
from kairanban.core.roles import Role
from tests.conftest import SetClock
from tests.groups import group_circular, group_draft, groups, serve
from tests.house.paths import PAPER
from tests.visiting import Visit, said
from tests.world import World, circular

pytestmark = pytest.mark.anyio

FORM = {
    "title": "芋煮会のお知らせ",
    "gist": "12月13日に公民館で芋煮会をします。",
    "facts_ask": "遠藤",
    "category": "event",
    "importance": "ordinary",
    "reply_kind": "attendance",
    "reply_by": "2026-12-10",
    "body": "会費は三百円です。",
}


@pytest.fixture
async def town(world: World) -> World:
    await groups(world)
    return world


async def test_a_head_writes_sends_and_sees_who_comes(town: World) -> None:
    elders = str(town.places["elders"])
    async with Visit(town, "endo") as head:
        office = said(await head.get("/office"))
        assert "老人会" in office
        for door in ("/roster", "/cards", "/people", "/safety", "/provisions", "/requests", "訃報"):
            assert door not in office, door
        started = await head.post("/circulars", {"association": elders})
        draft = started.headers["location"]
        writing = said(await head.get(draft))
        assert "老人会" in writing
        assert "至急" not in writing
        assert (await head.post(draft, {**FORM, "go": "audience"})).status_code == 303
        base = draft.removesuffix("/draft")
        attached = await head.send(
            f"{base}/attachments", FORM, [("files", ("紙.pdf", PAPER.read_bytes(), "application/pdf"))]
        )
        assert attached.status_code == 303
        whom = said(await head.get(f"{base}/audience"))
        assert "佐藤" in whom
        assert "田中" not in whom
        assert "班長" not in re.sub(r"<option.*?</option>", "", whom)
        assert (await head.post(f"{base}/audience", {"scope": "all", "go": "proof"})).status_code == 303
        proof = said(await head.get(f"{base}/proof"))
        assert "みどりヶ丘自治会<br>老人会" in proof
        assert (await head.post(f"{base}/publication")).status_code == 303
    async with Visit(town, "sato") as home:
        assert "老人会" in said(await home.get("/"))
        page = said(await home.get(base))
        assert "みどりヶ丘自治会<br>老人会" in page
        assert 'src="/attachments/' in page
        answered = await home.post(f"{base}/answer", {"choice": "attending", "press": "a"})
        assert answered.status_code == 303, answered.text
    async with Visit(town, "tanaka") as outside:
        assert (await outside.get(base)).status_code == 404
    async with Visit(town, "endo") as head:
        progress = said(await head.get(f"{base}/progress"))
        assert "出席" in progress
        block = said(await head.get(f"{base}/blocks/{town.places['block_1']}"))
        assert "佐藤" in block
        assert "松本" not in block
        assert "022-111-0000" not in block
        assert "芋煮会のお知らせ" in said(await head.get("/office"))
    async with Visit(town, "yamada") as chair:
        assert "芋煮会のお知らせ" in said(await chair.get("/office"))
        progress = said(await chair.get(f"{base}/progress"))
        assert "老人会" in progress
        assert f"{base}/copy" not in progress


async def test_a_hidden_household_of_the_group_is_not_named(town: World) -> None:
    async with town.database.write(town.yamada) as tx:
        await hide(tx, town.places["midorigaoka"], town.households["sato"], town.people["yamada"])
    id = await group_circular(town)
    waiting = await group_draft(town)
    async with Visit(town, "endo") as head:
        block = said(await head.get(f"/circulars/{id}/blocks/{town.places['block_1']}"))
        assert "佐藤" not in block
        assert "1班の1" in block
        assert "佐藤" not in said(await head.get(f"/circulars/{waiting}/audience"))


async def test_who_looked_is_written_down_for_the_household(town: World) -> None:
    id = await group_draft(town)
    async with Visit(town, "endo") as head:
        await head.get(f"/circulars/{id}/audience")
        going_round = await group_circular(town)
        await head.get(f"/circulars/{going_round}/blocks/{town.places['block_1']}")
    async with Visit(town, "sato") as home:
        looks = said(await home.get("/looks"))
        assert looks.count("遠藤") == 2
    # Of the same block, but not of the group.
    for who in ("tanaka", "matsumoto"):
        async with Visit(town, who) as outside:
            assert "遠藤" not in said(await outside.get("/looks"))


async def test_the_next_head_reads_and_changes_nothing_until_her_term(town: World, clock: SetClock) -> None:
    id = await group_circular(town)
    begins = Moment(clock.now + 3 * DAY)
    await serve(town, "next", "次 代表", Role.CHAIR, "elders", starts=begins)
    base = f"/circulars/{id}"
    async with Visit(town, "next") as head:
        office = said(await head.get("/office"))
        assert "公園の清掃" in office
        assert 'action="/circulars"' not in office
        page = said(await head.get(f"{base}/progress"))
        for door in (f"{base}/correction", f"{base}/blocks", f"{base}/sheets", f"{base}/copy"):
            assert door not in page, door
        assert (await head.get(f"{base}/paper")).status_code == 200
        assert (await head.get(f"{base}/blocks/{town.places['block_1']}")).status_code in (403, 404)
        refused = await head.post("/circulars", {"association": str(town.places["elders"])})
        assert refused.status_code in (403, 404)
        clock.advance(3 * DAY)
        assert 'action="/circulars"' in said(await head.get("/office"))
        assert f"{base}/correction" in said(await head.get(f"{base}/progress"))
    async with Visit(town, "endo") as before:
        assert (await before.get(f"{base}/progress")).status_code in (403, 404)
        refused = await before.post("/circulars", {"association": str(town.places["elders"])})
        assert refused.status_code in (403, 404)


async def test_a_pattern_of_the_group_is_its_own(town: World) -> None:
    id = await group_circular(town)
    async with Visit(town, "endo") as head:
        kept = await head.post(f"/circulars/{id}/pattern")
        own = kept.headers["location"].split("?")[0]
        assert own.startswith(f"/associations/{town.places['elders']}/own-patterns/")
        assert (await head.get(own)).status_code == 200
        patterns = f"/associations/{town.places['elders']}/patterns"
        assert "公園の清掃" in said(await head.get(patterns))
        filled = await head.post(
            f"{patterns}/cleaning",
            {"day": "2026-12-15", "from": "09:00", "until": "10:00", "place": "公園", "ask": "遠藤",
             "bring": "gloves", "rain": "rain_cancelled", "free_bring": "軍手"},
        )  # fmt: skip
        assert filled.status_code == 303, said(filled)[-3000:]
        assert (await head.get(filled.headers["location"])).status_code == 200
    async with Visit(town, "goto") as other:
        assert (await other.get(own)).status_code in (403, 404)
    ours = await circular(town)
    async with Visit(town, "endo") as head:
        assert (await head.post(f"/circulars/{ours}/pattern")).status_code == 404
