"""Nobody holds the keys: both sides agree, everybody is told, and 48 hours pass."""

from dataclasses import replace

import pytest

from kairanban.community.announcements.actions import unread
from kairanban.community.handovers.actions import recovery
from kairanban.community.handovers.rules import RECOVERY_LASTS, RECOVERY_WAITS
from kairanban.community.people.actions.offices import officers
from kairanban.core.actor import Actor
from kairanban.core.errors import Conflict, Invalid, NotFound, Refused, StepUpNeeded
from kairanban.core.ids import PersonId
from kairanban.db.tx import Tx
from tests.conftest import SetClock
from tests.permits import assert_refused
from tests.records import journalled
from tests.visiting import Visit
from tests.world import SYSTEM, World

pytestmark = pytest.mark.anyio


def present(actor: Actor, clock: SetClock) -> Actor:
    """Return the actor, who has just proven herself."""
    return replace(actor, stepped_up_at=clock.now)


async def asked(world: World, by: Actor, person: str = "", name: str = "新井 光") -> None:
    who = world.people[person] if person else None
    async with world.database.write(by) as tx:
        await recovery.ask(tx, world.places["midorigaoka"], who, "" if who else name)


async def agreed(world: World, by: Actor) -> None:
    async with world.database.write(by) as tx:
        await recovery.agree(tx, world.places["midorigaoka"])


@pytest.mark.parametrize("first", ["ito", "shimizu"])
async def test_both_sides_agree_everybody_is_told_and_two_days_pass(
    world: World, clock: SetClock, first: str
) -> None:
    place = world.places["midorigaoka"]
    second = {"ito": "shimizu", "shimizu": "ito"}[first]
    await asked(world, world.actors[first])
    with pytest.raises(Conflict):
        await agreed(world, world.actors[first])
    async with world.database.write(world.ito) as tx:
        with pytest.raises(Conflict):
            await recovery.finish(tx, place)
    for _ in range(2):
        await agreed(world, world.actors[second])
    async with world.database.read(world.sato) as tx:
        told = await unread(tx, world.households["sato"])
    assert [(one.kind, one.name) for one in told] == [("recovery", "伊藤 隆")]
    async with Visit(world, "yamada") as chair:
        assert f"/associations/{place}/recovery" in (await chair.get("/office")).text
    clock.advance(RECOVERY_WAITS - 1)
    async with world.database.write(present(world.ito, clock)) as tx:
        with pytest.raises(Conflict):
            await recovery.finish(tx, place)
    clock.advance(1)
    async with world.database.write(world.ito) as tx:
        with pytest.raises(StepUpNeeded):
            await recovery.finish(tx, place)
    async with world.database.write(present(world.ito, clock)) as tx:
        name, token = await recovery.finish(tx, place)
        assert (name, bool(token)) == ("新井 光", True)
        chairs = {one.name: one.ends for one in await officers(tx, place) if one.role == "chair"}
        assert chairs == {"新井 光": None}
        with pytest.raises(NotFound):
            await recovery.finish(tx, place)
    kinds = ("recovery_asked", "recovery_agreed", "recovery_finished")
    assert [entry.kind for entry in await journalled(world, *kinds)] == list(kinds)


async def test_the_chair_who_lost_her_key_gets_a_new_one_and_stays_chair(
    world: World, clock: SetClock
) -> None:
    place = world.places["midorigaoka"]
    await asked(world, world.ito, "yamada")
    await agreed(world, world.shimizu)
    clock.advance(RECOVERY_WAITS)
    async with world.database.write(present(world.shimizu, clock)) as tx:
        assert (await recovery.finish(tx, place))[0] == "山田 美代子"
    async with world.database.read(SYSTEM) as tx:
        assert [one.person for one in await officers(tx, place) if one.role == "chair"] == [
            world.people["yamada"]
        ]


async def test_whoever_serves_there_stops_it(world: World, clock: SetClock) -> None:
    place = world.places["midorigaoka"]
    await asked(world, world.ito)
    await agreed(world, world.shimizu)
    async with world.database.write(world.yamada) as tx:
        for _ in range(2):
            await recovery.stop(tx, place)
    clock.advance(RECOVERY_WAITS)
    async with world.database.write(present(world.ito, clock)) as tx:
        with pytest.raises(NotFound):
            await recovery.finish(tx, place)
    assert len(await journalled(world, "recovery_stopped")) == 1
    # Asked again, and forgotten after 30 days, counted from the agreement.
    await asked(world, present(world.ito, clock))
    clock.advance(RECOVERY_LASTS)
    with pytest.raises(NotFound):
        await agreed(world, present(world.shimizu, clock))


async def test_what_cannot_be_asked(world: World) -> None:
    place = world.places["midorigaoka"]
    async with world.database.write(world.ito) as tx:
        with pytest.raises(Invalid):
            await recovery.ask(tx, place, None, "")
        for stranger in (world.people["ono"], world.people["abe"], PersonId(9999)):
            with pytest.raises(NotFound):
                await recovery.ask(tx, place, stranger, "")
        await recovery.ask(tx, place, None, "新井 光")
        with pytest.raises(Conflict):
            await recovery.ask(tx, place, None, "新井 光")


async def ask_once(tx: Tx, world: World) -> None:
    await recovery.ask(tx, world.places["midorigaoka"], None, "新井 光")


async def look(tx: Tx, world: World) -> None:
    await recovery.under_way(tx, world.places["midorigaoka"])


async def test_nobody_else_takes_part(world: World) -> None:
    for step in (ask_once, look):
        await assert_refused(
            world, step, (world.kimura, Refused), (world.abe, NotFound), (world.ono, NotFound), (world.hayashi, NotFound),
        )  # fmt: skip


async def test_the_operator_takes_the_towns_place(world: World, clock: SetClock) -> None:
    place = world.places["midorigaoka"]
    await asked(world, world.ito)
    async with world.database.write(SYSTEM) as tx:
        await recovery.agree(tx, place)
    clock.advance(RECOVERY_WAITS)
    async with world.database.write(SYSTEM) as tx:
        assert (await recovery.finish(tx, place))[0] == "新井 光"
