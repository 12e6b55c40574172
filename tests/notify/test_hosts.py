"""Limits of concurrent posts: 32 in all, 8 per host, hosts that do not answer are skipped."""

import asyncio

import pytest

from kairanban.notify.sending.hosts import ALL, ONE_HOST, SILENT, Hosts, Silent

pytestmark = pytest.mark.anyio


async def test_a_host_that_hangs_blocks_only_its_own_slots() -> None:
    hosts, under_way = Hosts(), dict[str, int]()
    go = asyncio.Event()

    async def hang(name: str) -> None:
        async with hosts.place(name):
            under_way[name] = under_way.get(name, 0) + 1
            await go.wait()

    tasks = [asyncio.create_task(hang("hangs")) for _ in range(50)]
    await asyncio.sleep(0)
    tasks += [asyncio.create_task(hang(f"other {n}")) for n in range(ALL)]
    for _ in range(5):
        await asyncio.sleep(0)
    assert under_way["hangs"] == ONE_HOST
    assert sum(under_way.values()) == ALL
    go.set()
    await asyncio.gather(*tasks)


async def test_a_silent_host_is_skipped() -> None:
    hosts = Hosts()
    for _ in range(SILENT):
        with pytest.raises(TimeoutError):
            async with hosts.place("silent"):
                raise TimeoutError
    with pytest.raises(Silent):
        async with hosts.place("silent"):
            pass
    async with hosts.place("other"):
        pass


async def test_one_answer_ends_the_skipping_of_a_host() -> None:
    hosts = Hosts()
    for _ in range(3):
        for _ in range(SILENT - 1):
            with pytest.raises(ConnectionResetError):
                async with hosts.place("now and then"):
                    raise ConnectionResetError
        async with hosts.place("now and then"):
            pass
