"""What safety checks leave in the journal and in the access log."""

import pytest

from kairanban.care.safety.actions import answers, help_calls, household_view, starting
from kairanban.care.safety.actions.answers import Given
from kairanban.care.safety.rules import Source, State, Word
from tests.records import Access, Entry, accesses, journalled
from tests.visiting import Visit
from tests.world import World, checked

pytestmark = pytest.mark.anyio


async def help_asked(world: World, check: int) -> int:
    """Call for help as 佐藤; return the call."""
    async with world.database.write(world.sato) as tx:
        given = Given(State.HELP, Source.OWN, "a")
        await answers.answer(tx, check, world.households["sato"], given)
    async with world.database.read(world.abe) as tx:
        (call,) = await help_calls.open_calls(tx)
    return call.id


async def test_start_and_end_are_in_the_journal_once(world: World) -> None:
    association, yamada = world.places["midorigaoka"], world.people["yamada"]
    check = await checked(world)
    assert await checked(world) == check
    async with world.database.write(world.yamada) as tx:
        for _ in range(2):
            await starting.end(tx, check, association, association)
    assert await journalled(world, "safety_started", "safety_ended") == [
        Entry("safety_started", yamada, association, other=check),
        Entry("safety_ended", yamada, association, other=check),
    ]


async def test_every_step_of_a_help_call_is_in_the_journal(world: World) -> None:
    check = await checked(world)
    call = await help_asked(world, check)
    async with world.database.write(world.abe) as tx:
        for _ in range(2):
            await help_calls.take(tx, call)
        for _ in range(2):
            await help_calls.leave(tx, call)
        for _ in range(2):
            await help_calls.close(tx, call, "practice", "")
    abe, home = world.people["abe"], world.households["sato"]
    assert await journalled(world, "help_called", "help_taken", "help_left", "help_closed") == [
        Entry("help_called", None, world.places["midorigaoka"], household=home, other=call),
        Entry("help_taken", abe, world.places["midorigaoka"], household=home, other=call),
        Entry("help_left", abe, world.places["midorigaoka"], household=home, other=call),
        Entry("help_closed", abe, world.places["midorigaoka"], household=home, other=call),
    ]


async def test_the_word_of_the_household_and_its_taking_back_are_in_the_journal(world: World) -> None:
    check, home = await checked(world), world.households["sato"]
    await help_asked(world, check)
    async with world.database.write(world.sato) as tx:
        await household_view.give_word(tx, check, home, Word.DRILL)
        for _ in range(2):
            await household_view.take_back(tx, check, home)
    assert await journalled(world, "help_word_given", "help_taken_back") == [
        Entry("help_word_given", None, world.places["midorigaoka"], household=home, other=check),
        Entry("help_taken_back", None, world.places["midorigaoka"], household=home, other=check),
    ]


async def test_the_word_of_who_asked_at_the_door_is_in_the_journal(world: World) -> None:
    check, home = await checked(world), world.households["suzuki"]
    async with world.database.write(world.abe) as tx:
        await answers.tick(tx, check, home, Given(State.HELP, Source.WALK, "a"))
        (call,) = await help_calls.open_calls(tx)
        await help_calls.give_word(tx, call.id, Word.DRILL)
    assert await journalled(world, "help_word_given") == [
        Entry(
            "help_word_given", world.people["abe"], world.places["midorigaoka"], household=home, other=check
        )
    ]


async def test_a_word_at_the_door_calls_again_only_where_it_is_real(world: World) -> None:
    check, home = await checked(world), world.households["suzuki"]
    async with world.database.write(world.abe) as tx:
        await answers.tick(tx, check, home, Given(State.HELP, Source.WALK, "a"))
        (call,) = await help_calls.open_calls(tx)
    for word, calls in ((Word.DRILL, 1), (Word.DRILL, 1), (Word.REAL, 2), (Word.REAL, 2)):
        async with world.database.write(world.abe) as tx:
            await help_calls.give_word(tx, call.id, word)
            (call,) = await help_calls.open_calls(tx)
        assert call.practice is (word is Word.DRILL)
        assert len(await journalled(world, "help_called")) == calls


async def test_open_and_closed_help_calls_are_in_the_access_log(world: World) -> None:
    check = await checked(world)
    call = await help_asked(world, check)
    shown = {Access("help", world.places["block_1"], world.households["sato"])}
    async with Visit(world, "abe") as leader, Visit(world, "yamada") as chair:
        await leader.get("/safety/help")
        assert await accesses(world, "abe") == shown
        await leader.post(f"/safety/help/{call}/closing", {"how": "practice"})
        assert await accesses(world, "yamada") == set()
        await chair.get("/safety/help")
        assert await accesses(world, "yamada") == shown


async def test_a_round_and_its_papers_are_in_the_access_log(world: World) -> None:
    check, block = await checked(world), world.places["block_1"]
    # What is printed is a look of its own.
    blocks = {Access("safety_paper", block), Access("safety_paper", world.places["block_2"])}
    # The page for the headquarters goes out of the house.
    headquarters = Access("headquarters", world.places["midorigaoka"])
    for who, path, shown in (
        ("abe", f"/safety/{check}/blocks/{block}", {Access("safety", block)}),
        ("yamada", f"/safety/{check}/list.pdf", blocks | {headquarters}),
        ("ito", f"/safety/places/{world.places['midorigaoka']}/sheets.pdf", blocks),
    ):
        async with Visit(world, who) as browser:
            assert (await browser.get(path)).status_code == 200
        assert await accesses(world, who) == shown
