"""Point reads see every earlier commit of their own task."""

import asyncio

import pytest

from kairanban.db.engine import Database
from tests.db.ledger import COUNT, TESTER, add

pytestmark = pytest.mark.anyio


async def count(database: Database) -> int:
    async with database.point_read(TESTER) as tx:
        found: int = await tx.value(COUNT)
    return found


async def test_a_task_sees_its_own_commits_while_others_read(database: Database) -> None:
    stop = asyncio.Event()

    async def read_on() -> None:
        while not stop.is_set():
            await count(database)
            await asyncio.sleep(0)

    async def write_and_read() -> None:
        for _ in range(15):
            before = await count(database)
            await add(database, "a")
            assert await count(database) > before

    readers = [asyncio.create_task(read_on()) for _ in range(4)]
    try:
        await asyncio.gather(*(write_and_read() for _ in range(4)))
    finally:
        stop.set()
        await asyncio.gather(*readers)
    assert await count(database) == 60
