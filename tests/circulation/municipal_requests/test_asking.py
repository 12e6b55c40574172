"""A municipality sends a request and sees only totals of the associations."""

from datetime import date
from pathlib import Path

import pytest

from kairanban.circulation.circulars.actions import drafts, publishing
from kairanban.circulation.circulars.rules.kinds import Kind
from kairanban.circulation.municipal_requests.actions import decisions, sending
from kairanban.circulation.replies.actions.answers import answer
from kairanban.circulation.replies.rules.answers import Answer
from kairanban.core.clock import DAY, at
from kairanban.core.errors import Conflict, NotFound, Refused
from tests.circulation.municipal_requests.towns import next_town, plain
from tests.conftest import SetClock
from tests.visiting import Visit, said
from tests.world import TEXTS, World, asked, asked_draft, choices, circular, draft

pytestmark = pytest.mark.anyio

PAPER = Path(__file__).parents[2] / "confined" / "samples" / "circular-cleaning.pdf"
WRITTEN = {
    "title": "防災訓練のお知らせ",
    "gist": "市の防災訓練を行います",
    "facts_ask": "危機管理課",
    "facts_phone": "022-000-0200",
    "body": "12月20日に市の防災訓練を行います。",
    "importance": "important",
    "reply_kind": "acknowledge",
}


async def start(officer: Visit, world: World) -> str:
    began = await officer.post("/requests", {"municipality": str(world.places["town"])})
    assert began.status_code == 303
    return began.headers["location"].split("/")[2]


async def test_an_officer_of_the_town_writes_chooses_looks_and_sends(world: World) -> None:
    async with Visit(world, "shimizu") as officer, Visit(world, "yamada") as chair:
        id = await start(officer, world)
        wrote = await officer.post(f"/circulars/{id}/draft", {**WRITTEN, "go": "audience"})
        assert wrote.headers["location"] == f"/requests/{id}/audience"
        to_whom = (await officer.get(f"/requests/{id}/audience")).text
        assert "2自治会" in to_whom
        assert "6世帯" in to_whom
        chose = await officer.post(
            f"/requests/{id}/audience",
            {"department": "危機管理課", "deliver_on": "2026-12-15", "scope": "all", "go": "proof"},
        )
        assert chose.headers["location"] == f"/requests/{id}/proof"
        look = (await officer.get(f"/requests/{id}/proof")).text
        assert "若葉市 危機管理課" in look
        assert "2自治会" in look
        assert "12月15日" in look
        # Sending to every association needs a confirmation.
        assert "すべて" in (asked_again := await officer.post(f"/requests/{id}/dispatch")).text
        assert asked_again.status_code == 422
        sent = await officer.post(f"/requests/{id}/dispatch", {"sure": "yes"})
        assert sent.headers["location"] == f"/requests/{id}?done=sent"
        assert "まだお返事なし" in (await officer.get(f"/requests/{id}")).text
        assert "防災訓練のお知らせ" in plain(await officer.get("/requests"))
        assert "お返事を待っている依頼が1件" in (await chair.get("/office")).text


async def test_a_delivery_day_that_is_over_is_refused_and_today_is_not(world: World, clock: SetClock) -> None:
    form = {"department": "危機管理課", "scope": "all", "go": "proof"}
    words = "配布日が過ぎています"
    async with Visit(world, "shimizu") as officer:
        id = await start(officer, world)
        await officer.post(f"/circulars/{id}/draft", {**WRITTEN, "go": "audience"})
        wrong = await officer.post(f"/requests/{id}/audience", {**form, "deliver_on": "2026-11-30"})
        assert wrong.status_code == 422
        assert words in said(wrong)
        assert 'value="2026-11-30"' in wrong.text
        today = await officer.post(f"/requests/{id}/audience", {**form, "deliver_on": "2026-12-01"})
        assert today.status_code == 303
        assert words not in said(await officer.get(f"/requests/{id}/proof"))
        # The delivery day passes before it is sent.
        clock.advance(DAY)
        look = await officer.get(f"/requests/{id}/proof")
        assert words in said(look)
        assert f"/requests/{id}/audience#deliver_on" in look.text
        assert (await officer.post(f"/requests/{id}/dispatch", {"sure": "yes"})).status_code == 422


async def test_sending_twice_sends_once(world: World) -> None:
    request = await asked(world)
    async with world.database.read(world.shimizu) as tx:
        before = await sending.find(tx, request)
    async with world.database.write(world.shimizu) as tx:
        await sending.send(tx, request, sure=True)
        assert await sending.find(tx, request) == before


async def test_what_is_missing_is_said_with_the_way_to_it(world: World) -> None:
    async with Visit(world, "shimizu") as officer:
        id = await start(officer, world)
        look = (await officer.get(f"/requests/{id}/proof")).text
        assert f'href="/circulars/{id}/draft#title"' in look
        assert f'href="/requests/{id}/audience#department"' in look
        assert (await officer.post(f"/requests/{id}/dispatch")).status_code == 422
        chose = {"department": "", "scope": "all"}
        refused = await officer.post(f"/requests/{id}/audience", chose)
        assert refused.status_code == 422
        assert "課の名前を書いてください" in refused.text
        both = {"department": "環境課", "scope": "all", "association": str(world.places["midorigaoka"])}
        unclear = await officer.post(f"/requests/{id}/audience", both)
        assert unclear.status_code == 422
        assert "どちらかを選んでください" in unclear.text
        none = await officer.post(f"/requests/{id}/audience", {"department": "環境課", "scope": "some"})
        assert none.status_code == 422
        broken = await officer.post(
            f"/requests/{id}/audience", {"department": "環境課", "scope": "all", "deliver_on": "soon"}
        )
        assert broken.status_code == 422


async def test_only_the_ticked_associations_are_asked(world: World) -> None:
    async with Visit(world, "shimizu") as officer:
        id = await start(officer, world)
        await officer.post(f"/circulars/{id}/draft", WRITTEN)
        ticked = {"department": "環境課", "scope": "some", "association": str(world.places["midorigaoka"])}
        assert (await officer.post(f"/requests/{id}/audience", ticked)).status_code == 303
        assert "1自治会" in plain(await officer.get(f"/requests/{id}/proof"))
        await officer.post(f"/requests/{id}/dispatch")
    async with Visit(world, "yamada") as chair, Visit(world, "ono") as other:
        mine, theirs = world.places["midorigaoka"], world.places["kaminosawa"]
        assert (await chair.get(f"/associations/{mine}/requests/{id}")).status_code == 200
        assert (await other.get(f"/associations/{theirs}/requests/{id}")).status_code == 404


async def test_papers_are_read_like_those_of_a_circular(world: World) -> None:
    async with Visit(world, "shimizu") as officer, Visit(world, "yamada") as chair:
        id = await start(officer, world)
        files = [("files", ("紙.pdf", PAPER.read_bytes(), "application/pdf"))]
        added = await officer.send(
            f"/circulars/{id}/attachments", {**WRITTEN, "importance": "ordinary"}, files
        )
        assert added.headers["location"] == f"/circulars/{id}/draft?done=attached#papers"
        picture = "/attachments/1/pages/1"
        assert (await officer.get(picture)).status_code == 200
        assert (await chair.get(picture)).status_code == 404
        await officer.post(f"/requests/{id}/audience", {"department": "環境課", "scope": "all"})
        await officer.post(f"/requests/{id}/dispatch", {"sure": "yes"})
        assert (await chair.get(picture)).status_code == 200
    async with Visit(world, "kimura") as drafter, Visit(world, "sato") as resident:
        assert (await drafter.get(picture)).status_code == 404
        assert (await resident.get(picture)).status_code == 404


async def test_what_was_sent_is_not_written_again(world: World) -> None:
    request = await asked(world)
    async with Visit(world, "shimizu") as officer:
        assert (await officer.get(f"/circulars/{request}/draft")).headers[
            "location"
        ] == f"/requests/{request}"
        assert (await officer.post(f"/circulars/{request}/draft", WRITTEN)).status_code == 409
        assert (await officer.post(f"/circulars/{request}/removal")).status_code == 409
        chose = {"department": "税務課", "scope": "all"}
        assert (await officer.post(f"/requests/{request}/audience", chose)).status_code == 409


async def test_a_draft_can_be_thrown_away(world: World) -> None:
    request = await asked_draft(world)
    async with Visit(world, "shimizu") as officer:
        gone = await officer.post(f"/circulars/{request}/removal")
        assert gone.headers["location"] == "/requests?done=discarded"
        assert (await officer.get(f"/requests/{request}/proof")).status_code == 404


async def test_another_municipality_finds_nothing(world: World) -> None:
    await next_town(world)
    sent, writing = await asked(world), await asked_draft(world)
    async with Visit(world, "mita") as stranger, Visit(world, "shimizu") as officer:
        for path in (f"/requests/{sent}", f"/requests/{sent}/copies", f"/requests/{sent}/correction",
                     f"/requests/{writing}/proof", f"/circulars/{writing}/draft"):  # fmt: skip
            assert (await officer.get(path)).status_code == 200
            assert (await stranger.get(path)).status_code == 404
        assert (await stranger.post(f"/requests/{writing}/dispatch")).status_code == 404
        assert (await stranger.post(f"/circulars/{writing}/draft", WRITTEN)).status_code == 404
        assert (await stranger.post(f"/requests/{sent}/withdrawal", {"why": "x"})).status_code == 404
        began = await stranger.post("/requests", {"municipality": str(world.places["town"])})
        assert began.status_code == 404
        assert "公園の清掃" not in plain(await stranger.get("/requests"))


async def test_an_association_of_another_municipality_is_not_asked(world: World) -> None:
    await next_town(world)
    writing = await asked_draft(world)
    chose = {"department": "環境課", "scope": "some", "association": str(world.places["hara"])}
    async with Visit(world, "shimizu") as officer:
        assert (await officer.post(f"/requests/{writing}/audience", chose)).status_code == 422
        assert "原自治会" not in (await officer.get(f"/requests/{writing}/audience")).text


async def test_a_request_begins_at_a_municipality_only(world: World) -> None:
    async with Visit(world, "shimizu") as officer:
        for place in ("midorigaoka", "block_1"):
            began = await officer.post("/requests", {"municipality": str(world.places[place])})
            assert began.status_code == 404
        assert (await officer.post("/requests", {})).status_code == 404
    async with world.database.write(world.yamada) as tx:
        with pytest.raises(Refused):
            await drafts.start(tx, world.places["midorigaoka"], Kind.REQUEST)


async def test_the_town_sees_nothing_that_is_an_associations(world: World) -> None:
    """Drafts, circulars, audiences, replies, rosters, people and decisions are refused or not found."""
    writing, going = await draft(world), await circular(world)
    async with world.database.write(world.sato) as tx:
        await answer(tx, going, world.households["sato"], Answer("acknowledged", "a"))
    request = await asked(world)
    async with world.database.write(world.yamada) as tx:
        passed = await decisions.pass_on(tx, world.places["midorigaoka"], request, "", at_once=True)
    place = world.places["midorigaoka"]
    async with Visit(world, "shimizu") as officer:
        for id in (writing, going, passed):
            for page in ("", "/draft", "/audience", "/proof", "/progress", "/correction", "/paper", "/slip"):
                assert (await officer.get(f"/circulars/{id}{page}")).status_code in (403, 404), page
            block = world.places["block_1"]
            assert (await officer.get(f"/circulars/{id}/blocks/{block}")).status_code == 404
            for change in (
                "/draft",
                "/removal",
                "/audience",
                "/publication",
                "/copy",
                "/offers",
                "/withdrawal",
            ):
                assert (await officer.post(f"/circulars/{id}{change}", WRITTEN)).status_code == 404, change
        for page in ("roster", "cards", "places", "people", "requests", f"requests/{request}"):
            assert (await officer.get(f"/associations/{place}/{page}")).status_code == 404, page
        household = world.households["sato"]
        assert (await officer.get(f"/associations/{place}/households/{household}")).status_code == 404
        for page in ("/office", "/requests", f"/requests/{request}", f"/requests/{request}/copies"):
            shown = plain(await officer.get(page))
            for name in ("佐藤", "鈴木", "高橋", "1班", "山田", f"/circulars/{passed}"):
                assert name not in shown, (page, name)
    async with world.database.read(world.shimizu) as tx:
        for id in (writing, going, passed):
            with pytest.raises(NotFound):
                await drafts.find(tx, id)


async def test_a_request_never_goes_round_itself(world: World) -> None:
    request = await asked_draft(world)
    async with Visit(world, "shimizu") as officer:
        assert (await officer.post(f"/circulars/{request}/publication")).status_code == 404
        assert (await officer.post(f"/circulars/{request}/schedule")).status_code == 404
    async with world.database.write(world.shimizu) as tx:
        with pytest.raises(Refused):
            await publishing.publish(tx, request)
        with pytest.raises(Refused):
            await publishing.schedule(tx, request, at(date(2026, 12, 20)))
        with pytest.raises(Conflict):
            await drafts.copy(tx, request)
        with pytest.raises(NotFound):
            await drafts.choose_audience(tx, request, [])


async def test_an_association_does_not_open_a_request_as_a_circular(world: World) -> None:
    for request in (await asked_draft(world), await asked(world)):
        async with Visit(world, "yamada") as chair, Visit(world, "sato") as resident:
            for page in ("draft", "audience", "proof", "progress", "paper"):
                assert (await chair.get(f"/circulars/{request}/{page}")).status_code == 404
            assert (await resident.get(f"/circulars/{request}")).status_code == 404


async def test_a_request_keeps_its_category(world: World) -> None:
    request = await asked_draft(world)
    async with world.database.write(world.shimizu) as tx:
        await drafts.save(tx, request, TEXTS, choices(category="fee"))
        assert (await drafts.find(tx, request)).category == "municipality"


async def test_a_day_that_is_over_holds_a_request_back(world: World) -> None:
    yesterday = world.database.clock() - DAY
    request = await asked_draft(world, reply_by=yesterday)
    async with Visit(world, "shimizu") as officer:
        assert (await officer.post(f"/requests/{request}/dispatch")).status_code == 422
