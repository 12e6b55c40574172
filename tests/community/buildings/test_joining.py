"""Joining by a poster: the request, an officer's decision, the bound device."""

import re

import pytest
from sqlalchemy import bindparam, func, select

from kairanban.circulation.circulars.actions.latecomers import address_latecomers
from kairanban.community.buildings.rules import REQUESTS_FROM_ADDRESS, WAITING_MOST
from kairanban.community.hiding.actions import hide
from kairanban.community.signin.actions.sessions import sign_in
from kairanban.core.clock import DAY
from kairanban.db.statements import Statement
from kairanban.db.tables.buildings import joining_request
from kairanban.db.tables.people import household, membership
from tests.community.buildings.living import move_in, plain
from tests.community.buildings.scanning import answer, ask, digits, new_poster, scan
from tests.conftest import SetClock
from tests.forgetting import forget_past
from tests.visiting import Visit
from tests.world import SYSTEM, World, circular

pytestmark = pytest.mark.anyio

LIVING = Statement(
    select(household.c.label, household.c.method, household.c.language, household.c.address)
    .join(membership, membership.c.household == household.c.id)
    .where(membership.c.place == bindparam("place"), membership.c.until.is_(None))
    .order_by(household.c.id)
)
REQUESTS = Statement(select(func.count()).select_from(joining_request))


async def living(world: World) -> list[tuple[object, ...]]:
    async with world.database.read(SYSTEM) as tx:
        return [tuple(row) for row in await tx.rows(LIVING, place=world.places["maison"])]


async def requests(world: World) -> int:
    async with world.database.read(SYSTEM) as tx:
        return int(await tx.value(REQUESTS))


def list_of(world: World) -> str:
    return f"/associations/{world.places['midorigaoka']}/joining"


async def test_a_new_household_joins_and_reads_what_goes_round(world: World) -> None:
    await circular(world)
    poster = await new_poster(world)
    async with Visit(world) as browser, Visit(world, "ito") as officer:
        shown = await ask(browser, poster)
        assert "お願いを受け付けました" in (await browser.get("/building/request")).text
        assert (await browser.post("/building/request/device")).status_code == 409
        assert await living(world) == []

        assert "1世帯から、参加のお願い" in (await officer.get("/office")).text
        page = (await officer.get(list_of(world))).text
        assert f'class="digits">{shown}<' in page
        assert "メゾン緑 203" in page
        assert await answer(world, "new") == 303
        assert await living(world) == [("チャン", "digital", "vi", "メゾン緑 203")]

        assert "ようこそ" in (await browser.get("/building/request")).text
        begun = await browser.post("/building/request/device")
        assert (begun.status_code, begun.headers["location"]) == (303, "/?done=bound")
        await address_latecomers(world.database, SYSTEM)
        home = (await browser.get("/")).text
        # In the language chosen at the poster.
        assert '<html lang="vi"' in home
        assert "チャン" in home
        assert "公園の清掃" in home
    assert await requests(world) == 0


async def test_an_existing_household_gets_one_more_device_and_is_told(world: World) -> None:
    home = await move_in(world, "203号室 平田", "平田 浩二", room="203")
    await move_in(world, "1203号室", room="1203")
    poster = await new_poster(world)
    async with Visit(world) as first, Visit(world) as second:
        await ask(first, poster, "２０３号室", "平田")
        async with Visit(world, "yamada") as chair:
            page = (await chair.get(list_of(world))).text
            assert "203号室 平田 （同じお部屋）" in page
            assert "1203号室 （同じお部屋）" not in page
        assert await answer(world, home) == 303
        await first.post("/building/request/device")
        await ask(second, poster, "203", "平田")
        assert await answer(world, home) == 303
        await second.post("/building/request/device")
        assert "画面がひとつ加わりました" in (await first.get("/")).text
        assert "203号室 平田様のお宅の画面です" in (await second.get("/")).text
    assert len(await living(world)) == 2


async def test_a_household_of_elsewhere_cannot_be_given_away_and_one_must_be_chosen(world: World) -> None:
    poster = await new_poster(world)
    async with Visit(world) as browser:
        await ask(browser, poster)
        assert await answer(world, world.households["suzuki"]) == 404
        assert await answer(world, "") == 422
        assert "お願いを受け付けました" in (await browser.get("/building/request")).text
        assert await answer(world, "new") == 303


async def test_a_no_is_said_kindly_and_opens_nothing(world: World) -> None:
    poster = await new_poster(world)
    async with Visit(world) as browser:
        await ask(browser, poster)
        assert await answer(world, "", "no") == 303
        page = (await browser.get("/building/request")).text
        assert "今回は、お受けできませんでした" in page
        assert (await browser.post("/building/request/device")).status_code == 409
        assert "メゾン緑の回覧板に参加しますか" in await scan(browser, poster)
    assert await living(world) == []


async def test_an_answer_is_given_once(world: World) -> None:
    poster = await new_poster(world)
    async with Visit(world) as browser:
        await ask(browser, poster)
        async with Visit(world, "ito") as officer:
            found = re.search(rf"{list_of(world)}/(\d+)", (await officer.get(list_of(world))).text)
        assert found is not None
        assert await answer(world, request=int(found[1])) == 303
        assert await answer(world, request=int(found[1]), who="ito") == 404
        assert (await browser.post("/building/request/device")).status_code == 303
        assert (await browser.post("/building/request/device")).status_code == 404
    assert len(await living(world)) == 1


async def test_officers_answer_and_nobody_else(world: World) -> None:
    poster = await new_poster(world)
    async with Visit(world) as browser:
        await ask(browser, poster)
        async with Visit(world, "ito") as officer:
            found = re.search(rf"{list_of(world)}/(\d+)", (await officer.get(list_of(world))).text)
        assert found is not None
        for who in ("abe", "nakajima", "kimura", "sato", "ono"):
            assert await answer(world, request=int(found[1]), who=who) == 404, who
        assert await answer(world, request=int(found[1]), who="ito") == 303


async def test_seven_days_for_the_answer_and_seven_more_to_begin(world: World, clock: SetClock) -> None:
    poster = await new_poster(world)
    async with Visit(world) as early, Visit(world) as late, Visit(world) as never:
        for browser in (early, late):
            await ask(browser, poster)
        clock.advance(7 * DAY - 1)
        for _ in range(2):
            world.tokens["ito"] = await fresh(world)
            assert await answer(world, "new", who="ito") == 303
        clock.advance(7 * DAY)
        assert (await early.post("/building/request/device")).status_code == 303
        clock.advance(1)
        assert (await late.post("/building/request/device")).status_code == 409

        await ask(never, poster)
        clock.advance(7 * DAY)
        world.tokens["ito"] = await fresh(world)
        async with Visit(world, "ito") as officer:
            assert "今、参加のお願いはありません" in (await officer.get(list_of(world))).text
        assert "7日のあいだに" in (await never.get("/building/request")).text
    clock.advance(8 * DAY)
    await forget_past(world)
    assert await requests(world) == 0


async def fresh(world: World) -> str:
    """Sign the officer in again after a week."""
    async with world.database.write(world.ito) as tx:
        return await sign_in(tx, world.people["ito"])


async def test_a_double_press_asks_once_and_a_second_scan_finds_the_first_wish(world: World) -> None:
    poster = await new_poster(world)
    async with Visit(world) as browser:
        press = re.search(r'name="press" value="([\w-]+)"', await scan(browser, poster))
        assert press is not None
        form: dict[str, object] = {"room": "203", "label": "チャン", "press": press[1]}
        for _ in range(2):
            assert (await browser.post("/building/requests", form)).status_code == 303
        assert await requests(world) == 1
        await browser.get(poster)
        again = await browser.get("/building")
        assert (again.status_code, again.headers["location"]) == (303, "/building/request")
        assert "お返事を見る" in (await browser.get("/")).text

        assert await answer(world, "new") == 303
        assert (await browser.post("/building/requests", form)).status_code == 303
        assert await requests(world) == 1
        assert (await browser.post("/building/request/device")).status_code == 303


async def test_a_wish_can_be_taken_back_and_is_forgotten(world: World) -> None:
    poster = await new_poster(world)
    async with Visit(world) as browser:
        await ask(browser, poster)
        gone = await browser.post("/building/request/removal")
        assert gone.headers["location"] == "/building/request?done=withdrawn"
        assert "取り消しました" in (await browser.get(gone.headers["location"])).text
        assert (await browser.get("/building/request")).status_code == 404
    assert await requests(world) == 0


@pytest.mark.parametrize(
    ("room", "label"),
    [("", "チャン"), ("203", ""), ("2" * 21, "チャン"), ("203", "あ" * 31)],
)
async def test_a_room_and_a_name_are_needed_and_what_was_typed_stays(
    world: World, room: str, label: str
) -> None:
    poster = await new_poster(world)
    async with Visit(world) as browser:
        await scan(browser, poster)
        refused = await browser.post("/building/requests", {"room": room, "label": label, "language": "vi"})
        assert refused.status_code == 422
        assert f'value="{label}"' in refused.text
        assert 'value="vi" lang="vi" selected' in refused.text
    assert await requests(world) == 0


async def test_one_address_asks_so_often_a_day_and_no_more(world: World, clock: SetClock) -> None:
    poster = await new_poster(world)
    async with Visit(world) as browser:
        await scan(browser, poster)
        form: dict[str, object] = {"room": "1", "label": "リン", "press": "same"}
        for _ in range(REQUESTS_FROM_ADDRESS):
            assert (await browser.post("/building/requests", form)).status_code == 303
        refused = await browser.post("/building/requests", form)
        assert refused.status_code == 403
        assert "お申し込みがたくさん" in plain(refused.text)
        clock.advance(DAY)
        assert (await browser.post("/building/requests", form)).status_code == 303


async def test_a_poster_takes_so_many_wishes_at_a_time(world: World, clock: SetClock) -> None:
    poster = await new_poster(world)
    async with Visit(world) as browser:
        await scan(browser, poster)
        for number in range(WAITING_MOST):
            if number % REQUESTS_FROM_ADDRESS == 0:
                clock.advance(DAY)
            form: dict[str, object] = {"room": str(number), "label": "リン"}
            assert (await browser.post("/building/requests", form)).status_code == 303
        assert (await browser.post("/building/requests", form)).status_code == 403
        assert await requests(world) == WAITING_MOST


async def test_an_ended_poster_takes_no_wish_and_those_made_before_stay(world: World) -> None:
    poster = await new_poster(world)
    async with Visit(world) as before, Visit(world) as after:
        shown = await ask(before, poster)
        await scan(after, poster)
        await new_poster(world)
        refused = await after.post("/building/requests", {"room": "1", "label": "リン"})
        assert refused.status_code == 404
        assert digits((await before.get("/building/request")).text) == shown
        assert await answer(world, "new") == 303
        assert (await before.post("/building/request/device")).status_code == 303


async def test_a_hidden_household_stays_hidden_in_the_officers_list(world: World) -> None:
    home = await move_in(world, "203号室 平田", "平田 浩二", room="203")
    async with world.database.write(world.yamada) as tx:
        await hide(tx, world.places["midorigaoka"], home)
    poster = await new_poster(world)
    async with Visit(world) as browser, Visit(world, "ito") as officer:
        await ask(browser, poster, "203", "ひらた")
        page = (await officer.get(list_of(world))).text
    assert "メゾン緑の1" in page
    assert "平田" not in page
    assert "同じお部屋" not in page
