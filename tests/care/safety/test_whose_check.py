"""Whose a check is: an association's own is ended by it, or by the town with a word why; help stays on every board."""

from dataclasses import replace

import pytest

from kairanban.care.safety.actions import boards, help_calls, starting, town_checks
from kairanban.core.errors import Invalid, StepUpNeeded
from tests.conftest import SetClock
from tests.visiting import Visit, said
from tests.world import World, checked, town_checked

pytestmark = pytest.mark.anyio


async def ended(world: World, check: int) -> int | None:
    async with world.database.read(world.yamada) as tx:
        return (await boards.find(tx, check)).ended


async def test_the_town_ends_an_associations_real_check_with_a_step_up_and_a_word(world: World) -> None:
    check, place = await checked(world, "real"), world.places["midorigaoka"]
    async with world.database.write(replace(world.shimizu, stepped_up_at=None)) as tx:
        with pytest.raises(StepUpNeeded):
            await starting.end(tx, check, place, place, "川は引いた")
    async with world.database.write(world.shimizu) as tx:
        with pytest.raises(Invalid):
            await starting.end(tx, check, place, place)
    assert await ended(world, check) is None
    async with Visit(world, "shimizu") as town, Visit(world, "yamada") as chair:
        assert 'name="why"' in (await town.get(f"/safety/{check}/board")).text
        assert 'name="why"' not in (await chair.get(f"/safety/{check}/board")).text
        wrong = await town.post(f"/safety/{check}/ending", {"why": " "})
        assert wrong.status_code == 422
        assert (await town.post(f"/safety/{check}/ending", {"why": "川は引いた"})).status_code == 303
        page = said(await chair.get(f"/safety/{check}/board"))
    assert "川は引いた" in page
    assert "清水 博" in page


async def test_a_town_officer_proves_herself_before_she_writes(world: World, clock: SetClock) -> None:
    check = await checked(world, "real")
    clock.advance(11 * 60_000)
    async with Visit(world, "shimizu") as town:
        page = (await town.get(f"/safety/{check}/board")).text
    assert 'name="why"' not in page
    assert f"/step-up?next=/safety/{check}/board" in page


async def test_no_word_is_asked_of_the_association_for_a_drill_or_for_the_towns_own(world: World) -> None:
    place = world.places["midorigaoka"]
    drill = await checked(world)
    async with world.database.write(world.shimizu) as tx:
        await starting.end(tx, drill, place, place)
    own = await checked(world, "real")
    async with world.database.write(replace(world.ito, stepped_up_at=None)) as tx:
        await starting.end(tx, own, place, place)
    town = await town_checked(world, "real")
    async with world.database.write(world.shimizu) as tx:
        (one,) = [one for one in await town_checks.running(tx, town) if one.association == place]
        await starting.end(tx, one.id, place, place)
    for check in (drill, own, one.id):
        assert await ended(world, check) is not None


async def test_the_end_of_the_towns_check_leaves_what_an_association_had_started(world: World) -> None:
    own = await checked(world, "real")
    town = await town_checked(world, "real")
    async with Visit(world, "shimizu") as officer:
        assert (await officer.post(f"/safety/towns/{town}/ending")).status_code == 303
        assert (await officer.get(f"/safety/towns/{town}")).status_code == 200
    assert await ended(world, own) is None
    async with world.database.read(world.shimizu) as tx:
        lines = {one.name: one for one in (await town_checks.board(tx, town)).lines}
    assert (lines["みどりヶ丘自治会"].own, lines["みどりヶ丘自治会"].ended) == (1, None)
    assert lines["上ノ沢区"].own == 0
    assert lines["上ノ沢区"].ended is not None


async def test_a_drill_says_which_real_check_took_its_place(world: World, clock: SetClock) -> None:
    drill = await town_checked(world)
    async with world.database.read(world.shimizu) as tx:
        (line, _) = (await town_checks.board(tx, drill)).lines
    clock.advance(1)
    real = await checked(world, "real")
    async with Visit(world, "shimizu") as officer, Visit(world, "yamada") as chair:
        assert f"/safety/{real}/board" in (await chair.get(f"/safety/{line.check}/board")).text
        async with world.database.read(world.shimizu) as tx:
            found = {one.check: one.overtaken_by for one in (await town_checks.board(tx, drill)).lines}
        assert found[line.check] == real
        assert list(found.values()).count(None) == 1
        clock.advance(1)
        town = await town_checked(world, "real")
        assert f"/safety/towns/{town}" in (await officer.get(f"/safety/towns/{drill}")).text


async def test_a_drill_that_was_ended_by_hand_was_overtaken_by_none(world: World, clock: SetClock) -> None:
    drill, place = await checked(world), world.places["midorigaoka"]
    async with world.database.write(world.yamada) as tx:
        await starting.end(tx, drill, place, place)
    clock.advance(1)
    await checked(world, "real")
    async with world.database.read(world.yamada) as tx:
        assert (await boards.find(tx, drill)).overtaken_by is None


async def test_open_help_is_on_every_board_that_shows_the_place(world: World, clock: SetClock) -> None:
    drill = await checked(world)
    async with Visit(world, "sato") as home, Visit(world, "yamada") as chair, Visit(world, "shimizu") as town:
        await home.post(f"/safety/{drill}/answer", {"state": "help"})
        clock.advance(1)
        real = await checked(world, "real")
        block = await checked(world, "real", place="block_2")
        assert "佐藤" in said(await chair.get(f"/safety/{real}/board"))
        assert "佐藤" not in said(await chair.get(f"/safety/{block}/board"))
        asked = await town_checked(world, "real")
        assert "note danger" in (await town.get(f"/safety/towns/{asked}")).text
        async with world.database.write(world.yamada) as tx:
            (call,) = await help_calls.open_calls(tx)
            await help_calls.close(tx, call.id, "safe", "")
        assert "佐藤様" not in said(await chair.get(f"/safety/{real}/board"))
        assert "note danger" not in (await town.get(f"/safety/towns/{asked}")).text
