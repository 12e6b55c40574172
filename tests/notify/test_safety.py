"""安否確認 is told at once, also at night where it is real; a call for help to those near, then to the officers."""

from datetime import date

import pytest

from kairanban.care.callbacks import actions as calls
from kairanban.care.safety.actions import answers, help_calls, household_view, starting
from kairanban.care.safety.actions.answers import Given
from kairanban.care.safety.rules import Source, State, Word
from kairanban.core.clock import DAY, MINUTE, at
from tests.conftest import SetClock
from tests.notify.push_service import PushService
from tests.notify.telling import WORKER, Telling
from tests.world import World, checked

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


async def test_what_is_real_passes_the_night_and_names_nobody(
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


async def test_practice_waits_for_the_morning_and_says_so_first(
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


async def test_nothing_is_told_of_a_check_that_has_ended(
    told: Telling, service: PushService, clock: SetClock
) -> None:
    clock.now = NIGHT
    check = await checked(told.world, "drill")
    await told.round()
    place = told.world.places["midorigaoka"]
    async with told.world.database.write(told.world.yamada) as tx:
        await starting.end(tx, check, place, place)
    clock.now = at(date(2026, 12, 2), 7)
    await told.round()
    assert reached(service) == []


async def test_a_call_for_help_goes_to_those_near_and_after_ten_minutes_to_the_officers(
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


async def test_what_was_taken_in_time_is_not_passed_on(
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


async def test_whoever_rings_is_told_of_a_wish_in_the_morning_and_not_once_it_was_rung(
    told: Telling, service: PushService, clock: SetClock
) -> None:
    clock.now = NIGHT
    for who in ("sato", "suzuki"):
        async with told.world.database.write(told.world.actors[who]) as tx:
            await calls.ask(tx, told.world.households[who])
    await told.round()
    assert reached(service) == []
    async with told.world.database.write(told.world.abe) as tx:
        await calls.rung(tx, (await calls.to_ring(tx))[0].id)
    clock.now = at(date(2026, 12, 2), 7)
    await told.round()
    assert reached(service) == ["abe"]
    (said,) = service.shown("abe")
    assert said["navigate"].endswith("/calls")
    assert "鈴木" not in str(said)


async def test_practice_that_becomes_real_is_told_to_those_near_and_to_whoever_took_it(
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
