"""PostgreSQL: a connection pool; reads are read-only snapshots, each write commits by itself."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from time import perf_counter
from typing import Any

import psycopg
from psycopg.errors import UniqueViolation
from psycopg_pool import AsyncConnectionPool

from kairanban.core.errors import Unavailable
from kairanban.db.connecting import options
from kairanban.db.transaction import Duplicate, Transaction, Violation, within
from kairanban.db.tx import Call, Result
from kairanban.measures.instruments import note_batch

Connection = psycopg.AsyncConnection[tuple[Any, ...]]

SIZE = 10
WAIT_SECONDS = 10.0

READ = Call("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
WRITE = Call("BEGIN")


class PostgresConnection:
    """A connection that sends several calls in one pipeline."""

    engine = "postgresql"

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def perform(self, calls: list[Call]) -> list[Result]:
        try:
            if len(calls) == 1:
                return [await _collect(await self._send(calls[0]))]
            async with self._connection.pipeline():
                cursors = [await self._send(call) for call in calls]
            return [await _collect(cursor) for cursor in cursors]
        except psycopg.Error as error:
            raise _plain(error) from error

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


def _plain(error: psycopg.Error) -> Exception:
    if isinstance(error, psycopg.IntegrityError):
        return Duplicate(str(error)) if isinstance(error, UniqueViolation) else Violation(str(error))
    # Deadlocks, time-outs, a full disk, a lost connection: retrying is right.
    return Unavailable(str(error)) if isinstance(error, psycopg.OperationalError) else error


async def _commit(connection: Connection, begin: Call, began: float) -> None:
    kept = False
    try:
        await connection.execute("COMMIT")
        kept = True
    finally:
        if begin is WRITE:
            note_batch(1, perf_counter() - began, failed=not kept)


def _cancellations() -> int:
    task = asyncio.current_task()
    return task.cancelling() if task else 0


class Pool:
    """A pool for read and write transactions."""

    def __init__(self, pool: "AsyncConnectionPool[Connection]") -> None:
        self._pool = pool

    @classmethod
    async def open(cls, url: str) -> "Pool":
        address, given = options(url)
        pool: AsyncConnectionPool[Connection] = AsyncConnectionPool(
            address,
            min_size=1,
            max_size=SIZE,
            kwargs={"autocommit": True, **given},
            open=False,
            timeout=WAIT_SECONDS,
        )
        try:
            await pool.open(wait=True, timeout=WAIT_SECONDS)
        except BaseException as error:
            await pool.close()
            if isinstance(error, psycopg.Error):
                raise _plain(error) from error
            raise
        return cls(pool)

    @asynccontextmanager
    async def transaction(self, begin: Call, seconds: float | None = None) -> AsyncIterator[Transaction]:
        """Run a block in a transaction: commit at its end, roll back after an exception."""
        before = _cancellations()
        try:
            async with self._pool.connection() as connection:
                # psycopg-pool loses a cancellation that arrives in the moment it finds a connection.
                if _cancellations() > before:
                    raise asyncio.CancelledError
                transaction, began = Transaction(PostgresConnection(connection), [begin]), perf_counter()
                try:
                    async with within(seconds):
                        yield transaction
                    transaction.check()
                finally:
                    transaction.end()
                if transaction.begun:
                    await _commit(connection, begin, began)
        except psycopg.OperationalError as error:
            raise _plain(error) from error

    async def close(self) -> None:
        await self._pool.close()
