"""安否確認 from start to end: addressees, states, help calls."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import func, select

from kairanban.care.safety.actions import answers, boards, help_calls, household_view, starting, town_checks
from kairanban.care.safety.actions.answers import Given
from kairanban.care.safety.rules import Kind, Source, State, Word
from kairanban.community.hiding.actions import hide
from kairanban.community.people.actions.offices import appoint
from kairanban.community.places.actions.places import add_place
from kairanban.community.places.rules import PlaceKind
from kairanban.core.actor import System
from kairanban.core.clock import DAY, MINUTE
from kairanban.core.errors import Conflict, NotFound, Refused, StepUpNeeded
from kairanban.core.roles import Role
from kairanban.db.statements import Statement
from kairanban.db.tables import safety
from kairanban.notify.actions.choices import choose
from tests.conftest import SetClock
from tests.forgetting import forget_past
from tests.visiting import Visit
from tests.world import World, checked, town_checked

pytestmark = pytest.mark.anyio


async def say(world: World, check: int, who: str, state: State = State.SAFE, **more: Any) -> None:
    given = replace(Given(state, Source.OWN, f"{who}.{state}"), **more)
    async with world.database.write(world.actors[who]) as tx:
        await answers.answer(tx, check, world.households[who], given)


async def walk(
    world: World, check: int, who: str, house: str, state: State = State.SAFE, **more: Any
) -> None:
    given = replace(Given(state, Source.WALK, f"{who}.{house}.{state}"), **more)
    async with world.database.write(world.actors[who]) as tx:
        await answers.tick(tx, check, world.households[house], given)


async def states(world: World, check: int, who: str = "yamada", block: str = "block_1") -> dict[str, str]:
    async with world.database.read(world.actors[who]) as tx:
        _board, _block, houses = await boards.round_of(tx, check, world.places[block])
    return {one.shown: one.state for one in houses}


async def counts(world: World, check: int, who: str = "yamada") -> tuple[int, int, int, int]:
    """Return households, safe, help, unknown."""
    async with world.database.read(world.actors[who]) as tx:
        found = (await boards.board(tx, check)).counts
    return found.households, found.safe, found.help, found.unknown


async def calls(world: World, who: str) -> list[str]:
    async with world.database.read(world.actors[who]) as tx:
        return [one.shown for one in await help_calls.open_calls(tx)]


async def call(world: World, who: str = "abe") -> int:
    async with world.database.read(world.actors[who]) as tx:
        return (await help_calls.open_calls(tx))[0].id


async def test_everybody_is_asked_and_silence_stays_unknown(world: World) -> None:
    check = await checked(world, "real")
    assert await counts(world, check) == (5, 0, 0, 5)
    await say(world, check, "sato")
    assert await counts(world, check) == (5, 1, 0, 4)
    assert await states(world, check) == {"佐藤": "safe", "鈴木": "unknown", "松本（角）": "unknown"}
    assert await checked(world, "real") == check


async def test_a_block_leader_starts_one_for_her_own_block_and_sees_no_other(world: World) -> None:
    check = await checked(world, "real", by="abe", place="block_1")
    assert await counts(world, check, "abe") == (3, 0, 0, 3)
    assert await counts(world, check, "yamada") == (3, 0, 0, 3)
    for place in ("block_2", "midorigaoka", "kaminosawa"):
        with pytest.raises((Refused, NotFound)):
            await checked(world, "real", by="abe", place=place)
    whole = await checked(world, "drill")
    assert await counts(world, whole, "abe") == (3, 0, 0, 3)
    with pytest.raises(NotFound):
        await states(world, whole, "abe", "block_2")


async def test_who_may_not_start_one_does_not(world: World) -> None:
    for who in ("sato", "kimura", "hayashi", "okada", "nakajima", "ono"):
        with pytest.raises((Refused, NotFound)):
            await checked(world, by=who)


async def test_what_is_real_asks_again_who_is_there_and_a_drill_does_not(
    world: World, clock: SetClock
) -> None:
    clock.advance(11 * MINUTE)
    await checked(world, "drill")
    with pytest.raises(StepUpNeeded):
        await checked(world, "real")
    await checked(world, "real", by="abe", place="block_1")


async def test_what_is_real_ends_the_drills(world: World) -> None:
    drill = await checked(world, "drill")
    await checked(world, "real")
    async with world.database.read(world.yamada) as tx:
        assert (await boards.find(tx, drill)).ended is not None


async def test_the_town_asks_each_association_and_sees_numbers_only(world: World) -> None:
    town = await town_checked(world, "real", "震度5強")
    async with world.database.read(world.shimizu) as tx:
        mine, other = [line.check for line in (await town_checks.board(tx, town)).lines]
    await say(world, mine, "sato", State.HELP)
    async with world.database.read(world.shimizu) as tx:
        board = await boards.board(tx, mine)
        assert (board.counts.households, board.counts.help, board.blocks, board.named) == (5, 1, [], False)
        assert (await boards.board(tx, other)).few
        assert await help_calls.open_calls(tx) == []
        with pytest.raises(NotFound):
            await boards.round_of(tx, mine, world.places["block_1"])
    with pytest.raises(NotFound):
        async with world.database.read(world.ono) as tx:
            await boards.find(tx, mine)


async def test_the_town_sees_one_sum_without_what_is_too_small_to_show(world: World) -> None:
    town = await town_checked(world)
    async with world.database.read(world.shimizu) as tx:
        board = await town_checks.board(tx, town)
        assert [(line.name, line.few) for line in board.lines] == [
            ("みどりヶ丘自治会", False),
            ("上ノ沢区", True),
        ]
        assert (board.counts.households, board.few, board.waiting) == (5, 1, 0)
        # The municipality's list shows one check, not those of its associations.
        assert [one.id for one in await town_checks.all_of(tx)] == [town]
        assert await boards.checks(tx) == []
    async with world.database.read(world.yamada) as tx:
        assert len(await boards.checks(tx)) == 1
        with pytest.raises(NotFound):
            await town_checks.find(tx, town)


async def test_an_interrupted_press_is_gone_on_with_and_asks_nobody_twice(world: World) -> None:
    own = await checked(world, "drill")
    async with world.database.write(world.shimizu) as tx:
        town = await town_checks.start(tx, world.places["town"], Kind.DRILL, "")
        await town_checks.ask(tx, town, (await town_checks.waiting(tx, town))[0])
        assert len(await town_checks.waiting(tx, town)) == 1
    assert await town_checked(world) == town
    async with world.database.read(world.shimizu) as tx:
        board = await town_checks.board(tx, town)
    # A check the association started becomes part of it.
    assert own in [line.check for line in board.lines]
    assert board.waiting == 0


async def test_households_read_that_the_town_asks(world: World) -> None:
    town = await town_checked(world)
    async with world.database.read(world.shimizu) as tx:
        check = (await town_checks.board(tx, town)).lines[0].check
    async with world.database.read(world.sato) as tx:
        assert (await household_view.mine(tx, check))[0].place == "若葉市"


async def test_the_town_ends_all_with_one_press_and_calls_for_help_stay(world: World) -> None:
    town = await town_checked(world, "real", "震度5強")
    async with world.database.read(world.shimizu) as tx:
        check = (await town_checks.board(tx, town)).lines[0].check
    await say(world, check, "sato", State.HELP)
    async with Visit(world, "shimizu") as browser:
        assert (await browser.post(f"/safety/towns/{town}/ending")).status_code == 303
        assert (await browser.post(f"/safety/towns/{town}/ending")).status_code == 303
        assert "終わりました" in (await browser.get(f"/safety/towns/{town}")).text
    async with world.database.read(world.shimizu) as tx:
        board = await town_checks.board(tx, town)
        assert board.check.ended
        assert all(line.ended for line in board.lines)
    async with world.database.read(world.yamada) as tx:
        assert len(await help_calls.open_calls(tx)) == 1
    async with Visit(world, "yamada") as chair:
        assert (await chair.post(f"/safety/towns/{town}/ending")).status_code == 404


async def test_what_is_real_ends_the_drill_of_the_town(world: World) -> None:
    drill = await town_checked(world)
    await town_checked(world, "real", "震度5強")
    async with world.database.read(world.shimizu) as tx:
        board = await town_checks.board(tx, drill)
    assert board.check.ended
    assert all(line.ended for line in board.lines)


async def test_pressing_twice_counts_once_and_the_newest_counts(world: World, clock: SetClock) -> None:
    check = await checked(world, "real")
    await say(world, check, "sato")
    await say(world, check, "sato")
    async with world.database.read(world.sato) as tx:
        assert len(await household_view.said(tx, check, world.households["sato"])) == 1
    clock.advance(MINUTE)
    await say(world, check, "sato", State.HELP)
    assert (await states(world, check))["佐藤"] == "help"
    assert await counts(world, check) == (5, 0, 1, 4)


async def test_an_older_tick_from_a_phone_without_network_does_not_count_but_stays(
    world: World, clock: SetClock
) -> None:
    check = await checked(world, "real")
    seen = clock.now
    clock.advance(5 * MINUTE)
    await say(world, check, "sato", State.SAFE)
    await walk(world, check, "abe", "sato", State.UNKNOWN, made=seen)
    await walk(world, check, "abe", "suzuki", State.SAFE, made=seen, source=Source.SIGN)
    assert await states(world, check) == {"佐藤": "safe", "鈴木": "safe", "松本（角）": "unknown"}
    async with world.database.read(world.abe) as tx:
        _board, _block, houses = await boards.round_of(tx, check, world.places["block_1"])
    assert [(one.source, one.made) for one in houses][1] == ("sign", seen)


async def test_another_leader_ticks_nothing_here(world: World) -> None:
    check = await checked(world, "real")
    await walk(world, check, "abe", "sato")
    for who, house in (
        ("abe", "tanaka"),
        ("hayashi", "sato"),
        ("shimizu", "sato"),
        ("kimura", "sato"),
        ("suzuki", "sato"),
    ):
        with pytest.raises((Refused, NotFound)):
            await walk(world, check, who, house)
    with pytest.raises(NotFound):
        await say(world, check, "mori")


async def test_a_call_for_help_reaches_those_near_and_is_closed_by_a_person_only(
    world: World, clock: SetClock
) -> None:
    check = await checked(world, "real")
    await say(world, check, "sato", State.HELP)
    assert await calls(world, "abe") == ["佐藤"]
    for who in ("kimura", "hayashi", "ono", "shimizu", "okada"):
        assert await calls(world, who) == []
    # No later report, tick or end of the check closes it.
    clock.advance(MINUTE)
    await say(world, check, "sato", State.SAFE)
    await walk(world, check, "abe", "sato")
    async with world.database.write(world.yamada) as tx:
        await starting.end(tx, check, world.places["midorigaoka"], world.places["midorigaoka"])
    clock.advance(DAY)
    assert await calls(world, "abe") == ["佐藤"]
    assert (await counts(world, check))[2] == 1
    async with world.database.write(world.abe) as tx:
        await help_calls.close(tx, await call(world), "handed", "救急車で病院へ")
    assert await calls(world, "abe") == []


async def test_whoever_takes_it_is_named_to_the_asker_and_to_nobody_else_of_the_house(world: World) -> None:
    check = await checked(world, "real")
    house = world.households["sato"]
    await say(world, check, "sato", State.HELP)
    one = await call(world)
    async with world.database.write(world.abe) as tx:
        await help_calls.seen(tx, await help_calls.open_calls(tx))
        await help_calls.take(tx, one)
    with pytest.raises(Conflict):
        async with world.database.write(world.yamada) as tx:
            await help_calls.take(tx, one)
    async with world.database.read(world.sato) as tx:
        (found,) = await household_view.calls_of(tx, check, house)
        assert (found.taken_by, [one.name for one in found.seen]) == ("阿部 和子", ["阿部 和子"])
        assert [line.state for line in await household_view.said(tx, check, house)] == ["help"]
    async with world.database.read(world.suzuki) as tx:
        assert await household_view.calls_of(tx, check, house) == []
        assert await household_view.said(tx, check, house) == []


async def test_untaken_for_ten_minutes_it_is_passed_on_once(world: World, clock: SetClock) -> None:
    check = await checked(world, "real")
    await say(world, check, "sato", State.HELP)

    async def passed() -> bool:
        await help_calls.pass_on(world.database, System("test"))
        async with world.database.read(world.abe) as tx:
            return (await help_calls.open_calls(tx))[0].passed is not None

    clock.advance(10 * MINUTE - 1)
    assert not await passed()
    clock.advance(1)
    assert await passed()
    await say(world, check, "suzuki", State.HELP)
    async with world.database.write(world.abe) as tx:
        await help_calls.take(tx, (await help_calls.open_calls(tx))[1].id)
    clock.advance(DAY)
    await help_calls.pass_on(world.database, System("test"))
    async with world.database.read(world.abe) as tx:
        assert [one.passed is not None for one in await help_calls.open_calls(tx)] == [True, False]


@pytest.mark.parametrize("role", [Role.CHAIR, Role.OFFICER, Role.BLOCK_LEADER])
async def test_what_is_passed_on_reaches_the_disaster_group_too(
    world: World, clock: SetClock, role: Role
) -> None:
    async with world.database.write(world.yamada) as tx:
        group = await add_place(tx, PlaceKind.GROUP, "みどりヶ丘自主防災会", world.places["midorigaoka"])
        await appoint(tx, world.people["nakajima"], role, group, starts=tx.now, ends=None)
    check = await checked(world, "real")
    await say(world, check, "sato", State.HELP)
    assert await calls(world, "nakajima") == []
    clock.advance(10 * MINUTE)
    assert await calls(world, "nakajima") == ["佐藤"]
    assert await calls(world, "kimura") == []


async def test_whoever_cannot_go_after_all_leaves_it_to_the_others(world: World) -> None:
    check = await checked(world, "real")
    await say(world, check, "sato", State.HELP)
    one = await call(world)
    async with world.database.write(world.abe) as tx:
        await help_calls.take(tx, one)
    async with world.database.write(world.yamada) as tx:
        await help_calls.leave(tx, one)
        assert (await help_calls.open_calls(tx))[0].taken_by == "阿部 和子"
    async with world.database.write(world.abe) as tx:
        await help_calls.leave(tx, one)
    async with world.database.write(world.yamada) as tx:
        await help_calls.take(tx, one)
        assert (await help_calls.open_calls(tx))[0].taken_by == "山田 美代子"


async def test_whoever_rests_is_shown_as_such_and_stays_unknown(world: World) -> None:
    async with world.database.write(world.sato) as tx:
        await choose(tx, world.households["sato"], {"rest_until": tx.now + DAY})
    check = await checked(world, "real")
    async with world.database.read(world.abe) as tx:
        _board, _block, houses = await boards.round_of(tx, check, world.places["block_1"])
    assert (houses[0].source, houses[0].state) == ("away", "unknown")
    await say(world, check, "sato")
    assert (await states(world, check))["佐藤"] == "safe"


async def test_help_in_a_drill_counts_as_real_until_it_is_answered(world: World) -> None:
    check = await checked(world, "drill")
    house = world.households["sato"]
    await say(world, check, "sato", State.HELP)

    async def held_real() -> tuple[bool, bool]:
        async with world.database.read(world.abe) as tx:
            (one,) = await help_calls.open_calls(tx)
        return one.asked_whether_real, one.practice

    assert await held_real() == (True, False)
    for word, shown in ((Word.DRILL, (False, True)), (Word.REAL, (False, False))):
        async with world.database.write(world.sato) as tx:
            await household_view.give_word(tx, check, house, word)
        assert await held_real() == shown


async def test_closing_says_how_and_the_household_is_seen_safe(world: World, clock: SetClock) -> None:
    check = await checked(world, "real")
    await say(world, check, "sato", State.HELP)
    clock.advance(MINUTE)
    async with world.database.write(world.abe) as tx:
        await help_calls.close(tx, await call(world), "safe", "家具を起こしました")
    assert (await states(world, check))["佐藤"] == "safe"
    assert await counts(world, check) == (5, 1, 0, 4)
    await say(world, check, "suzuki", State.HELP)
    async with world.database.write(world.suzuki) as tx:
        await household_view.take_back(tx, check, world.households["suzuki"])
    assert (await states(world, check))["鈴木"] == "helped"
    assert await counts(world, check) == (5, 1, 0, 3)


async def test_after_the_end_only_what_was_pressed_before_is_taken(world: World, clock: SetClock) -> None:
    check = await checked(world, "real")
    pressed = clock.now + MINUTE
    clock.advance(5 * MINUTE)
    async with world.database.write(world.yamada) as tx:
        await starting.end(tx, check, world.places["midorigaoka"], world.places["midorigaoka"])
    clock.advance(MINUTE)
    await say(world, check, "sato", made=pressed)
    with pytest.raises(Conflict):
        await say(world, check, "tanaka")
    assert await counts(world, check) == (5, 1, 0, 4)


async def test_a_household_that_asked_not_to_be_shown_stays_a_number(world: World) -> None:
    async with world.database.write(world.yamada) as tx:
        await hide(tx, world.places["midorigaoka"], world.households["sato"])
    check = await checked(world, "real")
    await say(world, check, "sato", State.HELP)
    assert "1班の1" in await states(world, check)
    assert await calls(world, "abe") == ["1班の1"]


async def test_all_of_it_is_forgotten_ninety_days_after_the_end_but_an_open_call(
    world: World, clock: SetClock
) -> None:
    check = await checked(world, "real")
    await say(world, check, "sato", State.HELP)
    await say(world, check, "tanaka")
    async with world.database.write(world.yamada) as tx:
        await starting.end(tx, check, world.places["midorigaoka"], world.places["midorigaoka"])
    for after in (89 * DAY, 2 * DAY):
        clock.advance(after)
        await forget_past(world)
        assert await calls(world, "abe") == ["佐藤"]
    assert await rows(world) == {"safety_check": 1, "safety_addressee": 1, "sighting": 1, "help_call": 1}
    async with world.database.write(world.abe) as tx:
        [call] = await help_calls.open_calls(tx)
        assert call.address == "佐藤の住所"
        await help_calls.close(tx, call.id, "safe", "")
    await forget_past(world)
    assert await rows(world) == {"safety_check": 0, "safety_addressee": 0, "sighting": 0, "help_call": 0}


async def rows(world: World) -> dict[str, int]:
    tables = (safety.safety_check, safety.safety_addressee, safety.sighting, safety.help_call)
    async with world.database.read(System("test")) as tx:
        return {
            table.name: await tx.value(Statement(select(func.count()).select_from(table))) for table in tables
        }
