"""Visits and calls: two taps, recorded once with their own time; access only with consent."""

import asyncio
from dataclasses import replace

import pytest
from sqlalchemy import bindparam

from kairanban.care.visits.actions import day_list, households
from kairanban.care.visits.actions.households import NewVisit
from kairanban.care.visits.rules.day_list import Reason
from kairanban.care.visits.rules.emergency import OPEN_FOR
from kairanban.care.visits.rules.visits import NOT_REACHED
from kairanban.circulation.circulars.actions import publishing
from kairanban.circulation.replies.actions.answers import answer
from kairanban.circulation.replies.actions.recording import current_reply
from kairanban.circulation.replies.rules.answers import Answer
from kairanban.community.consents import actions as consents
from kairanban.community.hiding.actions import hide
from kairanban.community.people.actions.offices import add_person, appoint
from kairanban.community.people.actions.particulars import change
from kairanban.community.signin.actions import sessions
from kairanban.core.actor import Anyone
from kairanban.core.clock import DAY, HOUR, Moment
from kairanban.core.errors import Invalid, NotFound
from kairanban.core.ids import CircularId
from kairanban.core.purposes import Purpose
from kairanban.core.roles import Role
from kairanban.db.statements import Statement
from kairanban.db.tables.people import appointment
from tests.conftest import SetClock
from tests.visiting import Visit, said
from tests.world import SYSTEM, World, checked, circular, proven, serving

pytestmark = pytest.mark.anyio

REASON = "玄関で呼んでも返事がなく新聞がたまっている"

_ENDS = Statement(
    appointment.update().where(appointment.c.person == bindparam("who")).values(ends=bindparam("at"))
)


@pytest.fixture
async def entrusted(world: World, clock: SetClock) -> World:
    """鈴木 and 田中 have consented to the commissioner, announced a day ago."""
    for who in ("suzuki", "tanaka"):
        await give(world, who)
    clock.advance(DAY)
    await proven(world, "nagai")
    return world


async def give(world: World, who: str, purpose: Purpose = Purpose.COMMISSIONER) -> None:
    async with world.database.write(world.actors[who]) as tx:
        await consents.give(tx, world.households[who], world.residents[who], purpose)


async def add(world: World, who: str, visit: NewVisit, by: str = "nagai") -> None:
    async with world.database.write(world.actors[by]) as tx:
        await households.add(tx, world.households[who], visit)


async def kinds(world: World, who: str = "suzuki", by: str = "nagai") -> list[str]:
    async with world.database.read(world.actors[by]) as tx:
        return [one.kind for one in await households.entries(tx, world.households[who])]


async def reasons(world: World, by: str = "nagai") -> dict[str, list[Reason]]:
    async with world.database.read(world.actors[by]) as tx:
        return {one.shown: [why.reason for why in one.why] for one in await day_list.today(tx)}


async def test_only_consenting_households_open_by_name(entrusted: World) -> None:
    async with Visit(entrusted, "nagai") as visit:
        page = said(await visit.get(f"/board/households/{entrusted.households['suzuki']}"))
        assert "鈴木さん" in page
        assert "022-111-0000" in page
        assert (await visit.get(f"/board/households/{entrusted.households['sato']}")).status_code == 404
    for who in ("hayashi", "abe", "yamada", "shimizu"):
        async with Visit(entrusted, who) as visit:
            answer = await visit.get(f"/board/households/{entrusted.households['suzuki']}")
            assert answer.status_code == 404, who


async def test_a_visit_is_two_taps_and_comes_once(entrusted: World, clock: SetClock) -> None:
    path = f"/board/households/{entrusted.households['suzuki']}"
    async with Visit(entrusted, "nagai") as visit:
        form = {
            "press": "abc",
            "kind": "met",
            "made": str(clock.now - HOUR),
            "note": "お元気そう",
            "again": "7",
        }
        for _ in range(2):
            saved = await visit.post(f"{path}/visits", form)
            assert saved.headers["location"] == f"{path}?done=saved"
        page = said(await visit.get(path))
        assert page.count("お元気そう") == 1
        assert "12月9日（水）" in page
        assert "届いたのは" in page
        refused = await visit.post(f"{path}/visits", {"press": "x", "note": "まだ書きかけ"})
        assert refused.status_code == 422
        assert "まだ書きかけ" in refused.text
    async with entrusted.database.read(entrusted.nagai) as tx:
        (entry,) = await households.entries(tx, entrusted.households["suzuki"])
    assert (entry.made, entry.received) == (clock.now - HOUR, clock.now)


async def test_a_time_from_the_road_is_neither_ahead_nor_older_than_a_week(
    entrusted: World, clock: SetClock
) -> None:
    for made, kept in ((clock.now + DAY, clock.now), (0, clock.now - households.OLDEST)):
        await add(entrusted, "tanaka", NewVisit("met", f"{made}", made=made))
        async with entrusted.database.read(entrusted.nagai) as tx:
            assert kept in {one.made for one in await households.entries(tx, entrusted.households["tanaka"])}


async def test_an_answer_is_written_down_on_the_households_behalf(entrusted: World) -> None:
    asked = await circular(entrusted, reply_kind="attendance")
    answers = {asked: Answer("attending", "abc1")}
    with pytest.raises(Invalid):
        await add(entrusted, "suzuki", NewVisit("not_met", "a", answers=answers))
    assert await kinds(entrusted) == []
    await add(entrusted, "suzuki", NewVisit("met", "b", answers=answers))
    async with entrusted.database.read(entrusted.nagai) as tx:
        now = await current_reply(tx, asked, entrusted.households["suzuki"])
    assert now is not None
    assert (now.choice, now.method, now.proxy) == ("attending", "visit", "永井 純")
    with pytest.raises(NotFound):
        await add(entrusted, "sato", NewVisit("met", "c", answers=answers))


async def test_what_the_household_said_itself_stays(entrusted: World) -> None:
    asked = await circular(entrusted, reply_kind="attendance")
    async with entrusted.database.write(entrusted.suzuki) as tx:
        await answer(tx, asked, entrusted.households["suzuki"], Answer("absent", "own"))
    await add(entrusted, "suzuki", NewVisit("met", "b", answers={asked: Answer("attending", "x")}))
    async with entrusted.database.read(entrusted.nagai) as tx:
        now = await current_reply(tx, asked, entrusted.households["suzuki"])
    assert now is not None
    assert now.choice == "absent"


async def test_a_visit_stays_where_the_circular_was_withdrawn_on_the_way(entrusted: World) -> None:
    asked = await circular(entrusted)
    async with entrusted.database.write(entrusted.yamada) as tx:
        await publishing.withdraw(tx, asked, "まちがいです")
    await add(entrusted, "suzuki", NewVisit("met", "b", answers={asked: Answer("acknowledged", "x")}))
    assert await kinds(entrusted) == ["met"]


async def test_a_slip_is_marked_and_stays_and_only_by_who_wrote_it(entrusted: World) -> None:
    await add(entrusted, "suzuki", NewVisit("met", "a"))
    async with entrusted.database.read(entrusted.nagai) as tx:
        (entry,) = await households.entries(tx, entrusted.households["suzuki"])
    async with entrusted.database.write(entrusted.nagai) as tx:
        await households.correct(tx, entrusted.households["suzuki"], entry.id)
    async with entrusted.database.read(entrusted.nagai) as tx:
        (entry,) = await households.entries(tx, entrusted.households["suzuki"])
    assert entry.corrected is not None
    with pytest.raises(NotFound):
        async with entrusted.database.write(entrusted.abe) as tx:
            await households.correct(tx, entrusted.households["suzuki"], entry.id)


async def test_nobody_is_told_that_anothers_entry_was_corrected(entrusted: World) -> None:
    await add(entrusted, "suzuki", NewVisit("met", "a"))
    home = entrusted.households["suzuki"]
    async with entrusted.database.read(entrusted.nagai) as tx:
        (entry,) = await households.entries(tx, home)
    async with entrusted.database.write(SYSTEM) as tx:
        colleague = await add_person(tx, "同僚 さくら")
        since = Moment(tx.now - 100 * DAY)
        association = entrusted.places["midorigaoka"]
        await appoint(tx, colleague, Role.WELFARE_COMMISSIONER, association, starts=since, ends=None)
        entrusted.tokens["colleague"] = await sessions.sign_in(tx, colleague)
    async with Visit(entrusted, "colleague") as other, Visit(entrusted, "nagai") as writer:
        path = f"/board/households/{home}/visits/{entry.id}/correction"
        assert (await other.get(f"/board/households/{home}")).status_code == 200
        assert (await other.post(path)).status_code == 404
        assert (await writer.post(f"/board/households/{home}/visits/999/correction")).status_code == 404
        assert [(await writer.post(path)).status_code for _ in range(2)] == [303, 303]


async def test_what_was_answered_with_a_slip_is_taken_back_with_it(entrusted: World) -> None:
    asked, other = await circular(entrusted, reply_kind="attendance"), await circular(entrusted)
    home = entrusted.households["suzuki"]
    async with Visit(entrusted, "nagai") as browser:
        form = {"kind": "met", "press": "a", f"reply_{asked}": "attending", f"edition_{asked}": "1"}
        assert (await browser.post(f"/board/households/{home}/visits", form)).status_code == 303
    async with entrusted.database.write(entrusted.suzuki) as tx:
        await answer(tx, other, home, Answer("acknowledged", "own"))
    async with entrusted.database.read(entrusted.nagai) as tx:
        assert await current_reply(tx, asked, home) is not None
        (entry,) = await households.entries(tx, home)
    async with entrusted.database.write(entrusted.nagai) as tx:
        await households.correct(tx, home, entry.id)
        assert await current_reply(tx, asked, home) is None
        assert await current_reply(tx, other, home) is not None


@pytest.mark.parametrize("kind", NOT_REACHED)
async def test_whoever_was_not_met_is_still_to_be_looked_in_on(
    entrusted: World, clock: SetClock, kind: str
) -> None:
    await add(entrusted, "tanaka", NewVisit("met", "a", again_in=1))
    clock.advance(DAY)
    await add(entrusted, "tanaka", NewVisit(kind, "b"))
    assert await reasons(entrusted) == {"田中": [Reason.PLANNED]}
    await add(entrusted, "tanaka", NewVisit("not_met", "c", again_in=3))
    assert await reasons(entrusted) == {}
    clock.advance(3 * DAY)
    assert await reasons(entrusted) == {"田中": [Reason.PLANNED]}


async def test_everybody_who_agreed_is_found_by_the_settlement(entrusted: World) -> None:
    async with Visit(entrusted, "nagai") as browser:
        page = (await browser.get(f"/board?place={entrusted.places['block_1']}")).text
        assert f"/board/households/{entrusted.households['suzuki']}" in page
        assert "佐藤" not in page
        assert f"/board/households/{entrusted.households['suzuki']}" not in (await browser.get("/board")).text


async def test_the_day_list_is_calm_and_in_order(entrusted: World, clock: SetClock) -> None:
    assert await reasons(entrusted) == {}
    await add(entrusted, "tanaka", NewVisit("met", "a", again_in=1))
    assert await reasons(entrusted) == {}
    clock.advance(DAY)
    assert await reasons(entrusted) == {"田中": [Reason.PLANNED]}
    await add(entrusted, "tanaka", NewVisit("called", "b"))
    assert await reasons(entrusted) == {}


async def silent_month(world: World, clock: SetClock) -> None:
    for _ in range(3):
        await circular(world)
        clock.advance(10 * DAY)


async def test_a_word_is_suggested_after_three_silent_circulars_in_30_days(
    entrusted: World, clock: SetClock
) -> None:
    await give(entrusted, "tanaka", Purpose.CHECK_IN)
    await give(entrusted, "suzuki", Purpose.CHECK_IN)
    await silent_month(entrusted, clock)
    # 鈴木 is on paper and gives no sign on a screen.
    assert await reasons(entrusted) == {"田中": [Reason.CHECK_IN]}
    await add(entrusted, "tanaka", NewVisit("not_met", "a"))
    assert await reasons(entrusted) == {"田中": [Reason.CHECK_IN]}
    await add(entrusted, "tanaka", NewVisit("met", "b"))
    assert await reasons(entrusted) == {}


async def test_a_sign_or_the_end_of_the_consent_ends_the_suggestion(
    entrusted: World, clock: SetClock
) -> None:
    await give(entrusted, "tanaka", Purpose.CHECK_IN)
    await silent_month(entrusted, clock)
    newest = await circular(entrusted)
    assert await reasons(entrusted) == {"田中": [Reason.CHECK_IN]}
    async with Visit(entrusted, "tanaka") as resident:
        await resident.get(f"/circulars/{newest}")
    assert await reasons(entrusted) == {}
    clock.advance(HOUR)
    await silent_month(entrusted, clock)
    assert await reasons(entrusted) == {"田中": [Reason.CHECK_IN]}
    async with entrusted.database.write(entrusted.tanaka) as tx:
        await consents.withdraw(
            tx, entrusted.households["tanaka"], entrusted.residents["tanaka"], Purpose.CHECK_IN
        )
    assert await reasons(entrusted) == {}


async def test_without_that_consent_nothing_is_suggested(entrusted: World, clock: SetClock) -> None:
    await silent_month(entrusted, clock)
    assert await reasons(entrusted) == {}


async def test_a_hidden_household_keeps_its_name_and_number(entrusted: World) -> None:
    async with entrusted.database.write(entrusted.yamada) as tx:
        await hide(tx, entrusted.places["midorigaoka"], entrusted.households["suzuki"])
    async with Visit(entrusted, "nagai") as visit:
        page = said(await visit.get(f"/board/households/{entrusted.households['suzuki']}"))
    assert "1班の2さん" in page
    assert "022-111-0000" not in page


async def test_notes_are_closed_to_chair_and_block_leader(entrusted: World) -> None:
    asked = await circular(entrusted)
    await add(entrusted, "suzuki", NewVisit("met", "a", note="こころの内"))
    for who, path in (
        ("abe", f"/circulars/{asked}/blocks/{entrusted.places['block_1']}"),
        (
            "yamada",
            f"/associations/{entrusted.places['midorigaoka']}/households/{entrusted.households['suzuki']}",
        ),
    ):
        async with Visit(entrusted, who) as leader:
            assert "こころの内" not in (await leader.get(path)).text
    async with Visit(entrusted, "abe") as leader:
        page = said(await leader.get(f"/circulars/{asked}/blocks/{entrusted.places['block_1']}"))
    assert "連絡がつきました" in page


async def test_an_emergency_opens_one_household_with_a_reason(entrusted: World, clock: SetClock) -> None:
    path = f"/board/households/{entrusted.households['sato']}"
    async with Visit(entrusted, "nagai") as visit:
        assert (await visit.get(path)).status_code == 404
        lost = await visit.post("/board/emergency", {"sought": "佐藤", "reason": ""})
        assert lost.status_code == 422
        assert 'value="佐藤"' in lost.text
        nobody = await visit.post("/board/emergency", {"sought": "佐", "reason": REASON})
        assert nobody.status_code == 422
        opened = await visit.post("/board/emergency", {"sought": "佐藤　花子", "reason": REASON})
        leads = await visit.get(opened.headers["location"])
        assert leads.headers["location"] == path
        page = said(await visit.get(path))
        assert "022-111-0000" in page
        clock.advance(OPEN_FOR)
        assert (await visit.get(path)).status_code == 404
    async with Visit(entrusted, "sato") as resident:
        looks = said(await resident.get("/looks"))
    assert "緊急" in looks
    assert REASON in looks
    await proven(entrusted, "hayashi")
    async with Visit(entrusted, "hayashi") as other:
        refused = await other.post("/board/emergency", {"sought": "佐藤", "reason": REASON})
        assert refused.status_code == 422


async def test_a_month_in_numbers_names_nobody(entrusted: World) -> None:
    asked = await circular(entrusted)
    await add(entrusted, "suzuki", NewVisit("met", "a", answers={asked: Answer("acknowledged", "x")}))
    await add(entrusted, "suzuki", NewVisit("not_met", "b"))
    await add(entrusted, "suzuki", NewVisit("no_answer", "d"))
    await add(entrusted, "tanaka", NewVisit("called", "c"))
    async with Visit(entrusted, "nagai") as visit:
        page = said(await visit.get("/board/report?month=2026-12"))
        table = (await visit.get("/board/report/table?month=2026-12")).content.decode("utf-8-sig")
        assert (await visit.get("/board/report.pdf")).content.startswith(b"%PDF-")
        assert (await visit.get("/board/report?month=nonsense")).status_code == 200
    for name in ("鈴木", "田中", "佐藤"):
        assert name not in page + table
    lines = [line.split(",") for line in table.splitlines()]
    assert ["1班", "3", "1", "0", "1", "1", "1", "0", "1"] in lines
    assert ["2班", "2", "1", "1", "0", "0", "0", "0", "0"] in lines


async def test_her_access_ends_with_her_term_at_that_hour(entrusted: World, clock: SetClock) -> None:
    async with entrusted.database.write(SYSTEM) as tx:
        await tx.run(_ENDS, who=entrusted.people["nagai"], at=clock.now + HOUR)
    path = f"/board/households/{entrusted.households['suzuki']}"
    async with Visit(entrusted, "nagai") as visit:
        clock.advance(HOUR - 1)
        assert (await visit.get(path)).status_code == 200
        clock.advance(1)
        assert (await visit.get(path)).status_code == 404


async def test_an_entry_from_the_road_is_worth_more_than_an_answer_that_no_longer_fits(
    entrusted: World, clock: SetClock
) -> None:
    asked = await circular(entrusted, reply_kind="attendance")
    unfit = {asked: Answer("number", "x", number=3), CircularId(999): Answer("acknowledged", "y")}
    with pytest.raises(Invalid):
        await add(entrusted, "suzuki", NewVisit("met", "a", answers=unfit))
    assert await kinds(entrusted) == []
    await add(entrusted, "suzuki", NewVisit("met", "b", made=clock.now, answers=unfit))
    await add(entrusted, "suzuki", NewVisit("not_met", "c", made=clock.now, answers=unfit))
    assert sorted(await kinds(entrusted)) == ["met", "not_met"]


async def test_two_presses_at_once_are_one_visit(entrusted: World) -> None:
    path = f"/board/households/{entrusted.households['suzuki']}/visits"
    async with Visit(entrusted, "nagai") as visit:
        answers = await asyncio.gather(
            *(visit.post(path, {"kind": "met", "press": "once"}) for _ in range(6))
        )
    assert {answer.status_code for answer in answers} == {303}
    assert await kinds(entrusted) == ["met"]


async def test_who_asked_not_to_be_shown_has_no_names_here_and_is_not_found_by_one(entrusted: World) -> None:
    for who in ("suzuki", "matsumoto"):
        async with entrusted.database.write(entrusted.yamada) as tx:
            await hide(tx, entrusted.places["midorigaoka"], entrusted.households[who])
    async with Visit(entrusted, "nagai") as visit:
        page = said(await visit.get(f"/board/households/{entrusted.households['suzuki']}"))
        assert "鈴木" not in page
        refused = await visit.post("/board/emergency", {"sought": "松本正", "reason": REASON})
        assert refused.status_code == 422


async def test_an_emergency_finds_a_number_however_it_is_written_and_counts_once(entrusted: World) -> None:
    async with entrusted.database.write(entrusted.yamada) as tx:
        await change(
            tx, entrusted.places["midorigaoka"], entrusted.households["sato"], {"phone": "022-333-4444"}
        )
    async with Visit(entrusted, "nagai") as visit:
        for sought in ("０２２３３３４４４４", "022-333-4444"):
            found = await visit.post("/board/emergency", {"sought": sought, "reason": REASON})
            assert found.status_code == 303
    async with Visit(entrusted, "sato") as resident:
        assert said(await resident.get("/looks")).count(REASON) == 1


async def test_who_may_look_anyway_does_not_look_in_an_emergency(entrusted: World) -> None:
    path = f"/board/households/{entrusted.households['suzuki']}"
    async with Visit(entrusted, "nagai") as visit:
        found = await visit.post("/board/emergency", {"sought": "鈴木", "reason": REASON})
        assert (await visit.get(found.headers["location"])).headers["location"] == path
        assert (await visit.get(path)).status_code == 200
    async with Visit(entrusted, "suzuki") as resident:
        assert REASON not in said(await resident.get("/looks"))


async def test_who_only_asked_to_be_rung_reads_that_she_was_looked_at(entrusted: World) -> None:
    async with entrusted.database.write(SYSTEM) as tx:
        place = entrusted.places["midorigaoka"]
        role = Role.SETTLEMENT_SUPPORTER
        await appoint(tx, entrusted.people["nagai"], role, place, starts=tx.now, ends=None)
    async with Visit(entrusted, "sato") as resident, Visit(entrusted, "nagai") as visit:
        await resident.post("/call", {"home": entrusted.households["sato"]})
        assert "佐藤" in said(await visit.get("/board"))
        assert "永井" in said(await resident.get("/looks"))


async def test_an_open_call_for_help_is_on_the_sheet_for_the_car_with_its_address(world: World) -> None:
    check = await checked(world, "real", by="ono", place="kaminosawa")
    async with Visit(world, "mori") as home, Visit(world, "hayashi") as supporter:
        assert "助けの求め" not in said(await supporter.get("/board/paper"))
        await home.post(f"/safety/{check}/answer", {"state": "help"})
        page = said(await supporter.get("/board/paper"))
        assert page.index("助けの求め") < page.index("上の家の住所")
        assert "022-111-0000" in page
        assert '<p class="line">メモ</p>' in page
        # The asker sees who has seen it.
        assert "林 久美子" in said(await home.get(f"/safety/{check}/help"))


async def test_consents_are_counted_for_the_office_that_asks(entrusted: World) -> None:
    """鈴木 and 田中 agreed to the commissioner; only 田中 to the supporter."""
    association = entrusted.places["midorigaoka"]
    async with entrusted.database.write(entrusted.tanaka) as tx:
        home = entrusted.households["tanaka"]
        await consents.give(tx, home, entrusted.residents["tanaka"], Purpose.SUPPORTER)
    async with entrusted.database.write(SYSTEM) as tx:
        supporter = await add_person(tx, "支援 さくら")
        await appoint(tx, supporter, Role.SETTLEMENT_SUPPORTER, association, starts=tx.now, ends=None)
    other = serving(entrusted, Role.SETTLEMENT_SUPPORTER)

    async def counted(actor: Anyone) -> dict[str, tuple[int, int]]:
        async with entrusted.database.read(actor) as tx:
            return {one.name: (one.households, one.consenting) for one in await day_list.places(tx)}

    assert await counted(entrusted.nagai) == {"1班": (3, 1), "2班": (2, 1)}
    assert await counted(replace(other, person=supporter)) == {
        "1班": (3, 0),
        "2班": (2, 1),
    }


async def test_a_plan_whose_day_is_over_looks_overdue(entrusted: World, clock: SetClock) -> None:
    await add(entrusted, "tanaka", NewVisit("met", "a", again_in=1))
    clock.advance(DAY)
    async with Visit(entrusted, "nagai") as supporter:
        assert "予定の日を過ぎました" not in (await supporter.get("/board")).text
        clock.advance(DAY)
        assert "予定の日を過ぎました" in (await supporter.get("/board")).text
        assert "予定の日を過ぎました" in (await supporter.get("/board/paper")).text


async def test_a_new_supporter_reads_why_the_board_is_empty_and_until_when(
    world: World, clock: SetClock
) -> None:
    async with world.database.write(SYSTEM) as tx:
        new = await add_person(tx, "新井 光")
        await appoint(
            tx,
            new,
            Role.SETTLEMENT_SUPPORTER,
            world.places["midorigaoka"],
            starts=tx.now,
            ends=Moment(tx.now + 300 * DAY),
        )
        world.tokens["arai"] = await sessions.sign_in(tx, new)
    async with Visit(world, "arai") as supporter:
        assert "から、同意のあった世帯がここに出ます" in said(await supporter.get("/board"))
        clock.advance(DAY)
        assert "同意のあった世帯がここに出ます" not in said(await supporter.get("/board"))
