"""SQLite: connections with a thread each, and a pool of read-only ones."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from pathlib import Path
from typing import TypeVar

import aiosqlite

from kairanban.core.errors import Unavailable
from kairanban.db.transaction import Duplicate, Transaction, Violation, within
from kairanban.db.tx import Call, Result

T = TypeVar("T")

READERS = 3
WAIT_SECONDS = 10.0

# secure_delete overwrites deleted data. trusted_schema=OFF: a schema cannot call functions.
# Only the writer makes checkpoints: older SQLite can lose rows when two connections do.
ALWAYS = ("foreign_keys=ON", "busy_timeout=5000", "trusted_schema=OFF")
WRITER = ("journal_mode=WAL", "synchronous=FULL", "journal_size_limit=67108864", "secure_delete=ON")
# No mmap: it was no faster, and a failed read there ends the process instead of the request.
READER = ("query_only=ON", "wal_autocheckpoint=0", "cache_size=-16000")

_DUPLICATE = (sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY)
# Other operational errors are wrong SQL: retrying would not help.
_OUTAGES = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_INTERRUPT,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOTADB,
        sqlite3.SQLITE_PROTOCOL,
    }
)


class SqliteConnection:
    """A connection in its own thread; several calls take one round trip."""

    engine = "sqlite"

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._connection = connection

    @classmethod
    async def open(cls, path: Path, pragmas: tuple[str, ...]) -> "SqliteConnection":
        connection = await aiosqlite.connect(path, isolation_level=None, cached_statements=512)
        made = cls(connection)
        try:
            await made.perform([Call(f"PRAGMA {pragma}") for pragma in (*ALWAYS, *pragmas)])
        except BaseException:
            await made.close()
            raise
        return made

    async def close(self) -> None:
        await self._connection.close()

    async def perform(self, calls: list[Call]) -> list[Result]:
        # aiosqlite makes one round trip per statement: a page would wait for threads a third of its time.
        return await self._in_thread(partial(run_calls, self._connection._conn, calls))

    async def in_transaction(self) -> bool:
        return await self._in_thread(lambda: self._connection._conn.in_transaction)

    async def _in_thread(self, work: Callable[[], T]) -> T:
        done: T = await self._connection._execute(work)  # type: ignore[no-untyped-call]
        return done

    def queue_rollback(self) -> None:
        """Roll back without waiting; later calls queue behind it."""
        self._connection._tx.put_nowait((None, self._connection._conn.rollback))

    def interrupt(self) -> None:
        """Abort the running statement, if any."""
        self._connection._conn.interrupt()


def run_calls(connection: sqlite3.Connection, calls: list[Call]) -> list[Result]:
    """Run the calls and return their results in order; raise Duplicate, Violation or Unavailable."""
    results = []
    try:
        for sql, values, many in calls:
            cursor = connection.executemany(sql, values) if many else connection.execute(sql, values)
            results.append(Result(cursor.fetchall(), cursor.rowcount))
    except sqlite3.Error as error:
        raise _plain(error) from error
    return results


def _plain(error: sqlite3.Error) -> Exception:
    code = getattr(error, "sqlite_errorcode", 0)
    if isinstance(error, sqlite3.IntegrityError):
        return Duplicate(str(error)) if code in _DUPLICATE else Violation(str(error))
    return Unavailable(str(error)) if code & 0xFF in _OUTAGES else error


class Readers:
    """A pool of connections on which SQLite refuses writes."""

    def __init__(self, connections: list[SqliteConnection]) -> None:
        self._connections = connections
        # Last in, first out: the connection used last has the warmest cache.
        self._free = list(connections)
        self._turns = asyncio.Semaphore(len(connections))

    @classmethod
    async def open(cls, path: Path) -> "Readers":
        async with AsyncExitStack() as opened:
            connections = []
            for _ in range(READERS):
                connections.append(await SqliteConnection.open(path, READER))
                opened.push_async_callback(connections[-1].close)
            opened.pop_all()
        return cls(connections)

    @asynccontextmanager
    async def borrow(self) -> AsyncIterator[Transaction]:
        """Run a block on one snapshot; raise Unavailable when no connection becomes free in 10 seconds."""
        if self._turns.locked():
            async with within(WAIT_SECONDS):
                await self._turns.acquire()
        else:
            await self._turns.acquire()
        connection = self._free.pop()
        transaction = Transaction(connection, [Call("BEGIN")])
        try:
            yield transaction
        except BaseException:
            connection.interrupt()
            raise
        finally:
            transaction.end()
            if transaction.begun:
                connection.queue_rollback()
            self._free.append(connection)
            self._turns.release()

    async def close(self) -> None:
        for connection in self._connections:
            await connection.close()
