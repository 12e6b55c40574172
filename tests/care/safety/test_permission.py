"""Who may start and end a safety check."""

from dataclasses import replace

import pytest

from kairanban.care.safety.actions import starting, town_checks
from kairanban.care.safety.rules import Kind
from kairanban.core.errors import NotFound, Refused, StepUpNeeded
from tests.world import World, checked, town_checked

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize(
    ("who", "place", "error"),
    [
        ("kimura", "midorigaoka", Refused),
        ("abe", "block_2", NotFound),
        ("abe", "midorigaoka", NotFound),
        ("ono", "midorigaoka", NotFound),
        ("sato", "midorigaoka", Refused),
    ],
)
async def test_a_check_is_started_only_at_a_place_of_ones_own(
    world: World, who: str, place: str, error: type[Exception]
) -> None:
    async with world.database.write(world.abe) as tx:
        assert await starting.start(tx, world.places["block_1"], Kind.DRILL, "")
        assert (await starting.audience(tx, world.places["block_1"], "drill")).households == 3
    async with world.database.write(world.actors[who]) as tx:
        with pytest.raises(error):
            await starting.start(tx, world.places[place], Kind.DRILL, "")
        with pytest.raises(error):
            await starting.audience(tx, world.places[place], "drill")


async def test_a_real_check_needs_a_step_up_and_a_block_leader_none(world: World) -> None:
    for who, place in (("yamada", "midorigaoka"), ("shimizu", "midorigaoka")):
        async with world.database.write(replace(world.actors[who], stepped_up_at=None)) as tx:
            assert (await starting.audience(tx, world.places[place], "drill")).households == 5
            with pytest.raises(StepUpNeeded):
                await starting.audience(tx, world.places[place], "real")
            with pytest.raises(StepUpNeeded):
                await starting.start(tx, world.places[place], Kind.REAL, "")
    async with world.database.write(replace(world.abe, stepped_up_at=None)) as tx:
        assert await starting.start(tx, world.places["block_1"], Kind.REAL, "")


async def test_a_town_is_asked_only_by_the_town_and_for_real_after_a_step_up(world: World) -> None:
    async with world.database.write(world.yamada) as tx:
        with pytest.raises(Refused):
            await town_checks.start(tx, world.places["midorigaoka"], Kind.DRILL, "")
    async with world.database.write(replace(world.shimizu, stepped_up_at=None)) as tx:
        assert await town_checks.start(tx, world.places["town"], Kind.DRILL, "")
        with pytest.raises(StepUpNeeded):
            await town_checks.start(tx, world.places["town"], Kind.REAL, "")
    async with world.database.write(world.shimizu) as tx:
        assert await town_checks.start(tx, world.places["town"], Kind.REAL, "")


@pytest.mark.parametrize(("who", "error"), [("kimura", Refused), ("abe", NotFound), ("ono", NotFound)])
async def test_a_check_is_ended_only_by_who_may_start_it_there(
    world: World, who: str, error: type[Exception]
) -> None:
    check, association = await checked(world), world.places["midorigaoka"]
    async with world.database.write(world.actors[who]) as tx:
        with pytest.raises(error):
            await starting.end(tx, check, association, association)
    async with world.database.write(world.ito) as tx:
        await starting.end(tx, check, association, association)
        assert await starting.start(tx, association, Kind.DRILL, "") != check


async def test_a_block_leader_ends_the_check_of_the_block(world: World) -> None:
    check = await checked(world, by="abe", place="block_1")
    async with world.database.write(world.abe) as tx:
        await starting.end(tx, check, world.places["midorigaoka"], world.places["block_1"])
        assert await starting.start(tx, world.places["block_1"], Kind.DRILL, "") != check


async def test_only_the_town_reads_asks_and_ends_its_check(world: World) -> None:
    town = await town_checked(world)
    async with world.database.write(world.yamada) as tx:
        for step in (town_checks.board, town_checks.running, town_checks.waiting, town_checks.end):
            with pytest.raises(NotFound):
                await step(tx, town)
        with pytest.raises(NotFound):
            await town_checks.ask(tx, town, world.places["midorigaoka"])
    async with world.database.write(world.shimizu) as tx:
        assert len(await town_checks.running(tx, town)) == 2
        await town_checks.end(tx, town)
        assert (await town_checks.find(tx, town)).ended is not None
