import asyncio
import sqlite3

import psycopg
import pytest

from kairanban.db.engine import Database
from tests.db.ledger import ADD, COUNT, RENAME, TESTER, add, kinds

pytestmark = pytest.mark.anyio

REFUSED = (sqlite3.OperationalError, psycopg.errors.ReadOnlySqlTransaction)


async def test_the_engine_refuses_writes_in_a_read(database: Database) -> None:
    await add(database, "a")
    for change in ((ADD, {"at": 1, "kind": "b"}), (RENAME, {"old": "a", "new": "c"})):
        with pytest.raises(REFUSED, match=r"read-?only"):
            async with database.read(TESTER) as tx:
                await tx.together(change)

    assert await kinds(database) == ["a"]


async def test_a_snapshot_does_not_change_when_a_write_commits(database: Database) -> None:
    await add(database, "a")
    async with database.read(TESTER) as tx:
        assert await tx.value(COUNT) == 1
        await add(database, "b")
        assert await tx.value(COUNT) == 1

    assert await kinds(database) == ["a", "b"]


async def test_a_read_sees_earlier_commits(database: Database) -> None:
    for number in range(1, 30):
        await add(database, "a")
        async with database.read(TESTER) as tx:
            assert await tx.value(COUNT) == number


async def test_more_readers_than_connections_wait_for_one_another(database: Database) -> None:
    await add(database, "a")

    async def read() -> int:
        async with database.read(TESTER) as tx:
            await asyncio.sleep(0.001)
            count: int = await tx.value(COUNT)
            await asyncio.sleep(0.001)
        return count

    assert await asyncio.gather(*(read() for _ in range(100))) == [1] * 100


async def test_cancelled_reads_leave_their_connections_usable(database: Database) -> None:
    await add(database, "a")

    async def read() -> None:
        async with database.read(TESTER) as tx:
            while True:
                await tx.value(COUNT)

    for pause in (0.0, 0.0005, 0.002, 0.01):
        readers = [asyncio.create_task(read()) for _ in range(20)]
        await asyncio.sleep(pause)
        for reader in readers:
            reader.cancel()
        await asyncio.gather(*readers, return_exceptions=True)

    assert await asyncio.gather(*(kinds(database) for _ in range(30))) == [["a"]] * 30


async def test_a_failing_read_leaves_its_connection_usable(database: Database) -> None:
    async def fail() -> None:
        async with database.read(TESTER) as tx:
            await tx.value(COUNT)
            raise ValueError

    for _ in range(15):
        with pytest.raises(ValueError):
            await fail()
    assert await kinds(database) == []
