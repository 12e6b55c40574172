"""An association passes a request on with its note, or declines with a reason."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select

from kairanban.circulation.circulars.actions import attachments, discarding, drafts
from kairanban.circulation.municipal_requests.actions import decisions, sending
from kairanban.circulation.municipal_requests.rules.decisions import RequestState, request_state
from kairanban.circulation.municipal_requests.rules.received import Received
from kairanban.community.people.actions.offices import appoint
from kairanban.community.places.actions.places import add_place
from kairanban.community.places.rules import PlaceKind
from kairanban.confined.documents import read_document
from kairanban.core.clock import DAY, HOUR
from kairanban.core.errors import Conflict, NotFound, Refused
from kairanban.core.ids import CircularId
from kairanban.core.roles import Role
from kairanban.db.statements import Statement
from kairanban.db.tables.circulars import stored_file
from tests.conftest import SetClock
from tests.visiting import Visit
from tests.world import SYSTEM, TEXTS, World, asked, asked_draft

pytestmark = pytest.mark.anyio

KEPT = Statement(select(func.count()).select_from(stored_file))
PAPER = Path(__file__).parents[2] / "confined" / "samples" / "circular-cleaning.pdf"


async def state_of(world: World, request: CircularId) -> Received:
    async with world.database.read(world.yamada) as tx:
        return await decisions.find(tx, world.places["midorigaoka"], request)


def address(world: World, request: CircularId, place: str = "midorigaoka") -> str:
    return f"/associations/{world.places[place]}/requests/{request}"


async def test_a_chair_passes_it_on_with_a_word_of_the_association(world: World) -> None:
    request = await asked(world)
    async with Visit(world, "yamada") as chair, Visit(world, "suzuki") as resident:
        assert "若葉市 環境課" in (await chair.get(address(world, request))).text
        passed = await chair.post(
            f"{address(world, request)}/circulation", {"note": "集会所の前に集まります", "go": "now"}
        )
        assert passed.headers["location"] == f"{address(world, request)}?done=passed"
        assert "回覧しました" in (await chair.get(address(world, request))).text
        found = await state_of(world, request)
        assert (found.state, found.answered_by) == (RequestState.PASSED, "山田 美代子")
        read = (await resident.get(f"/circulars/{found.passed}")).text
        assert "若葉市 環境課" in read
        assert "みどりヶ丘自治会が回覧" in read
        assert read.index("集会所の前に集まります") < read.index(TEXTS.gist)
    async with world.database.read(world.yamada) as tx:
        work = await drafts.find(tx, CircularId(found.passed or 0))
    assert (work.category, work.for_all) == ("municipality", 1)


async def test_pressing_twice_changes_nothing(world: World) -> None:
    request = await asked(world)
    async with Visit(world, "yamada") as chair, Visit(world, "ito") as officer:
        await chair.post(f"{address(world, request)}/circulation", {"note": "一", "go": "now"})
        before = await state_of(world, request)
        again = await officer.post(f"{address(world, request)}/circulation", {"note": "二", "go": "now"})
        assert again.status_code == 303
    assert await state_of(world, request) == before
    assert before.own_note == "一"


async def test_it_can_be_a_draft_first_to_choose_to_whom(world: World) -> None:
    request = await asked(world)
    async with Visit(world, "ito") as officer:
        opened = await officer.post(f"{address(world, request)}/circulation", {"note": "", "go": "draft"})
        found = await state_of(world, request)
        assert opened.headers["location"] == f"/circulars/{found.passed}/audience"
        assert found.state is RequestState.PREPARING
        # A second call with another note keeps the draft.
        await officer.post(f"{address(world, request)}/circulation", {"note": "ひとこと", "go": "draft"})
        assert (await state_of(world, request)).passed == found.passed
        await officer.post(f"/circulars/{found.passed}/audience", {"place": str(world.places["block_2"])})
        assert "ひとこと" in (await officer.get(f"/circulars/{found.passed}/proof")).text
        sent = await officer.post(f"/circulars/{found.passed}/publication")
        assert sent.status_code == 303
    assert (await state_of(world, request)).state is RequestState.PASSED
    async with world.database.read(world.ito) as tx:
        rows = await decisions.by_block(tx, world.places["midorigaoka"], await state_of(world, request))
    assert rows == [("2班", 1)]


async def test_the_towns_words_are_not_changed_on_the_way(world: World) -> None:
    request = await asked(world)
    async with world.database.write(world.yamada) as tx:
        passed = await decisions.pass_on(tx, world.places["midorigaoka"], request, "", at_once=False)
    async with Visit(world, "yamada") as chair:
        opened = await chair.get(f"/circulars/{passed}/draft")
        assert opened.headers["location"] == f"/circulars/{passed}/audience"
        changed = {"title": "べつの題名", "gist": "べつ"}
        assert (await chair.post(f"/circulars/{passed}/draft", changed)).status_code == 409
        assert (await chair.post(f"/circulars/{passed}/attachments", changed)).status_code == 409
        await chair.post(f"/circulars/{passed}/publication")
        form = {"change": "typo", "note": "なおし", **changed, "facts_ask": "x", "body": "x"}
        assert (await chair.post(f"/circulars/{passed}/correction", form)).status_code == 409
        assert (await chair.post(f"/circulars/{passed}/copy")).status_code == 409
        # The association may withdraw its circular.
        assert (await chair.post(f"/circulars/{passed}/withdrawal", {"why": "雨です"})).status_code == 303
    assert (await state_of(world, request)).state is RequestState.TAKEN_BACK


async def test_not_this_time_with_a_reason(world: World) -> None:
    request = await asked(world)
    path = f"{address(world, request)}/refusal"
    async with Visit(world, "yamada") as chair, Visit(world, "shimizu") as town:
        assert (await chair.post(path, {})).status_code == 422
        assert (await chair.post(path, {"reason": "other"})).status_code == 422
        said = await chair.post(path, {"reason": "other", "words": "祭りの準備中です"})
        assert said.headers["location"] == f"{address(world, request)}?done=declined"
        shown = (await town.get(f"/requests/{request}")).text
        assert "今回は見送ります" in shown
        assert "祭りの準備中です" in shown
        assert "山田" not in shown


async def test_an_answer_can_be_changed_until_it_went_out(world: World, clock: SetClock) -> None:
    request = await asked(world)
    place = world.places["midorigaoka"]
    async with world.database.write(world.yamada) as tx:
        draft = await decisions.pass_on(tx, place, request, "", at_once=False)
    async with world.database.write(world.ito) as tx:
        await decisions.decline(tx, place, request, "too_much", "")
    said = await state_of(world, request)
    assert (said.state, said.answered_by) == (RequestState.DECLINED, "伊藤 隆")
    async with world.database.read(world.yamada) as tx:
        with pytest.raises(NotFound):
            await drafts.find(tx, draft)
    clock.advance(HOUR)
    async with world.database.write(world.yamada) as tx:
        # The same decision again is not recorded.
        await decisions.decline(tx, place, request, "too_much", "")
    assert await state_of(world, request) == said
    async with world.database.write(world.yamada) as tx:
        await decisions.pass_on(tx, place, request, "", at_once=True)
        with pytest.raises(Conflict):
            await decisions.decline(tx, place, request, "too_much", "")
    assert (await state_of(world, request)).state is RequestState.PASSED


async def test_a_draft_thrown_away_is_no_answer(world: World) -> None:
    request = await asked(world)
    async with world.database.write(world.yamada) as tx:
        draft = await decisions.pass_on(tx, world.places["midorigaoka"], request, "", at_once=False)
        await discarding.discard(tx, draft)
        assert await decisions.waiting(tx, world.places["midorigaoka"]) == 1
    assert (await state_of(world, request)).state is RequestState.OPEN


async def test_what_was_not_sent_yet_is_not_there(world: World) -> None:
    writing = await asked_draft(world)
    async with world.database.write(world.yamada) as tx:
        with pytest.raises(NotFound):
            await decisions.pass_on(tx, world.places["midorigaoka"], writing, "", at_once=True)
        assert await decisions.received(tx, world.places["midorigaoka"]) == []
    async with world.database.write(world.shimizu) as tx:
        await sending.send(tx, writing, sure=True)
    async with world.database.read(world.yamada) as tx:
        assert [one.id for one in await decisions.received(tx, world.places["midorigaoka"])] == [writing]


async def test_only_chair_and_officers_answer(world: World) -> None:
    request = await asked(world)
    place = world.places["midorigaoka"]
    for who in ("kimura", "abe"):
        async with world.database.write(world.actors[who]) as tx:
            with pytest.raises((NotFound, Refused)):
                await decisions.pass_on(tx, place, request, "", at_once=True)
            with pytest.raises((NotFound, Refused)):
                await decisions.received(tx, place)
    for who in ("ono", "shimizu"):
        async with world.database.write(world.actors[who]) as tx:
            with pytest.raises((NotFound, Refused)):
                await decisions.decline(tx, place, request, "too_much", "")
    assert (await state_of(world, request)).state is RequestState.OPEN


async def test_another_associations_answer_is_not_seen(world: World) -> None:
    request = await asked(world)
    async with world.database.write(world.yamada) as tx:
        await decisions.decline(tx, world.places["midorigaoka"], request, "other", "ないしょの理由")
    async with Visit(world, "ono") as other:
        for path in (address(world, request), f"{address(world, request)}/copies",
                     f"/associations/{world.places['midorigaoka']}/requests", f"/requests/{request}"):  # fmt: skip
            assert (await other.get(path)).status_code == 404
        own = await other.get(address(world, request, "kaminosawa"))
        assert own.status_code == 200
        assert "ないしょの理由" not in own.text
        assert "みどりヶ丘自治会" not in own.text


async def test_papers_are_shared_and_stay_while_anybody_shows_them(world: World) -> None:
    request = await asked_draft(world)
    document = await read_document(PAPER.read_bytes(), date(2026, 12, 1))
    async with world.database.write(world.shimizu) as tx:
        await attachments.add(tx, request, "紙.pdf", document)
        await sending.send(tx, request, sure=True)
    place = world.places["midorigaoka"]
    async with world.database.write(world.yamada) as tx:
        draft = await decisions.pass_on(tx, place, request, "", at_once=False)
        copied = (await attachments.sheets(tx, draft))[0]
        assert (await attachments.picture(tx, copied.attachment, 1)).data
        await discarding.discard(tx, draft)
    async with world.database.write(world.ono) as tx:
        await decisions.pass_on(tx, world.places["kaminosawa"], request, "", at_once=True)
    async with Visit(world, "shimizu") as town, Visit(world, "mori") as resident:
        assert (await town.get("/attachments/1/pages/1")).status_code == 200
        async with world.database.read(world.ono) as tx:
            found = await decisions.find(tx, world.places["kaminosawa"], request)
            sheet = (await attachments.sheets(tx, CircularId(found.passed or 0)))[0]
        assert (await resident.get(f"/attachments/{sheet.attachment}/pages/1")).status_code == 200


async def test_own_papers_still_go_with_their_draft(world: World) -> None:
    request = await asked_draft(world)
    document = await read_document(PAPER.read_bytes(), date(2026, 12, 1))
    async with world.database.write(world.shimizu) as tx:
        await attachments.add(tx, request, "紙.pdf", document)
        assert await tx.value(KEPT) == len(document.pages)
        await discarding.discard(tx, request)
        assert await tx.value(KEPT) == 0


async def test_a_day_that_is_over_is_left_out(world: World, clock: SetClock) -> None:
    request = await asked(world, reply_by=world.database.clock() + DAY)
    clock.advance(2 * DAY)
    async with world.database.write(world.yamada) as tx:
        passed = await decisions.pass_on(tx, world.places["midorigaoka"], request, "", at_once=True)
        assert (await drafts.find(tx, passed)).reply_by is None


async def test_what_is_urgent_asks_who_is_there_and_sends_nothing_before(
    world: World, clock: SetClock
) -> None:
    request = await asked(world, importance="urgent")
    async with Visit(world, "yamada") as chair:
        clock.advance(HOUR)
        answered = await chair.post(f"{address(world, request)}/circulation", {"note": "", "go": "now"})
        assert answered.status_code in (303, 401, 403)
    assert (await state_of(world, request)).state is RequestState.OPEN
    again = replace(world.yamada, stepped_up_at=clock.now)
    async with world.database.write(again) as tx:
        await decisions.pass_on(tx, world.places["midorigaoka"], request, "", at_once=True)
    assert (await state_of(world, request)).state is RequestState.PASSED


async def test_where_nobody_lives_nothing_goes_round(world: World) -> None:
    async with world.database.write(SYSTEM) as tx:
        world.places["empty"] = await add_place(
            tx, PlaceKind.ASSOCIATION, "できたての会", world.places["town"]
        )
        await appoint(tx, world.people["yamada"], Role.CHAIR, world.places["empty"], starts=tx.now, ends=None)
    request = await asked(world, "empty")
    async with Visit(world, "yamada") as chair:
        path = address(world, request, "empty")
        refused = await chair.post(f"{path}/circulation", {"note": "", "go": "now"})
        assert refused.status_code == 422
        assert "世帯がまだ選ばれていません" in refused.text or "選ばれていません" in refused.text
        assert (await chair.post(f"{path}/refusal", {"reason": "not_here"})).status_code == 303


async def test_a_note_that_is_too_long_is_said_beside_its_field(world: World) -> None:
    request = await asked(world)
    async with Visit(world, "yamada") as chair:
        long = await chair.post(f"{address(world, request)}/circulation", {"note": "あ" * 301, "go": "now"})
        assert long.status_code == 422
        assert "あ" * 301 in long.text
    assert (await state_of(world, request)).state is RequestState.OPEN


@pytest.mark.parametrize(
    ("answer", "passed", "published", "withdrawn", "expected"),
    [
        ("", None, None, None, RequestState.OPEN),
        ("passed", None, None, None, RequestState.OPEN),
        ("passed", 1, None, None, RequestState.PREPARING),
        ("passed", 1, 5, None, RequestState.PASSED),
        ("passed", 1, 5, 6, RequestState.TAKEN_BACK),
        ("declined", None, None, None, RequestState.DECLINED),
    ],
)
def test_where_a_request_is(
    answer: str, passed: int | None, published: int | None, withdrawn: int | None, expected: RequestState
) -> None:
    assert request_state(answer, passed, published, withdrawn) is expected
