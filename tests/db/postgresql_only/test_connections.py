import asyncio

import psycopg
import pytest

from kairanban.core.errors import Unavailable
from kairanban.db import postgres
from kairanban.db.engine import PostgresDatabase, open_database
from tests.conftest import SetClock
from tests.db.ledger import ADD, COUNT, RENAME, TESTER, add, kinds

pytestmark = pytest.mark.anyio

CUT = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
OPEN = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND state LIKE 'idle in transaction%'
"""


def ask(url: str, sql: str) -> list[tuple[object, ...]]:
    with psycopg.connect(url, autocommit=True) as connection:
        return connection.execute(sql).fetchall()


async def test_a_connection_lost_in_a_body_is_unavailable(
    database: PostgresDatabase, database_url: str
) -> None:
    async def write() -> None:
        async with database.write(TESTER) as tx:
            await tx.value(ADD, at=1, kind="lost")
            ask(database_url, CUT)
            await tx.value(COUNT)

    with pytest.raises(Unavailable):
        await write()
    await add(database, "after")
    assert await kinds(database) == ["after"]


async def test_a_connection_lost_before_the_commit_is_unavailable(
    database: PostgresDatabase, database_url: str
) -> None:
    async def write() -> None:
        async with database.write(TESTER) as tx:
            await tx.value(ADD, at=1, kind="lost")
            ask(database_url, CUT)

    with pytest.raises(Unavailable):
        await write()
    await add(database, "after")
    assert await kinds(database) == ["after"]


async def test_connections_lost_while_idle_come_back(database: PostgresDatabase, database_url: str) -> None:
    await asyncio.gather(*(add(database, "before") for _ in range(20)))
    ask(database_url, CUT)
    for _ in range(postgres.SIZE):
        try:
            await kinds(database)
        except Unavailable:
            continue

    assert len(await kinds(database)) == 20


async def test_waiting_too_long_for_a_connection_is_unavailable(
    database_url: str, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres, "WAIT_SECONDS", 0.2)
    monkeypatch.setattr(postgres, "SIZE", 1)
    database = await open_database(database_url, clock)
    async with database.read(TESTER) as tx:
        await tx.value(COUNT)
        with pytest.raises(Unavailable):
            await kinds(database)
    assert await kinds(database) == []
    await database.close()


async def test_a_server_that_is_not_there_is_unavailable(
    clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres, "WAIT_SECONDS", 0.2)
    with pytest.raises(Unavailable):
        await open_database("postgresql://postgres@/none?host=/nowhere", clock)


async def test_a_deadlock_is_unavailable_for_one_body_and_a_success_for_the_other(
    database: PostgresDatabase,
) -> None:
    await add(database, "a")
    await add(database, "b")
    ready = asyncio.Barrier(2)

    async def write(first: str, second: str) -> None:
        async with database.write(TESTER) as tx:
            await tx.run(RENAME, old=first, new=first)
            await ready.wait()
            await tx.run(RENAME, old=second, new=second)

    database.body_seconds = 10
    ends = await asyncio.gather(write("a", "b"), write("b", "a"), return_exceptions=True)

    assert sorted(type(end).__name__ for end in ends) == ["NoneType", "Unavailable"]


async def test_a_cancelled_body_leaves_no_open_transaction(
    database: PostgresDatabase, database_url: str
) -> None:
    async def write() -> None:
        async with database.write(TESTER) as tx:
            while True:
                await tx.together((ADD, {"at": 1, "kind": "half"}), (COUNT, {}))

    for pause in range(12):
        writers = [asyncio.create_task(write()) for _ in range(10)]
        await asyncio.sleep(pause / 1000)
        for writer in writers:
            writer.cancel()
        ends = await asyncio.gather(*writers, return_exceptions=True)
        # None continued before its timeout.
        assert {type(end) for end in ends} == {asyncio.CancelledError}

    await asyncio.sleep(0.1)
    assert ask(database_url, OPEN) == [(0,)]
    assert await kinds(database) == []
