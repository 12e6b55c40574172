"""A lease outlives the work it covers: however slow a service is, every delivery is sent once."""

import asyncio
from collections import Counter
from pathlib import Path

import pytest

from kairanban.core.clock import MINUTE, SECOND
from kairanban.notify.channels import WRITERS
from kairanban.notify.rules.paces import LARGEST_WINDOW, PACES, Pace
from kairanban.notify.sending import hosts
from tests.conftest import SetClock
from tests.notify.slow import Slow, courier, deliveries, slowly, work
from tests.notify.telling import Telling, settings
from tests.world import World

pytestmark = pytest.mark.anyio

CHANNELS = tuple(WRITERS)
MANY = 120


async def states(world: World, folder: Path) -> Counter[str]:
    found = await Telling(world, settings(folder), 1.0).states()
    return Counter(state for of_one in found.values() for state in of_one)


def test_every_channel_has_a_pace() -> None:
    assert PACES.keys() == WRITERS.keys()


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("channel", CHANNELS)
async def test_a_slow_service_gets_every_message_once(
    world: World, clock: SetClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, channel: str, workers: int
) -> None:
    """All messages together take many leases; each try takes nearly as long as one may."""
    pace = PACES[channel]
    slow = Slow(clock, pace.longest - SECOND)
    slowly(monkeypatch, slow)
    targets = await deliveries(world, channel, MANY)
    couriers = [courier(world, slow, tmp_path) for _ in range(workers)]
    await work(slow, couriers, pace.longest // 2)
    assert slow.came == Counter(targets)
    assert slow.most <= workers * pace.of_one_host
    assert await states(world, tmp_path) == {"accepted": MANY}
    for one in couriers:
        await one.close()


@pytest.mark.parametrize("channel", CHANNELS)
async def test_what_a_dead_worker_held_is_sent_by_another_after_the_lease(
    world: World, clock: SetClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, channel: str
) -> None:
    pace = PACES[channel]
    slow = Slow(clock, 3 * SECOND)
    slowly(monkeypatch, slow)
    targets = await deliveries(world, channel, MANY)
    dies = courier(world, slow, tmp_path)
    await work(slow, [dies], 3 * SECOND, steps=2)
    await dies.close()
    begun, recorded = slow.came.total(), (await states(world, tmp_path))["accepted"]
    assert 0 < begun < MANY

    other = courier(world, slow, tmp_path)
    await work(slow, [other], pace.longest)
    assert slow.came.total() < MANY + begun
    clock.advance(pace.lease)
    await work(slow, [other], pace.longest)
    assert slow.came.keys() == set(targets)
    # Only what was begun and not recorded came twice.
    assert slow.came.total() == MANY + begun - recorded
    assert await states(world, tmp_path) == {"accepted": MANY}
    await other.close()


@pytest.mark.parametrize("channel", CHANNELS)
async def test_a_worker_that_stood_still_begins_nothing_after_its_lease(
    world: World, clock: SetClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, channel: str
) -> None:
    """A suspended process: what waited for a slot meanwhile is another's, and is sent by that one alone."""
    pace = PACES[channel]
    slow = Slow(clock, pace.longest - SECOND)
    slowly(monkeypatch, slow)
    targets = await deliveries(world, channel, pace.window)
    still, other = courier(world, slow, tmp_path), courier(world, slow, tmp_path)
    await work(slow, [still], SECOND, steps=1)
    begun = Counter(slow.came)
    assert begun.total() == pace.of_one_host
    clock.advance(pace.lease)
    await other.step()
    # The first worker goes on: its slots are free at last, and its lease is over.
    await work(slow, [still, other], pace.longest // 2)
    assert slow.came == Counter(targets) + begun
    assert await states(world, tmp_path) == {"accepted": pace.window}
    for one in (still, other):
        await one.close()


async def test_a_try_is_cut_off_at_its_longest() -> None:
    held = hosts.Hosts(Pace(at_once=1, of_one_host=1, longest=1, lease=MINUTE))
    with pytest.raises(TimeoutError):
        async with held.place("hangs", float("inf")):
            await asyncio.Event().wait()


async def test_outcomes_that_could_not_be_recorded_are_recorded_later(
    world: World, clock: SetClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = Slow(clock, SECOND)
    slowly(monkeypatch, slow)
    targets = await deliveries(world, "mail", 3)
    one = courier(world, slow, tmp_path)
    await work(slow, [one], SECOND, steps=1)

    async def fails(*_: object) -> None:
        raise OSError

    with monkeypatch.context() as broken:
        broken.setattr("kairanban.notify.courier.record", fails)
        for _ in range(3):
            with pytest.raises(OSError):
                await one.step()
            clock.advance(PACES["mail"].lease)
    await work(slow, [one], SECOND)
    assert slow.came == Counter(targets)
    assert await states(world, tmp_path) == {"accepted": 3}
    await one.close()


def test_a_quick_channel_may_hold_more_up_to_a_limit() -> None:
    for pace in PACES.values():
        assert pace.widened(pace.window, pace.lease // 8 - 1) == pace.window + 1
        assert pace.widened(pace.window, pace.lease // 8) == pace.window
        assert pace.widened(LARGEST_WINDOW, 0) == LARGEST_WINDOW
