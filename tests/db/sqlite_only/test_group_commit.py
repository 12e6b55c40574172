import asyncio
from itertools import pairwise
from pathlib import Path

import pytest

from kairanban.core.errors import Conflict
from kairanban.db import writer
from kairanban.db.engine import SqliteDatabase, open_database
from tests.conftest import SetClock
from tests.db.ledger import add, kinds

pytestmark = pytest.mark.anyio


async def traced(database: SqliteDatabase) -> list[str]:
    """Record the statements of the writer from now on."""
    seen: list[str] = []
    await database._writer._connection._connection.set_trace_callback(seen.append)
    return seen


async def test_queued_bodies_share_a_commit(
    database: SqliteDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    # However slow the machine is.
    monkeypatch.setattr(writer, "BATCH_SECONDS", 600)
    seen = await traced(database)
    await asyncio.gather(*(add(database, str(number)) for number in range(200)))

    assert seen.count("COMMIT") == seen.count("BEGIN IMMEDIATE")
    assert seen.count("COMMIT") <= 10
    assert len(await kinds(database)) == 200


async def test_single_bodies_commit_alone(database: SqliteDatabase) -> None:
    seen = await traced(database)
    for number in range(5):
        await add(database, str(number))

    assert seen.count("COMMIT") == 5


async def test_a_savepoint_is_not_named_like_the_one_before_it(database: SqliteDatabase) -> None:
    seen = await traced(database)
    await asyncio.gather(*(add(database, str(number)) for number in range(20)))

    names = [line.split()[1] for line in seen if line.startswith("SAVEPOINT")]
    assert all(one != next_one for one, next_one in pairwise(names))


async def test_a_second_process_cannot_open_the_file(
    database: SqliteDatabase, database_url: str, clock: SetClock
) -> None:
    with pytest.raises(Conflict):
        await open_database(database_url, clock)
    await add(database, "a")


async def test_a_file_that_is_not_a_database_is_refused_and_unlocked(tmp_path: Path, clock: SetClock) -> None:
    path = tmp_path / "kairanban.sqlite3"
    path.write_bytes(b"no database at all, only text" * 100)
    for _ in range(2):
        with pytest.raises(Exception, match="not a database"):
            await open_database(f"sqlite:///{path}", clock)
