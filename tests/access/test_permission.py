"""What a permission check answers: whom it lets pass, and what the others hear."""

from dataclasses import replace

import pytest

from kairanban.access.permission import may, may_anywhere, require
from kairanban.access.rules import GRANTS, STEP_UP_MINUTES
from kairanban.core.actor import Anyone, System, Visitor
from kairanban.core.clock import MINUTE
from kairanban.core.errors import NotFound, Refused, SignInNeeded, StepUpNeeded
from kairanban.core.roles import Role
from kairanban.core.tasks import STEP_UP, Task
from tests.conftest import SetClock
from tests.world import World

pytestmark = pytest.mark.anyio


async def told(world: World, actor: Anyone, task: Task, place: str) -> type[Exception] | None:
    """Return what the check raises, None where it lets the actor pass."""
    async with world.database.read(actor) as tx:
        try:
            await require(tx, task, world.places[place])
        except (NotFound, Refused, SignInNeeded, StepUpNeeded) as raised:
            return type(raised)
    return None


async def test_a_task_is_granted_at_the_place_of_the_appointment_and_below(world: World) -> None:
    for place in ("midorigaoka", "block_1", "maison"):
        assert await told(world, world.ito, Task.FOLLOW_UP, place) is None
    for place in ("kaminosawa", "town"):
        assert await told(world, world.ito, Task.FOLLOW_UP, place) is NotFound
    assert await told(world, world.abe, Task.FOLLOW_UP_BLOCK, "block_1") is None
    assert await told(world, world.abe, Task.FOLLOW_UP_BLOCK, "block_2") is NotFound


async def test_whoever_belongs_there_hears_that_it_is_for_others(world: World) -> None:
    for who in ("sato", "kimura", "nagai", "shimizu"):
        assert await told(world, world.actors[who], Task.PUBLISH, "midorigaoka") is Refused
    for who in ("mori", "ono", "abe"):
        assert await told(world, world.actors[who], Task.PUBLISH, "midorigaoka") is NotFound
    assert await told(world, Visitor(), Task.PUBLISH, "midorigaoka") is SignInNeeded


async def test_the_worker_may_do_all(world: World) -> None:
    for task in Task:
        assert await told(world, System("test"), task, "midorigaoka") is None
    async with world.database.read(System("test")) as tx:
        assert may_anywhere(tx, Task.APPOINT)


@pytest.mark.parametrize("task", sorted(STEP_UP))
async def test_what_shows_or_changes_much_is_asked_once_more_after_ten_minutes(
    world: World, clock: SetClock, task: Task
) -> None:
    who = world.shimizu if task in (Task.NAME_KEEPER, Task.APPOINT_FOR_TOWN) else world.yamada
    assert await told(world, who, task, "midorigaoka") is None
    clock.advance(STEP_UP_MINUTES * MINUTE)
    assert await told(world, who, task, "midorigaoka") is None
    clock.advance(1)
    assert await told(world, who, task, "midorigaoka") is StepUpNeeded
    assert await told(world, world.yamada, Task.PUBLISH, "midorigaoka") is None
    unproven = replace(who, stepped_up_at=None)
    assert await told(world, unproven, task, "midorigaoka") is StepUpNeeded
    assert await told(world, System("test"), task, "midorigaoka") is None


async def test_a_role_grants_its_tasks_and_no_others(world: World) -> None:
    async with world.database.read(world.kimura) as tx:
        for task in Task:
            granted = task in GRANTS[Role.DRAFTER]
            assert await may(tx, task, world.places["midorigaoka"]) is granted
            assert may_anywhere(tx, task) is granted
