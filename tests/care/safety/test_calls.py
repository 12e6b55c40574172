"""Help calls: none is lost, taken for practice, or shown to others than its responders."""

import pytest
from sqlalchemy import bindparam, func, select

from kairanban.care.safety.actions import answers, boards, help_calls, household_view, starting
from kairanban.care.safety.actions.answers import Given
from kairanban.care.safety.queries.boards import House
from kairanban.care.safety.rules import HelpCall, Source, State, Word
from kairanban.community.people.actions.offices import appoint
from kairanban.community.places.actions.places import add_place
from kairanban.community.places.rules import PlaceKind
from kairanban.core.actor import System
from kairanban.core.clock import DAY, MINUTE
from kairanban.core.errors import Invalid
from kairanban.core.roles import Role
from kairanban.db.statements import Statement
from kairanban.db.tables.ledger import journal
from tests.conftest import SetClock
from tests.visiting import Visit, said
from tests.world import World, _bind, checked

pytestmark = pytest.mark.anyio

_LINES = Statement(select(func.count()).where(journal.c.kind == bindparam("kind")))


async def open_calls(world: World, who: str = "abe") -> list[HelpCall]:
    async with world.database.read(world.actors[who]) as tx:
        return await help_calls.open_calls(tx)


async def house(world: World, check: int) -> House:
    async with world.database.read(world.abe) as tx:
        _board, _block, houses = await boards.round_of(tx, check, world.places["block_1"])
    return houses[0]


async def lines(world: World, kind: str) -> int:
    async with world.database.read(world.abe) as tx:
        return int(await tx.value(_LINES, kind=kind))


async def help_for(home: Visit, check: int, *people: str) -> None:
    for one in people:
        await home.post(f"/safety/{check}/family", {"other": one, "state": "help", "press": one})


async def tick(world: World, check: int, who: str, house: str, state: State) -> None:
    given = Given(state, Source.WALK, f"{who}.{house}.{state}")
    async with world.database.write(world.actors[who]) as tx:
        await answers.tick(tx, check, world.households[house], given)


async def test_two_of_a_family_are_two_calls_and_one_closed_leaves_the_other(world: World) -> None:
    check = await checked(world, "real")
    async with Visit(world, "sato") as home, Visit(world, "abe") as leader:
        await help_for(home, check, "父", "母", "母")
        page = said(await leader.get("/safety/help"))
        assert "父" in page
        assert "母" in page
        mine = said(await home.get(f"/safety/{check}/help"))
        assert mine.count("/help/removal") == 2
        father = next(one.id for one in await open_calls(world) if one.about == "父")
        await leader.post(f"/safety/help/{father}/closing", {"how": "safe", "words": "父は無事"})
    assert [one.about for one in await open_calls(world)] == ["母"]
    assert (await house(world, check)).state == "help"


async def test_one_person_found_safe_does_not_make_the_household_safe(world: World, clock: SetClock) -> None:
    check = await checked(world, "real")
    async with Visit(world, "sato") as home, Visit(world, "abe") as leader:
        await help_for(home, check, "父")
        clock.advance(MINUTE)
        await leader.post(
            f"/safety/help/{(await open_calls(world))[0].id}/closing", {"how": "safe", "words": "x"}
        )
        assert (await house(world, check)).state == "helped"
        await home.post(f"/safety/{check}/answer", {"state": "help"})
        clock.advance(MINUTE)
        await leader.post(
            f"/safety/help/{(await open_calls(world))[0].id}/closing", {"how": "safe", "words": "x"}
        )
        assert (await house(world, check)).state == "safe"


async def test_one_call_is_taken_back_alone_and_all_of_them_together(world: World) -> None:
    check = await checked(world, "real")
    async with Visit(world, "sato") as home:
        await help_for(home, check, "父", "母", "祖母")
        father = next(one.id for one in await open_calls(world) if one.about == "父")
        await home.post(f"/safety/{check}/help/removal", {"call": str(father)})
        assert [one.about for one in await open_calls(world)] == ["母", "祖母"]
        await home.post(f"/safety/{check}/help/removal")
        assert await open_calls(world) == []
        assert "助けの求めを取り消しました" in said(await home.get(f"/safety/{check}/help"))
    assert (await house(world, check)).state == "helped"
    async with world.database.read(world.yamada) as tx:
        assert (await boards.board(tx, check)).counts.help == 0


async def test_help_pressed_again_after_practice_counts_as_real_and_is_told(
    world: World, clock: SetClock
) -> None:
    check = await checked(world, "drill")
    async with Visit(world, "sato") as home:
        await home.post(f"/safety/{check}/answer", {"state": "help", "press": "a"})
        await home.post(f"/safety/{check}/answer", {"state": "help", "press": "b"})
        assert await lines(world, "help_called") == 1
        await home.post(f"/safety/{check}/help/word", {"word": "drill"})
        assert (await open_calls(world))[0].practice
        clock.advance(MINUTE)
        await home.post(f"/safety/{check}/answer", {"state": "help", "press": "c"})
    (one,) = await open_calls(world)
    assert one.asked_whether_real
    assert await lines(world, "help_called") == 2


async def test_real_after_practice_is_told_and_goes_on_to_the_officers_again(
    world: World, clock: SetClock
) -> None:
    check = await checked(world, "drill")
    async with Visit(world, "sato") as home:
        await home.post(f"/safety/{check}/answer", {"state": "help"})
        await home.post(f"/safety/{check}/help/word", {"word": "drill"})
        clock.advance(11 * MINUTE)
        await help_calls.pass_on(world.database, System("test"))
        await home.post(f"/safety/{check}/help/word", {"word": "real"})
        await home.post(f"/safety/{check}/help/word", {"word": "real"})
    await help_calls.pass_on(world.database, System("test"))
    assert not (await open_calls(world))[0].practice
    assert (await lines(world, "help_called"), await lines(world, "help_passed_on")) == (2, 2)


async def test_practice_is_said_of_one_call_and_the_other_stays_real(world: World) -> None:
    check = await checked(world, "drill")
    async with Visit(world, "sato") as home:
        await help_for(home, check, "父", "母")
        father = next(one.id for one in await open_calls(world) if one.about == "父")
        await home.post(f"/safety/{check}/help/word", {"word": "drill", "call": str(father)})
    assert {one.about: one.practice for one in await open_calls(world)} == {"父": True, "母": False}


async def test_only_in_a_drill_can_a_call_be_practice(world: World) -> None:
    for kind, practice in (("real", False), ("drill", True)):
        check = await checked(world, kind)
        async with Visit(world, "sato") as home:
            await home.post(f"/safety/{check}/answer", {"state": "help"})
            await home.post(f"/safety/{check}/help/word", {"word": "drill"})
        (one,) = [one for one in await open_calls(world) if one.check == check]
        assert one.practice is practice


async def test_help_is_taken_though_the_check_has_ended_and_being_safe_is_not(
    world: World, clock: SetClock
) -> None:
    drill = await checked(world, "drill")
    clock.advance(MINUTE)
    await checked(world, "real")
    clock.advance(MINUTE)
    async with Visit(world, "sato") as home:
        assert (await home.post(f"/safety/{drill}/answer", {"state": "safe"})).status_code == 409
        assert (await home.post(f"/safety/{drill}/answer", {"state": "help"})).status_code == 303
        assert "助けの求めを受け付けました" in said(await home.get(f"/safety/{drill}/help"))
    assert [one.asked_whether_real for one in await open_calls(world)] == [True]


async def test_a_real_check_of_one_block_ends_drills_there_only(world: World) -> None:
    whole = await checked(world, "drill")
    here = await checked(world, "drill", by="abe", place="block_1")
    await checked(world, "real", by="abe", place="block_1")
    async with world.database.read(world.yamada) as tx:
        ended = [(await boards.find(tx, one)).ended is not None for one in (whole, here)]
    assert ended == [False, True]


async def test_what_is_left_after_it_was_passed_on_is_passed_on_once_more(
    world: World, clock: SetClock
) -> None:
    check = await checked(world, "real")
    async with Visit(world, "sato") as home, Visit(world, "ito") as officer:
        await home.post(f"/safety/{check}/answer", {"state": "help"})
        clock.advance(11 * MINUTE)
        await help_calls.pass_on(world.database, System("test"))
        call = (await open_calls(world))[0].id
        await officer.post(f"/safety/help/{call}/taking")
        clock.advance(20 * MINUTE)
        await officer.post(f"/safety/help/{call}/leaving")
    for _ in range(2):
        await help_calls.pass_on(world.database, System("test"))
    assert await lines(world, "help_passed_on") == 2


@pytest.mark.parametrize("wrong", [{}, {"state": "hepl"}, {"state": "safe", "made": "x"}])
async def test_an_answer_that_says_nothing_is_asked_again_and_not_kept(
    world: World, wrong: dict[str, str]
) -> None:
    check = await checked(world, "real")
    async with Visit(world, "sato") as home:
        answer = await home.post(f"/safety/{check}/answer", {"press": "a", **wrong})
        assert answer.status_code == 422
        assert 'role="alert"' in answer.text
        assert (await house(world, check)).made is None
        await home.post(f"/safety/{check}/answer", {"press": "a", "state": "safe"})
    assert (await house(world, check)).state == "safe"


async def test_how_a_call_ended_is_not_told_on_the_other_devices_of_the_house(world: World) -> None:
    check = await checked(world, "real")
    async with Visit(world, "sato") as home:
        await home.post(f"/safety/{check}/answer", {"state": "help"})
    await _bind(world, "sato", "佐藤", "midorigaoka")
    async with Visit(world, "abe") as leader, Visit(world, "sato") as other:
        call = (await open_calls(world))[0].id
        await leader.post(
            f"/safety/help/{call}/closing", {"how": "safe", "words": "夫から逃げて公民館にいます"}
        )
        page = said(await other.get(f"/safety/{check}"))
    assert "無事" in page
    assert "公民館" not in page


async def test_the_disaster_group_sees_what_nobody_took_and_what_it_took_itself(
    world: World, clock: SetClock
) -> None:
    async with world.database.write(world.yamada) as tx:
        group = await add_place(tx, PlaceKind.GROUP, "自主防災会", world.places["midorigaoka"])
        await appoint(tx, world.people["nakajima"], Role.BLOCK_LEADER, group, starts=tx.now, ends=None)
    check = await checked(world, "real")
    async with Visit(world, "sato") as home, Visit(world, "suzuki") as next_door:
        await home.post(f"/safety/{check}/answer", {"state": "help"})
        await next_door.post(f"/safety/{check}/answer", {"state": "help"})
    async with world.database.write(world.abe) as tx:
        await help_calls.take(tx, (await help_calls.open_calls(tx))[0].id)
    clock.advance(11 * MINUTE)
    (one,) = await open_calls(world, "nakajima")
    assert one.shown == "鈴木"
    async with world.database.write(world.nakajima) as tx:
        await help_calls.take(tx, one.id)
    assert [one.taken_by for one in await open_calls(world, "nakajima")] == ["中島 恵"]


async def test_word_of_a_call_is_given_by_its_own_device_only(world: World, clock: SetClock) -> None:
    check = await checked(world, "drill")
    async with Visit(world, "sato") as home:
        await home.post(f"/safety/{check}/answer", {"state": "help"})
    one = (await open_calls(world))[0].id
    async with world.database.write(world.suzuki) as tx:
        await household_view.give_word(tx, check, world.households["suzuki"], Word.DRILL, one)
        await household_view.take_back(tx, check, world.households["suzuki"], one)
    assert [call.practice for call in await open_calls(world)] == [False]
    clock.advance(DAY)
    async with world.database.write(world.yamada) as tx:
        await starting.end(tx, check, world.places["midorigaoka"], world.places["midorigaoka"])


async def test_the_first_page_shows_an_open_call_after_the_check_has_ended(world: World) -> None:
    check = await checked(world, "real")
    place = world.places["midorigaoka"]
    async with Visit(world, "sato") as home, Visit(world, "takahashi") as other:
        await home.post(f"/safety/{check}/answer", {"state": "help", "press": "a"})
        async with world.database.write(world.yamada) as tx:
            await starting.end(tx, check, place, place)
        assert f"/safety/{check}/help" in (await home.get("/")).text
        assert f"/safety/{check}" not in (await other.get("/")).text


async def test_a_round_without_an_answer_is_asked_again(world: World) -> None:
    check = await checked(world, "real", by="abe", place="block_1")
    sato = world.households["sato"]
    path = f"/safety/{check}/blocks/{world.places['block_1']}/households/{sato}/sighting"
    async with Visit(world, "abe") as leader:
        assert (await leader.post(path, {"seen": "hepl", "press": "a"})).status_code == 422
        assert (await house(world, check)).state == "unknown"
        assert (await leader.post(path, {"seen": "safe", "press": "b"})).status_code == 303
    assert (await house(world, check)).state == "safe"


async def test_help_ticked_at_a_door_in_a_drill_is_called_practice_by_whoever_ticked_it(
    world: World,
) -> None:
    check = await checked(world, "drill")
    await tick(world, check, "abe", "suzuki", State.HELP)
    async with Visit(world, "abe") as leader, Visit(world, "yamada") as chair:
        page = await leader.get("/safety/help")
        assert "戸口であなたが押したものです" in said(page)
        assert "戸口であなたが押したものです" not in said(await chair.get("/safety/help"))
        (one,) = await open_calls(world)
        assert (await chair.post(f"/safety/help/{one.id}/word", {"word": "drill"})).status_code == 404
        assert (await leader.post(f"/safety/help/{one.id}/word", {"word": "?"})).status_code == 422
        assert (await leader.post(f"/safety/help/{one.id}/word", {"word": "drill"})).status_code == 303
    (one,) = await open_calls(world)
    assert one.practice
    # A practice call too is closed by a person.
    async with world.database.write(world.abe) as tx:
        await help_calls.close(tx, one.id, "practice", "")
    assert await open_calls(world) == []


async def test_a_real_call_cannot_end_as_practice(world: World) -> None:
    check = await checked(world, "real")
    await tick(world, check, "abe", "suzuki", State.HELP)
    (one,) = await open_calls(world)
    assert "practice" not in one.endings
    with pytest.raises(Invalid):
        async with world.database.write(world.abe) as tx:
            await help_calls.close(tx, one.id, "practice", "")
    async with Visit(world, "abe") as leader:
        assert (await leader.post(f"/safety/help/{one.id}/word", {"word": "drill"})).status_code == 404
