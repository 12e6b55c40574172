"""安否確認 notifies at once, a real one also at night; help calls go to people near, then to officers."""

from datetime import date

import pytest

from kairanban.care.callbacks import actions as callbacks
from kairanban.care.safety.actions import answers, help_calls, household_view, starting
from kairanban.care.safety.actions.answers import Given
from kairanban.care.safety.rules import Source, State, Word
from kairanban.care.visits.actions import emergency
from kairanban.core.clock import DAY, MINUTE, Moment, at
from tests.conftest import SetClock
from tests.notify.push_service import PushService
from tests.notify.telling import WORKER, Telling
from tests.visiting import Visit
from tests.world import World, checked, proven

pytestmark = pytest.mark.anyio

NIGHT = at(date(2026, 12, 1), 23)


@pytest.fixture
async def told(town: Telling, service: PushService) -> Telling:
    for who in ("sato", "suzuki", "tanaka", "mori", "abe", "yamada", "shimizu"):
        await town.allow(who, service.browser(who))
    return town


async def call_help(world: World, check: int, who: str) -> None:
    async with world.database.write(world.actors[who]) as tx:
        given = Given(State.HELP, Source.OWN, "a")
        await answers.answer(tx, check, world.households[who], given)


def reached(service: PushService) -> list[str]:
    return sorted(post.browser for post in service.posts)


async def test_a_real_check_notifies_at_night_and_names_nobody(
    told: Telling, service: PushService, clock: SetClock
) -> None:
    clock.now = NIGHT
    check = await checked(told.world, "real", by="abe", place="block_1")
    await told.round()
    assert reached(service) == ["sato", "suzuki"]
    post = service.posts[0]
    assert (post.headers["Urgency"], int(post.headers["TTL"])) == ("high", DAY // 1000)
    said = service.shown("sato")[0]
    assert said["body"] == "ご無事ですか。開いて、お答えください。"
    assert said["navigate"].endswith(f"/safety/{check}")
    await told.round()
    assert len(service.posts) == 2


async def test_a_drill_waits_for_the_morning_and_says_that_it_is_one(
    told: Telling, service: PushService, clock: SetClock
) -> None:
    clock.now = NIGHT
    await checked(told.world, "drill", by="abe", place="block_1")
    await told.round()
    assert reached(service) == []
    clock.now = at(date(2026, 12, 2), 7)
    await told.round()
    assert reached(service) == ["sato", "suzuki"]
    assert service.shown("sato")[0]["body"].startswith("訓練")


async def test_an_ended_check_notifies_nobody(told: Telling, service: PushService, clock: SetClock) -> None:
    clock.now = NIGHT
    check = await checked(told.world, "drill")
    await told.round()
    place = told.world.places["midorigaoka"]
    async with told.world.database.write(told.world.yamada) as tx:
        await starting.end(tx, check, place, place)
    clock.now = at(date(2026, 12, 2), 7)
    await told.round()
    assert reached(service) == []


async def test_a_help_call_goes_to_responders_nearby_and_after_ten_minutes_to_officers(
    told: Telling, service: PushService, clock: SetClock
) -> None:
    check = await checked(told.world, "real", by="abe", place="block_1")
    await told.round()
    service.posts.clear()
    await call_help(told.world, check, "sato")
    await told.round()
    assert reached(service) == ["abe"]
    said = service.shown("abe")[0]
    assert "佐藤" not in str(said)
    assert said["navigate"].endswith("/safety/help")
    clock.advance(10 * MINUTE)
    await help_calls.pass_on(told.world.database, WORKER)
    await told.round()
    assert reached(service) == ["abe", "yamada"]


async def test_a_help_call_taken_in_time_is_not_passed_on(
    told: Telling, service: PushService, clock: SetClock
) -> None:
    check = await checked(told.world, "real", by="abe", place="block_1")
    await call_help(told.world, check, "sato")
    await told.round()
    service.posts.clear()
    async with told.world.database.write(told.world.abe) as tx:
        await help_calls.take(tx, (await help_calls.open_calls(tx))[0].id)
    clock.advance(DAY)
    await help_calls.pass_on(told.world.database, WORKER)
    await told.round()
    assert reached(service) == []


async def test_callbacks_notify_in_the_morning_and_not_once_answered(
    told: Telling, service: PushService, clock: SetClock
) -> None:
    clock.now = NIGHT
    for who in ("sato", "suzuki"):
        async with told.world.database.write(told.world.actors[who]) as tx:
            await callbacks.ask(tx, told.world.households[who])
    await told.round()
    assert reached(service) == []
    async with told.world.database.write(told.world.abe) as tx:
        await callbacks.rung(tx, (await callbacks.to_ring(tx))[0].id)
    clock.now = at(date(2026, 12, 2), 7)
    await told.round()
    assert reached(service) == ["abe"]
    (said,) = service.shown("abe")
    assert said["navigate"].endswith("/calls")
    assert "鈴木" not in str(said)


async def test_a_drill_call_that_becomes_real_notifies_responders_nearby_and_the_taker(
    told: Telling, service: PushService
) -> None:
    check = await checked(told.world, "drill", by="abe", place="block_1")
    home = told.world.households["sato"]
    await call_help(told.world, check, "sato")
    async with told.world.database.write(told.world.yamada) as tx:
        await help_calls.take(tx, (await help_calls.open_calls(tx))[0].id)
    async with told.world.database.write(told.world.sato) as tx:
        await household_view.give_word(tx, check, home, Word.DRILL)
    await told.round()
    service.posts.clear()
    async with told.world.database.write(told.world.sato) as tx:
        await household_view.give_word(tx, check, home, Word.REAL)
    await told.round()
    assert reached(service) == ["abe", "yamada"]


async def test_an_emergency_look_is_told_to_the_municipality_at_once_and_names_nobody(
    told: Telling, service: PushService, clock: SetClock
) -> None:
    clock.now = Moment(NIGHT + DAY)
    await proven(told.world, "nagai")
    async with told.world.database.write(told.world.nagai) as tx:
        await emergency.look_up(tx, "鈴木", "玄関で呼んでも返事がなく新聞がたまっている")
    await told.round()
    assert reached(service) == ["shimizu"]
    said = service.shown("shimizu")[0]
    assert said["body"] == "緊急閲覧がありました。開いてご覧ください。"
    assert said["navigate"].endswith("/emergency-looks")
    assert "鈴木" not in str(said)
    assert "新聞" not in str(said)
    async with Visit(told.world, "shimizu") as town:
        assert (await town.get("/emergency-looks")).status_code == 200
        page = await town.get("/office/notices")
        assert "緊急閲覧" in page.text
        assert page.status_code == 200
    await told.round()
    assert len(service.posts) == 1
