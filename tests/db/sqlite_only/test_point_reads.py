"""Point reads of one turn of the event loop share a snapshot."""

import asyncio

import pytest

from kairanban.db.engine import SqliteDatabase
from tests.db.ledger import COUNT, TESTER
from tests.db.test_point_reads import count

pytestmark = pytest.mark.anyio


async def test_one_turn_has_one_snapshot_and_the_next_turn_begins_another(database: SqliteDatabase) -> None:
    begun = []
    connection = database._point_reads._connection.connection
    connection.set_trace_callback(lambda sql: begun.append(sql) if sql == "BEGIN" else None)
    for turn in (1, 2):
        assert [await count(database), await count(database)] == [0, 0]
        assert len(begun) == turn
        assert connection.in_transaction
        await asyncio.sleep(0)
        assert not connection.in_transaction


async def test_a_body_that_fails_leaves_no_snapshot_behind(database: SqliteDatabase) -> None:
    async def fails() -> None:
        async with database.point_read(TESTER) as tx:
            await tx.value(COUNT)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fails()
    await asyncio.sleep(0)
    assert not database._point_reads._connection.connection.in_transaction
    assert await count(database) == 0
