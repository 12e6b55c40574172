"""The end of a safety check to the moment, the length of a name, and how a help call is taken and closed."""

import pytest
from sqlalchemy import Table, func, select

from kairanban.care.safety.actions import boards, help_calls, starting, town_checks
from kairanban.care.safety.rules import Sighting, Source, State, counts, state_of
from kairanban.core.actor import System
from kairanban.core.clock import DAY, MINUTE
from kairanban.core.errors import Conflict, Invalid
from kairanban.db.statements import Statement
from kairanban.db.tables import safety
from tests.care.safety.test_safety import call, say, states
from tests.conftest import TODAY, SetClock
from tests.forgetting import forget_past
from tests.world import World, checked, town_checked

pytestmark = pytest.mark.anyio


async def end(world: World, check: int) -> None:
    place = world.places["midorigaoka"]
    async with world.database.write(world.yamada) as tx:
        await starting.end(tx, check, place, place)


@pytest.mark.parametrize("late", [0, 1])
async def test_an_answer_pressed_at_the_end_is_still_taken(world: World, clock: SetClock, late: int) -> None:
    check = await checked(world, "real")
    clock.advance(MINUTE)
    await end(world, check)
    clock.advance(MINUTE)
    if late:
        with pytest.raises(Conflict):
            await say(world, check, "sato", made=TODAY + MINUTE + late)
        # A call for help is never refused.
        await say(world, check, "suzuki", State.HELP, made=TODAY + MINUTE + late)
        return
    await say(world, check, "sato", made=TODAY + MINUTE)
    assert (await states(world, check))["佐藤"] == "safe"


@pytest.mark.parametrize("length", [60, 61])
async def test_whom_it_is_about_has_a_longest_form(world: World, length: int) -> None:
    check = await checked(world, "real")
    if length > 60:
        with pytest.raises(Invalid):
            await say(world, check, "sato", about="名" * length)
    else:
        await say(world, check, "sato", about="名" * length)


@pytest.mark.parametrize(
    ("kind", "how", "words", "closes"),
    [
        ("real", "safe", "", True), ("real", "other", "", False), ("real", "other", "鍵をさがしました", True),
        ("real", "practice", "", False), ("drill", "practice", "", True), ("drill", "unknown", "", False),
    ],
)  # fmt: skip
async def test_a_call_is_closed_with_how_it_ended(
    world: World, kind: str, how: str, words: str, closes: bool
) -> None:
    await say(world, await checked(world, kind), "sato", State.HELP)
    one = await call(world)
    async with world.database.write(world.abe) as tx:
        if closes:
            await help_calls.close(tx, one, how, words)
            assert await help_calls.open_calls(tx) == []
        else:
            with pytest.raises(Invalid):
                await help_calls.close(tx, one, how, words)


async def test_a_call_taken_by_another_is_refused_and_a_closed_one_is_left_alone(world: World) -> None:
    check = await checked(world, "real")
    await say(world, check, "sato", State.HELP)
    one = await call(world)
    for _ in range(2):
        async with world.database.write(world.abe) as tx:
            await help_calls.take(tx, one)
    async with world.database.write(world.yamada) as tx:
        with pytest.raises(Conflict):
            await help_calls.take(tx, one)
        await help_calls.close(tx, one, "safe", "")
        await help_calls.take(tx, one)
        assert await help_calls.open_calls(tx) == []


async def test_calls_are_listed_for_one_place_or_all(world: World) -> None:
    check, p = await checked(world, "real"), world.places
    await say(world, check, "sato", State.HELP)
    async with world.database.read(world.abe) as tx:
        for place in (None, p["midorigaoka"], p["block_1"]):
            assert len(await help_calls.open_calls(tx, place)) == 1
        for place in (p["block_2"], p["kaminosawa"]):
            assert await help_calls.open_calls(tx, place) == []


async def test_a_running_check_is_ended_by_who_follows_it_up(world: World) -> None:
    check = await checked(world, "real")

    async def may_end() -> list[bool]:
        found = []
        for who in ("yamada", "abe"):
            async with world.database.read(world.actors[who]) as tx:
                found.append((await boards.board(tx, check)).may_end)
        return found

    assert await may_end() == [True, False]
    await end(world, check)
    assert await may_end() == [False, False]


@pytest.mark.parametrize("table", [safety.safety_check, safety.town_check], ids=str)
async def test_a_check_is_kept_for_ninety_days_after_its_end(
    world: World, clock: SetClock, table: Table
) -> None:
    number = Statement(select(func.count()).select_from(table))
    town = await town_checked(world)
    async with world.database.write(world.shimizu) as tx:
        for one in await town_checks.running(tx, town):
            await starting.end(tx, one.id, one.association, one.place)
        await town_checks.end(tx, town)
    for passed, left in ((90 * DAY, True), (1, False)):
        clock.advance(passed)
        await forget_past(world)
        async with world.database.read(System("test")) as tx:
            assert bool(await tx.value(number)) is left


SAFE = Sighting("safe", "own", "", 5)


@pytest.mark.parametrize(
    ("given", "standing", "replaces"),
    [
        (SAFE, None, True), (SAFE, SAFE, False), (Sighting("safe", "own", "", 6), SAFE, True),
        (Sighting("safe", "own", "", 4), SAFE, False), (Sighting("help", "own", "", 5), SAFE, True),
        (Sighting("safe", "own", "祖母", 9), SAFE, False), (SAFE, Sighting("safe", "own", "祖母", 9), True),
    ],
)  # fmt: skip
def test_the_later_and_more_cautious_report_counts(
    given: Sighting, standing: Sighting | None, replaces: bool
) -> None:
    assert counts(given, standing) is replaces


def test_a_household_is_what_its_report_settles_and_a_call_is_help() -> None:
    about = Sighting("safe", Source.OWN.value, "祖母", 1)
    assert state_of(SAFE, 1) is State.HELP
    assert [state_of(one, 0) for one in (None, about, SAFE, Sighting("help", "own", "", 1))] == [
        State.UNKNOWN, State.UNKNOWN, State.SAFE, State.HELPED,
    ]  # fmt: skip
