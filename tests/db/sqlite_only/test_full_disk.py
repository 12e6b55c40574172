import asyncio
import os
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kairanban.core.errors import Unavailable
from kairanban.db.engine import SqliteDatabase
from kairanban.db.tx import Call
from tests.db.ledger import ADD, TESTER, add, kinds

pytestmark = pytest.mark.anyio

LONG = "x" * 3000


async def pages(database: SqliteDatabase, most: int | None) -> None:
    """Let the file grow by `most` pages, or without limit."""
    connection = database._writer._connection
    (now,) = (await connection.perform([Call("PRAGMA page_count")]))[0].rows[0]
    await connection.perform([Call(f"PRAGMA max_page_count={4294967294 if most is None else now + most}")])


@contextmanager
def no_file_longer_than(size: int) -> Iterator[None]:
    """Let every write past this length fail, as on a full or broken disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def log_of(url: str) -> Path:
    return Path(url.removeprefix("sqlite:///") + "-wal")


async def write_many(database: SqliteDatabase, number: int) -> tuple[list[str], list[object]]:
    """Return the writers that reported success, and the errors of the others."""
    names = [f"{place} {LONG}" for place in range(number)]
    ends = await asyncio.gather(*(add(database, name) for name in names), return_exceptions=True)
    told = [name for name, end in zip(names, ends, strict=True) if isinstance(end, int)]
    return told, [end for end in ends if not isinstance(end, int)]


async def test_a_full_file_mid_batch_reports_no_false_success(database: SqliteDatabase) -> None:
    await add(database, "before")
    await pages(database, 20)

    told, others = await write_many(database, 60)

    assert others
    assert all(isinstance(end, Unavailable) for end in others)
    assert set(await kinds(database)) == {"before", *told}

    await pages(database, None)
    again, others = await write_many(database, 60)
    assert (len(again), others) == (60, [])


async def test_all_bodies_of_a_lost_batch_are_unavailable(database: SqliteDatabase) -> None:
    connection = database._writer._connection

    async def write(kind: str) -> None:
        async with database.write(TESTER) as tx:
            await tx.value(ADD, at=1, kind=kind)
            if kind == "last":
                # SQLite's own reaction to a full disk.
                await connection.perform([Call("ROLLBACK")])
                raise ValueError

    ends = await asyncio.gather(*(write(kind) for kind in ("a", "b", "last")), return_exceptions=True)

    assert [type(end) for end in ends] == [Unavailable, Unavailable, ValueError]
    assert await kinds(database) == []
    await add(database, "after")
    assert await kinds(database) == ["after"]


async def test_a_failed_commit_is_unavailable_for_the_whole_batch(
    database: SqliteDatabase, database_url: str
) -> None:
    await add(database, "before")
    with no_file_longer_than(os.path.getsize(log_of(database_url)) + 6000):
        told, others = await write_many(database, 30)
        assert told == []
        assert all(isinstance(end, Unavailable) for end in others)
        assert await kinds(database) == ["before"]

    told, others = await write_many(database, 30)
    assert (len(told), others) == (30, [])
    assert set(await kinds(database)) == {"before", *told}


@pytest.mark.parametrize("room", range(0, 60_000, 5_000))
async def test_a_disk_that_fills_at_any_point_keeps_reported_successes(
    database: SqliteDatabase, database_url: str, room: int
) -> None:
    await add(database, "before")
    told = []
    with no_file_longer_than(os.path.getsize(log_of(database_url)) + room):
        for place in range(15):
            try:
                await add(database, f"{place} {LONG}")
                told.append(f"{place} {LONG}")
            except Unavailable:
                continue
    assert len(told) < 15

    await add(database, "after")
    assert await kinds(database) == ["before", *told, "after"]
