"""Limits of concurrent messages: in all and per host, hosts that do not answer are skipped, leases are kept."""

import asyncio

import pytest

from kairanban.notify.rules.paces import PACES
from kairanban.notify.sending.hosts import SILENT, Hosts, Silent, TooLate

pytestmark = pytest.mark.anyio

PUSH = PACES["push"]
NEVER = float("inf")


async def test_a_host_that_hangs_blocks_only_its_own_slots() -> None:
    hosts, under_way = Hosts(PUSH), dict[str, int]()
    go = asyncio.Event()

    async def hang(name: str) -> None:
        async with hosts.place(name, NEVER):
            under_way[name] = under_way.get(name, 0) + 1
            await go.wait()

    tasks = [asyncio.create_task(hang("hangs")) for _ in range(50)]
    await asyncio.sleep(0)
    tasks += [asyncio.create_task(hang(f"other {n}")) for n in range(PUSH.at_once)]
    for _ in range(5):
        await asyncio.sleep(0)
    assert under_way["hangs"] == PUSH.of_one_host == 8
    assert sum(under_way.values()) == PUSH.at_once == 32
    go.set()
    await asyncio.gather(*tasks)


async def test_a_silent_host_is_skipped() -> None:
    hosts = Hosts(PUSH)
    for _ in range(SILENT):
        with pytest.raises(TimeoutError):
            async with hosts.place("silent", NEVER):
                raise TimeoutError
    with pytest.raises(Silent):
        async with hosts.place("silent", NEVER):
            pass
    async with hosts.place("other", NEVER):
        pass


async def test_one_answer_ends_the_skipping_of_a_host() -> None:
    hosts = Hosts(PUSH)
    for _ in range(3):
        for _ in range(SILENT - 1):
            with pytest.raises(ConnectionResetError):
                async with hosts.place("now and then", NEVER):
                    raise ConnectionResetError
        async with hosts.place("now and then", NEVER):
            pass


async def test_a_slot_that_comes_too_late_is_not_used() -> None:
    now = 0.0
    hosts = Hosts(PUSH, lambda: now)
    go = asyncio.Event()

    async def wait() -> None:
        async with hosts.place("slow", 10.0):
            await go.wait()

    tasks = [asyncio.create_task(wait()) for _ in range(PUSH.of_one_host + 1)]
    await asyncio.sleep(0)
    now = 10.5
    go.set()
    *used, late = await asyncio.gather(*tasks, return_exceptions=True)
    assert used == [None] * PUSH.of_one_host
    assert isinstance(late, TooLate)


@pytest.mark.parametrize("channel", PACES)
def test_whatever_a_worker_may_hold_is_sent_within_the_lease(channel: str) -> None:
    pace = PACES[channel]
    rounds = -(-pace.window // pace.at_once)
    assert rounds >= 2
    assert rounds * pace.longest < pace.lease
    assert pace.begun_within + pace.longest < pace.lease
