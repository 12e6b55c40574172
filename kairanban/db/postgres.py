"""PostgreSQL: a pool; reads are one read-only snapshot, writes commit each on their own."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import psycopg
from psycopg_pool import AsyncConnectionPool

from kairanban.core.errors import Unavailable
from kairanban.db.tx import Call, Result

Connection = psycopg.AsyncConnection[tuple[Any, ...]]

READ = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
WRITE = "BEGIN"


class Ride:
    """One transaction; its BEGIN travels with the first call."""

    engine = "postgresql"

    def __init__(self, connection: Connection, begin: str) -> None:
        self._connection = connection
        self._begin = begin
        self.begun = False

    async def perform(self, calls: list[Call]) -> list[Result]:
        if not self.begun:
            self.begun = True
            calls = [Call(self._begin), *calls]
            return (await self._perform(calls))[1:]
        return await self._perform(calls)

    async def _perform(self, calls: list[Call]) -> list[Result]:
        try:
            if len(calls) == 1:
                return [await self._one(calls[0])]
            async with self._connection.pipeline():
                cursors = [await self._send(call) for call in calls]
            return [await _collect(cursor) for cursor in cursors]
        except psycopg.OperationalError as error:
            raise Unavailable(type(error).__name__) from error

    async def _one(self, call: Call) -> Result:
        return await _collect(await self._send(call))

    async def _send(self, call: Call) -> psycopg.AsyncCursor[tuple[Any, ...]]:
        cursor = self._connection.cursor()
        if call.many:
            await cursor.executemany(call.sql, call.values)
        else:
            await cursor.execute(call.sql, call.values or None)
        return cursor


async def _collect(cursor: psycopg.AsyncCursor[tuple[Any, ...]]) -> Result:
    rows = await cursor.fetchall() if cursor.description else []
    return Result(rows, cursor.rowcount)


class Pool:
    """Both kinds of transaction from one pool."""

    def __init__(self, pool: "AsyncConnectionPool[Connection]") -> None:
        self._pool = pool

    @classmethod
    async def open(cls, url: str, size: int) -> "Pool":
        pool: AsyncConnectionPool[Connection] = AsyncConnectionPool(
            url, min_size=1, max_size=size, kwargs={"autocommit": True}, open=False, timeout=10
        )
        await pool.open(wait=True)
        return cls(pool)

    @asynccontextmanager
    async def ride(self, begin: str) -> AsyncIterator[Ride]:
        async with self._pool.connection() as connection:
            ride = Ride(connection, begin)
            try:
                yield ride
            except BaseException:
                if ride.begun and not connection.closed:
                    await connection.execute("ROLLBACK")
                raise
            if ride.begun:
                try:
                    await connection.execute("COMMIT")
                except psycopg.OperationalError as error:
                    raise Unavailable(type(error).__name__) from error

    async def close(self) -> None:
        await self._pool.close()
