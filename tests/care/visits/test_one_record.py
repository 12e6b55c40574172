"""One record a contact: its time as typed, its note, a slip taken back, and what was answered with it."""

import re
from datetime import date

import pytest
from sqlalchemy import select

from kairanban.care.reachability.actions import of_association
from kairanban.care.visits.actions import households
from kairanban.care.visits.actions.households import NewVisit
from kairanban.care.visits.queries.households import Entry
from kairanban.care.visits.rules.day_list import Reason
from kairanban.care.visits.rules.visits import NOTES_MOST
from kairanban.circulation.replies.rules.answers import Answer
from kairanban.core.clock import DAY, HOUR, at, day_of
from kairanban.core.errors import Invalid, NotFound
from kairanban.db.statements import Statement
from kairanban.db.tables.visits import visit
from tests.care.visits.test_visits import REASON, add, entrusted, reasons
from tests.conftest import SetClock
from tests.visiting import Visit, said
from tests.world import SYSTEM, World, circular, proven

__all__ = ["entrusted"]

pytestmark = pytest.mark.anyio


def path(world: World, who: str = "suzuki") -> str:
    return f"/board/households/{world.households[who]}"


async def only(world: World, who: str = "suzuki") -> Entry:
    async with world.database.read(world.nagai) as tx:
        (one,) = await households.entries(tx, world.households[who])
    return one


@pytest.mark.parametrize(
    ("day", "hour", "then"),
    [("2026-12-01", "08:30", (2026, 12, 1, 8, 30)), ("2026-11-20", "", (2026, 11, 20, 12, 0))],
)
async def test_the_time_of_a_contact_may_be_typed(
    entrusted: World, clock: SetClock, day: str, hour: str, then: tuple[int, int, int, int, int]
) -> None:
    async with Visit(entrusted, "nagai") as supporter:
        sent = await supporter.post(
            f"{path(entrusted)}/visits", {"kind": "met", "press": "a", "day": day, "hour": hour}
        )
        assert sent.headers["location"].endswith("?done=saved")
    assert (await only(entrusted)).made == at(date(*then[:3]), *then[3:])


async def test_today_without_an_hour_is_now(entrusted: World, clock: SetClock) -> None:
    async with entrusted.database.read(entrusted.nagai) as tx:
        today, now = day_of(tx.now), tx.now
    await add(entrusted, "suzuki", NewVisit("met", "a", day=today))
    assert (await only(entrusted)).made == now


@pytest.mark.parametrize(
    ("day", "hour", "why"),
    [
        ("2030-01-01", "", "まだ先の日時です"), ("2026-10-01", "10:00", "ひと月より前の日です"),
        ("", "10:00", "日もお選びください"), ("2026-13-01", "", "日付"),
    ],
)  # fmt: skip
async def test_a_time_that_cannot_be_is_said_and_nothing_typed_is_lost(
    entrusted: World, day: str, hour: str, why: str
) -> None:
    async with Visit(entrusted, "nagai") as supporter:
        typed = {"kind": "met", "press": "a", "day": day, "hour": hour, "note": "薪の話"}
        page = await supporter.post(f"{path(entrusted)}/visits", typed)
    assert page.status_code == 422
    assert why in said(page)
    assert "薪の話" in page.text


async def test_a_slip_may_be_taken_back_by_its_author_alone(entrusted: World) -> None:
    asked = await circular(entrusted)
    await add(entrusted, "suzuki", NewVisit("met", "a", answers={asked: Answer("acknowledged", f"a{asked}")}))
    one, home = await only(entrusted), entrusted.households["suzuki"]
    async with Visit(entrusted, "nagai") as supporter:
        await supporter.post(f"{path(entrusted)}/visits/{one.id}/correction")
        assert "<s>会えた</s>" in (await supporter.get(path(entrusted))).text
        for _ in range(2):
            back = await supporter.post(f"{path(entrusted)}/visits/{one.id}/restoration")
            page = said(await supporter.get(back.headers["location"]))
        assert "記録をもとに戻しました" in page
    assert (await only(entrusted)).corrected is None
    async with entrusted.database.write(entrusted.hayashi) as tx:
        with pytest.raises(NotFound):
            await households.restore(tx, home, one.id)


async def test_a_note_grows_line_by_line_and_not_twice(entrusted: World) -> None:
    await add(entrusted, "suzuki", NewVisit("met", "a", note="薪の話"))
    one = await only(entrusted)
    async with Visit(entrusted, "nagai") as supporter:
        for _ in range(2):
            added = await supporter.post(
                f"{path(entrusted)}/visits/{one.id}/note", {"more": "屋根も\n見てほしい"}
            )
            assert added.status_code == 303
        empty = await supporter.post(f"{path(entrusted)}/visits/{one.id}/note", {"more": ""})
        assert empty.status_code == 422
    assert (await only(entrusted)).note == "薪の話\n屋根も\n見てほしい"
    async with entrusted.database.write(entrusted.nagai) as tx:
        with pytest.raises(Invalid):
            await households.add_note(tx, entrusted.households["suzuki"], one.id, "長" * NOTES_MOST)


async def test_nobody_else_writes_into_the_note(entrusted: World) -> None:
    await add(entrusted, "suzuki", NewVisit("met", "a", note="薪の話"))
    one = await only(entrusted)
    for who in ("hayashi", "yamada"):
        async with entrusted.database.write(entrusted.actors[who]) as tx:
            with pytest.raises(NotFound):
                await households.add_note(tx, entrusted.households["suzuki"], one.id, "他人の字")


async def test_what_was_answered_for_them_stands_with_the_entry(entrusted: World) -> None:
    asked = await circular(entrusted, reply_kind="attendance")
    await add(entrusted, "suzuki", NewVisit("met", "a", answers={asked: Answer("attending", f"a{asked}")}))
    async with Visit(entrusted, "nagai") as supporter:
        page = said(await supporter.get(f"{path(entrusted)}?done=saved"))
        assert "代わりに入れた返事" in page
        assert "公園の清掃: 出席" in page
        one = await only(entrusted)
        await supporter.post(f"{path(entrusted)}/visits/{one.id}/correction")
        assert "（取り消し）" in said(await supporter.get(path(entrusted)))


@pytest.mark.parametrize(
    ("kind", "note", "proves"),
    [("called", "", False), ("called", "元気とのこと", True), ("no_answer", "x", False)],
)
async def test_a_bare_call_proves_no_channel(entrusted: World, kind: str, note: str, proves: bool) -> None:
    await add(entrusted, "suzuki", NewVisit(kind, "a", note=note))
    home = entrusted.households["suzuki"]
    async with entrusted.database.read(entrusted.yamada) as tx:
        lines = {one.household: one for one in await of_association(tx, entrusted.places["midorigaoka"])}
    assert (lines[home].states["phone"] == "proven") is proves


async def test_a_visitor_reads_and_prints_what_waits_for_a_household_in_her_care(entrusted: World) -> None:
    asked = await circular(entrusted)
    async with Visit(entrusted, "nagai") as supporter:
        address = f"{path(entrusted)}/circulars/{asked}"
        assert f'href="{address}"' in (await supporter.get(path(entrusted))).text
        assert "おそうじをします。" in (await supporter.get(address)).text
        assert (await supporter.get(f"{address}/print.pdf")).content.startswith(b"%PDF-")
        # Of a household that has not agreed, and of no circular of hers.
        assert (await supporter.get(f"{path(entrusted, 'sato')}/circulars/{asked}")).status_code == 404
        assert (await supporter.get(f"{path(entrusted)}/circulars/{asked + 1}")).status_code == 404
    async with Visit(entrusted, "hayashi") as other:
        assert (await other.get(address)).status_code == 404


async def test_nothing_that_is_past_is_asked_about(entrusted: World, clock: SetClock) -> None:
    async with entrusted.database.read(entrusted.nagai) as tx:
        now = tx.now
    for changed in ({"reply_by": now + DAY}, {"event_at": now + DAY}):
        await circular(entrusted, **changed)
    async with Visit(entrusted, "nagai") as supporter:
        assert (await supporter.get(path(entrusted))).text.count("<legend>公園の清掃") == 2
        clock.advance(DAY + HOUR)
        assert (await supporter.get(path(entrusted))).text.count("<legend>公園の清掃") == 0


async def test_a_note_she_may_no_longer_read_is_not_written_over(entrusted: World) -> None:
    await add(entrusted, "suzuki", NewVisit("met", "a", note="薪の話"))
    one = await only(entrusted)
    async with entrusted.database.write(SYSTEM) as tx:
        await tx.run(Statement(visit.update().values(purpose="supporter")))
    async with entrusted.database.write(entrusted.nagai) as tx:
        with pytest.raises(NotFound):
            await households.add_note(tx, entrusted.households["suzuki"], one.id, "上書き")
        assert await tx.column(Statement(select(visit.c.note))) == ["薪の話"]


async def test_a_plan_set_with_an_earlier_day_is_not_lost(entrusted: World, clock: SetClock) -> None:
    await add(entrusted, "suzuki", NewVisit("met", "a"))
    clock.advance(2 * DAY)
    async with entrusted.database.read(entrusted.nagai) as tx:
        before = day_of(tx.now - 3 * DAY)
    await add(entrusted, "suzuki", NewVisit("called", "b", day=before, again_in=1))
    clock.advance(DAY)
    assert await reasons(entrusted) == {"鈴木": [Reason.PLANNED]}


async def test_in_an_emergency_the_author_adds_to_her_note(entrusted: World) -> None:
    await proven(entrusted, "nagai")
    async with Visit(entrusted, "nagai") as supporter:
        await supporter.post("/board/emergency", {"sought": "佐藤", "reason": REASON})
        await supporter.post(
            f"{path(entrusted, 'sato')}/visits", {"kind": "met", "press": "a", "note": "意識あり"}
        )
        page = (await supporter.get(path(entrusted, "sato"))).text
        assert "意識あり" in page
        (form,) = re.findall(r'action="(/board/households/\d+/visits/\d+/note)"', page)
        assert (await supporter.post(form, {"more": "救急車を呼んだ"})).status_code == 303
        assert "救急車を呼んだ" in (await supporter.get(path(entrusted, "sato"))).text
