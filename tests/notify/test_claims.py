"""Claims: each delivery is one worker's at a time, and due again if its outcome is not recorded."""

import asyncio
import random

import pytest

from kairanban.notify.actions.deliver import Attempt, Claimed, claim_due, record
from kairanban.notify.actions.fan_out import fan_out_new
from kairanban.notify.rules.outcomes import Answer, Outcome
from kairanban.notify.rules.paces import PACES
from tests.conftest import SetClock
from tests.notify.push_service import PushService
from tests.notify.telling import WORKER, Telling
from tests.world import circular

pytestmark = pytest.mark.anyio

LEASE = PACES["push"].lease
HOUSEHOLDS = ("sato", "suzuki", "matsumoto", "takahashi", "tanaka")


@pytest.fixture
async def waiting(town: Telling, service: PushService) -> Telling:
    """Five waiting deliveries."""
    for who in HOUSEHOLDS:
        await town.allow(who, service.browser(who))
    await circular(town.world)
    await fan_out_new(town.world.database, WORKER)
    return town


def numbers(claimed: list[Claimed]) -> list[int]:
    return sorted(delivery for one in claimed for delivery in one.message.deliveries)


async def say(town: Telling, claimed: list[Claimed], answer: Answer) -> None:
    async with town.world.database.write(WORKER) as tx:
        await record(tx, [Attempt(one, Outcome(answer)) for one in claimed], random.Random(1))


async def test_several_workers_never_claim_a_message_twice(waiting: Telling) -> None:
    database = waiting.world.database
    found = await asyncio.gather(*(claim_due(database, WORKER, "push", 2) for _ in range(4)))
    all_claimed = [number for claimed in found for number in numbers(claimed)]
    assert len(all_claimed) == len(set(all_claimed))
    rest = numbers(await claim_due(database, WORKER, "push", 99))
    assert sorted(all_claimed + rest) == sorted({*all_claimed, *rest})
    assert len({*all_claimed, *rest}) == 5


async def test_an_unreported_delivery_is_claimed_again_after_its_lease(
    waiting: Telling, clock: SetClock
) -> None:
    database = waiting.world.database
    first = await claim_due(database, WORKER, "push", 99)
    assert await claim_due(database, WORKER, "push", 99) == []
    clock.advance(LEASE)
    again = await claim_due(database, WORKER, "push", 99)
    assert numbers(again) == numbers(first)


async def test_only_the_last_claim_can_record_an_outcome(waiting: Telling, clock: SetClock) -> None:
    database = waiting.world.database
    late = await claim_due(database, WORKER, "push", 99)
    clock.advance(LEASE)
    now = await claim_due(database, WORKER, "push", 99)
    await say(waiting, late, Answer.REFUSED)
    assert {state for states in (await waiting.states()).values() for state in states} == {"waiting"}
    await say(waiting, now, Answer.TAKEN)
    await say(waiting, now, Answer.GONE)
    assert {state for states in (await waiting.states()).values() for state in states} == {"accepted"}


async def test_a_journal_entry_is_fanned_out_once_by_concurrent_workers(
    town: Telling, service: PushService
) -> None:
    for who in HOUSEHOLDS:
        await town.allow(who, service.browser(who))
    for _ in range(3):
        await circular(town.world)
    await asyncio.gather(*(fan_out_new(town.world.database, WORKER) for _ in range(4)))
    assert len(await town.notified()) == 15
    assert len(await town.details()) == 15


async def test_a_late_message_is_tried_at_least_once(waiting: Telling, clock: SetClock) -> None:
    clock.advance(30 * 24 * 3600 * 1000)
    assert await waiting.round() == 5
    assert {state for states in (await waiting.states()).values() for state in states} == {"accepted"}
