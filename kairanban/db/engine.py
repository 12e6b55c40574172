"""Open a database, with the same interface for SQLite and PostgreSQL."""

import fcntl
import os
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from pathlib import Path

from kairanban.core.actor import Anyone
from kairanban.core.clock import Clock, system_clock
from kairanban.core.errors import Conflict
from kairanban.db import postgres, sqlite
from kairanban.db.point_reads import PointReads
from kairanban.db.tx import Tx
from kairanban.db.writer import Writer
from kairanban.i18n.marks import N as _n

# Limit of a write body, since other writers wait; KAIRANBAN_BODY_SECONDS raises it on slow machines.
BODY_SECONDS = 2.0


class SqliteDatabase:
    """The database file, owned by one process through a lock file beside it."""

    engine = "sqlite"

    def __init__(
        self,
        readers: sqlite.Readers,
        point_reads: PointReads,
        writer: Writer,
        closing: AsyncExitStack,
        clock: Clock,
        body_seconds: float,
    ) -> None:
        self._readers = readers
        self._point_reads = point_reads
        self._writer = writer
        self._closing = closing
        self.clock = clock
        self.body_seconds = body_seconds

    @classmethod
    async def open(cls, path: Path, clock: Clock, body_seconds: float) -> "SqliteDatabase":
        async with AsyncExitStack() as opened:
            opened.callback(os.close, own(path))
            # Closed after the readers, so that the writer makes the final checkpoint.
            writer = await Writer.open(path)
            opened.push_async_callback(writer.close)
            readers = await sqlite.Readers.open(path)
            opened.push_async_callback(readers.close)
            point_reads = PointReads.open(path, readers)
            opened.callback(point_reads.close)
            return cls(readers, point_reads, writer, opened.pop_all(), clock, body_seconds)

    @asynccontextmanager
    async def read(self, actor: Anyone) -> AsyncIterator[Tx]:
        async with self._readers.borrow() as transaction:
            yield Tx(transaction, actor, self.clock())

    def point_read(self, actor: Anyone) -> AbstractAsyncContextManager[Tx]:
        return self._point_reads.read(actor, self.clock)

    @asynccontextmanager
    async def write(self, actor: Anyone) -> AsyncIterator[Tx]:
        async with self._writer.submit(self.body_seconds) as transaction:
            yield Tx(transaction, actor, self.clock())

    async def close(self) -> None:
        """Run the queued changes, then close all connections."""
        await self._closing.aclose()


class PostgresDatabase:
    """A PostgreSQL database; any number of processes share it."""

    engine = "postgresql"

    def __init__(self, pool: postgres.Pool, clock: Clock, body_seconds: float) -> None:
        self._pool = pool
        self.clock = clock
        self.body_seconds = body_seconds

    @classmethod
    async def open(cls, url: str, clock: Clock, body_seconds: float) -> "PostgresDatabase":
        return cls(await postgres.Pool.open(url), clock, body_seconds)

    @asynccontextmanager
    async def read(self, actor: Anyone) -> AsyncIterator[Tx]:
        async with self._pool.transaction(postgres.READ) as transaction:
            yield Tx(transaction, actor, self.clock())

    point_read = read

    @asynccontextmanager
    async def write(self, actor: Anyone) -> AsyncIterator[Tx]:
        async with self._pool.transaction(postgres.WRITE, self.body_seconds) as transaction:
            yield Tx(transaction, actor, self.clock())

    async def close(self) -> None:
        await self._pool.close()


# read(): a snapshot without writes. point_read(): the same for a few rows found by key.
# write(): what the block did is durable when it ends.
Database = SqliteDatabase | PostgresDatabase


async def open_database(
    url: str, clock: Clock = system_clock, *, body_seconds: float | None = None
) -> Database:
    """Open a migrated database: `sqlite:///path` or `postgresql://…`; `body_seconds` limits write bodies."""
    seconds = BODY_SECONDS if body_seconds is None else body_seconds
    if url.startswith("sqlite:///"):
        return await SqliteDatabase.open(Path(url.removeprefix("sqlite:///")), clock, seconds)
    return await PostgresDatabase.open(url, clock, seconds)


def own(path: Path) -> int:
    """Lock the file and return the lock's descriptor; raise Conflict if another process has it."""
    lock = os.open(path.with_suffix(".lock"), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(lock)
        raise Conflict(_n("Another process has this data folder open.")) from None
    return lock
