"""A clock that jumps deletes nothing; deleted rows are counted."""

import pytest
from sqlalchemy import func, select

from kairanban.accountability.retention.actions.forgetting import count, tidy_if_trusted
from kairanban.accountability.retention.actions.watching import clock_sentence, trust_clock, watched
from kairanban.accountability.retention.rules.steady_clock import Ran
from kairanban.care.safety.actions import starting
from kairanban.core.clock import DAY, HOUR
from kairanban.db.statements import Statement
from kairanban.db.tables.safety import safety_check
from tests.conftest import SetClock
from tests.world import SYSTEM, World, checked

pytestmark = pytest.mark.anyio

_CHECKS = Statement(select(func.count()).select_from(safety_check))
TEN = Ran(10 * 60_000, 10 * 60_000)


async def checks(world: World) -> int:
    async with world.database.read(SYSTEM) as tx:
        return int(await tx.value(_CHECKS))


@pytest.fixture
async def ended(world: World) -> World:
    """A safety check that has ended."""
    check, association = await checked(world), world.places["midorigaoka"]
    async with world.database.write(world.yamada) as tx:
        await starting.end(tx, check, association, association)
    await tidy_if_trusted(world.database, SYSTEM, None)
    return world


async def test_one_start_with_a_clock_three_years_ahead_deletes_nothing(
    ended: World, clock: SetClock
) -> None:
    clock.advance(3 * 365 * DAY)
    watch, counts = await tidy_if_trusted(ended.database, SYSTEM, None)
    assert not watch.trusted
    assert counts["safety/safety_check"] == 1
    assert await checks(ended) == 1
    clock.advance(-3 * 365 * DAY)
    watch, counts = await tidy_if_trusted(ended.database, SYSTEM, None)
    assert not watch.trusted
    assert counts == {}
    assert await checks(ended) == 1


async def test_the_operator_says_that_the_clock_is_right(ended: World, clock: SetClock) -> None:
    clock.advance(100 * DAY)
    await tidy_if_trusted(ended.database, SYSTEM, None)
    async with ended.database.write(SYSTEM) as tx:
        known = await watched(tx)
        assert known is not None
        assert "forward by 100.0 days" in clock_sentence(known)
        assert clock_sentence(await trust_clock(tx)).startswith("What is past its term")
    watch, counts = await tidy_if_trusted(ended.database, SYSTEM, None)
    assert watch.trusted
    assert counts["safety/safety_check"] == 1
    assert await checks(ended) == 0


async def test_a_clock_that_was_ahead_is_trusted_again_by_the_operator(ended: World, clock: SetClock) -> None:
    clock.advance(3 * 365 * DAY)
    await checked(ended)
    clock.advance(-3 * 365 * DAY)
    assert not (await tidy_if_trusted(ended.database, SYSTEM, None))[0].trusted
    async with ended.database.write(SYSTEM) as tx:
        await trust_clock(tx)
    assert (await tidy_if_trusted(ended.database, SYSTEM, TEN))[0].trusted


async def test_after_a_long_weekend_it_goes_on_by_itself_after_a_day(ended: World, clock: SetClock) -> None:
    for _ in range(60):
        clock.advance(36 * HOUR)
        assert (await tidy_if_trusted(ended.database, SYSTEM, None))[0].trusted
    clock.advance(3 * DAY)
    assert not (await tidy_if_trusted(ended.database, SYSTEM, None))[0].trusted
    for _ in range(6 * 24 - 1):
        clock.advance(TEN.wall)
        assert not (await tidy_if_trusted(ended.database, SYSTEM, TEN))[0].trusted
    clock.advance(TEN.wall)
    assert (await tidy_if_trusted(ended.database, SYSTEM, TEN))[0].trusted


async def test_counting_changes_nothing(ended: World, clock: SetClock) -> None:
    clock.advance(100 * DAY)
    first = await count(ended.database, SYSTEM)
    assert first["safety/safety_check"] == 1
    assert await count(ended.database, SYSTEM) == first
