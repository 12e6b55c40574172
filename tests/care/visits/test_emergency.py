"""緊急閲覧: what it asks for, when it opens, who learns of it, and how it ends."""

from dataclasses import replace

import pytest

from kairanban.care.visits.actions import emergency, households
from kairanban.care.visits.rules.emergency import OPEN_FOR, WAITS_FOR, opens_at
from kairanban.community.announcements.actions import unread
from kairanban.community.people.actions.offices import add_person, appoint
from kairanban.core.actor import Actor
from kairanban.core.clock import DAY, MINUTE, Moment
from kairanban.core.errors import Invalid, NotFound, Refused, StepUpNeeded
from kairanban.core.ids import HouseholdId, SessionId
from kairanban.core.roles import Role
from tests.conftest import SetClock
from tests.records import Entry, journalled
from tests.visiting import Visit, said
from tests.world import SYSTEM, World, checked, proven

pytestmark = pytest.mark.anyio

REASON = "玄関で呼んでも返事がなく新聞がたまっている"


@pytest.fixture
async def announced(world: World, clock: SetClock) -> World:
    """The commissioner was announced a day ago, and has proven herself."""
    clock.advance(DAY)
    for who in ("nagai", "shimizu"):
        await proven(world, who)
    return world


async def look(world: World, label: str, reason: str = REASON) -> HouseholdId | None:
    async with world.database.write(world.nagai) as tx:
        return await emergency.look_up(tx, label, reason)


async def is_open(world: World, name: str) -> bool:
    async with world.database.read(world.nagai) as tx:
        return await households.is_open(tx, world.households[name])


async def third(world: World) -> None:
    """Look up two households, then a third."""
    for label in ("鈴木", "田中", "佐藤"):
        await look(world, label)


def test_from_the_third_of_a_day_on_it_waits_unless_a_real_check_runs() -> None:
    now = Moment(1000)
    assert [opens_at(now, number, False) for number in (1, 2, 3, 4)] == [
        now, now, now + WAITS_FOR, now + WAITS_FOR,
    ]  # fmt: skip
    assert opens_at(now, 3, True) == now


async def test_it_needs_a_step_up_a_long_reason_and_a_day_since_the_announcement(
    announced: World,
) -> None:
    async with announced.database.write(replace(announced.nagai, stepped_up_at=None)) as tx:
        with pytest.raises(StepUpNeeded):
            await emergency.look_up(tx, "佐藤", REASON)
    for short in ("返事がない", "返 事 が な い 返 事 が な い x"):
        with pytest.raises(Invalid):
            await look(announced, "佐藤", short)
    async with announced.database.write(SYSTEM) as tx:
        new = await add_person(tx, "新しい委員")
        place, role = announced.places["midorigaoka"], Role.WELFARE_COMMISSIONER
        await appoint(tx, new, role, place, starts=tx.now, ends=None)
        actor = replace(announced.nagai, person=new, stepped_up_at=tx.now)
    async with announced.database.write(actor) as tx:
        with pytest.raises(Refused):
            await emergency.look_up(tx, "佐藤", REASON)
    async with announced.database.write(announced.shimizu) as tx:
        with pytest.raises(NotFound):
            await emergency.look_up(tx, "佐藤", REASON)
    assert not await is_open(announced, "sato")


async def test_one_appointed_elsewhere_today_looks_up_where_she_has_served_for_a_day(
    announced: World,
) -> None:
    async with announced.database.write(SYSTEM) as tx:
        place, role = announced.places["kaminosawa"], Role.WELFARE_COMMISSIONER
        await appoint(tx, announced.people["nagai"], role, place, starts=tx.now, ends=None)
    assert await look(announced, "上の家") is None
    assert await look(announced, "佐藤") == announced.households["sato"]


async def test_the_page_asks_for_the_step_up_before_anything_is_written(
    announced: World, clock: SetClock
) -> None:
    async with Visit(announced, "nagai") as visit:
        assert (await visit.get("/board/emergency")).status_code == 200
        clock.advance(11 * MINUTE)
        led = await visit.get("/board/emergency")
    assert led.headers["location"].startswith("/step-up")


async def test_the_household_is_told_at_once(announced: World) -> None:
    await look(announced, "佐藤")
    async with announced.database.read(announced.sato) as tx:
        assert [one.kind for one in await unread(tx, announced.households["sato"])] == ["emergency"]
    async with Visit(announced, "sato") as home:
        assert "永井 純" in (await home.get("/")).text


async def test_a_search_that_finds_nobody_is_recorded(announced: World) -> None:
    assert await look(announced, "だれもいない") is None
    async with Visit(announced, "nagai") as visit:
        wrong = await visit.post("/board/emergency", {"sought": "だれも", "reason": REASON})
    assert wrong.status_code == 422
    assert REASON in wrong.text
    nobody = Entry("looked_up_nobody", announced.people["nagai"], other=0)
    assert await journalled(announced, "looked_up_nobody") == [nobody, nobody]


async def test_the_third_of_a_day_opens_after_five_minutes_and_is_to_be_reviewed(
    announced: World, clock: SetClock
) -> None:
    await third(announced)
    path = f"/board/emergency/{announced.households['sato']}"
    assert [await is_open(announced, name) for name in ("suzuki", "tanaka", "sato")] == [True, True, False]
    async with Visit(announced, "nagai") as visit, Visit(announced, "shimizu") as town:
        assert (await visit.get(path)).status_code == 200
        assert (await visit.get(f"/board/households/{announced.households['sato']}")).status_code == 404
        clock.advance(WAITS_FOR)
        assert (await visit.get(path)).headers["location"].endswith(str(announced.households["sato"]))
        assert await is_open(announced, "sato")
        page = (await town.get("/emergency-looks")).text
        assert page.count("/review") == 1
        assert REASON in page
        assert "佐藤" not in page
        assert "/emergency-looks" in (await town.get("/office")).text
        async with announced.database.read(announced.shimizu) as tx:
            (newest, *_) = await emergency.listed(tx)
            assert await emergency.to_see(tx) == 1
        for _ in range(2):
            assert (await town.post(f"/emergency-looks/{newest.id}/review")).status_code == 303
        assert "/review" not in (await town.get("/emergency-looks")).text
    clock.advance(OPEN_FOR)
    assert not await is_open(announced, "sato")


async def test_tomorrow_it_counts_anew(announced: World, clock: SetClock) -> None:
    await third(announced)
    clock.advance(DAY)
    await proven(announced, "nagai")
    await look(announced, "高橋")
    assert await is_open(announced, "takahashi")


async def test_while_a_real_check_runs_the_third_opens_at_once_and_is_reviewed(announced: World) -> None:
    await proven(announced, "yamada")
    await checked(announced, "real")
    await third(announced)
    assert await is_open(announced, "sato")
    async with announced.database.read(announced.shimizu) as tx:
        assert [one.to_review for one in await emergency.listed(tx)] == [True, False, False]


@pytest.mark.parametrize("agreed", [True, False])
async def test_a_second_person_opens_it_or_says_no(announced: World, clock: SetClock, agreed: bool) -> None:
    await third(announced)
    async with Visit(announced, "shimizu") as town, Visit(announced, "nagai") as visit:
        async with announced.database.read(announced.shimizu) as tx:
            (newest, *_) = await emergency.listed(tx)
        path = f"/emergency-looks/{newest.id}/answer"
        assert (await visit.post(path, {"answer": "yes"})).status_code == 404, "one's own"
        assert (await town.post(path, {})).status_code == 404
        for answer in ("yes" if agreed else "no", "no" if agreed else "yes"):
            assert (await town.post(path, {"answer": answer})).status_code == 303
        assert await is_open(announced, "sato") is agreed
        clock.advance(WAITS_FOR)
        assert await is_open(announced, "sato") is agreed
        page = said(await town.get("/emergency-looks"))
        assert ("清水 博" in page) is (agreed or page.count("清水 博") > 0)
        waits = await visit.get(f"/board/emergency/{announced.households['sato']}")
        assert waits.status_code == (303 if agreed else 200)
    async with announced.database.read(announced.shimizu) as tx:
        assert not any(one.to_review for one in await emergency.listed(tx))


async def test_another_visitor_of_the_place_is_a_second_person_and_sees_nothing_else(
    announced: World, clock: SetClock
) -> None:
    async with announced.database.write(SYSTEM) as tx:
        other = await add_person(tx, "集落支援員")
        place, role = announced.places["midorigaoka"], Role.SETTLEMENT_SUPPORTER
        await appoint(tx, other, role, place, starts=tx.now, ends=None)
        far = await add_person(tx, "遠くの支援員")
        await appoint(tx, far, role, announced.places["kaminosawa"], starts=tx.now, ends=None)
    await third(announced)
    near = replace(announced.nagai, person=other, session=SessionId(0))
    async with announced.database.write(near) as tx:
        (one,) = await emergency.listed(tx)
        await emergency.answer(tx, one.id, True)
        assert await emergency.listed(tx) == []
    assert await is_open(announced, "sato")
    for stranger in (replace(near, person=far), announced.yamada):
        async with announced.database.read(stranger) as tx:
            assert await emergency.listed(tx) == []
            with pytest.raises(NotFound):
                await emergency.review(tx, one.id)


async def test_nobody_is_a_second_person_for_herself(announced: World, clock: SetClock) -> None:
    async with announced.database.write(SYSTEM) as tx:
        role, place = Role.MUNICIPAL_OFFICER, announced.places["town"]
        await appoint(tx, announced.people["nagai"], role, place, starts=tx.now, ends=None)
    await third(announced)
    async with announced.database.write(announced.nagai) as tx:
        (newest, *_) = await emergency.listed(tx)
        assert newest.own
        assert await emergency.to_see(tx) == 0
        with pytest.raises(NotFound):
            await emergency.answer(tx, newest.id, True)
    clock.advance(WAITS_FOR)
    async with Visit(announced, "nagai") as visit:
        assert (await visit.post(f"/emergency-looks/{newest.id}/review")).status_code == 404
        page = (await visit.get("/emergency-looks")).text
    assert f"/emergency-looks/{newest.id}/" not in page


async def test_it_is_closed_early_with_what_came_of_it(announced: World) -> None:
    home = announced.households["sato"]
    await look(announced, "佐藤")
    async with Visit(announced, "nagai") as visit, Visit(announced, "shimizu") as town:
        path = f"/board/emergency/{home}/closing"
        wrong = await visit.post(path, {"outcome": " "})
        assert wrong.headers["location"] == f"/board/households/{home}?done=outcome#closing"
        assert await is_open(announced, "sato")
        for _ in range(2):
            assert (await visit.post(path, {"outcome": "お元気でした"})).status_code == 303
        assert (await visit.get(f"/board/households/{home}")).status_code == 404
        assert "お元気でした" in said(await town.get("/emergency-looks"))
    assert await journalled(announced, "look_closed") == [
        Entry("look_closed", announced.people["nagai"], household=home)
    ]
    assert isinstance(announced.nagai, Actor)
