"""The database a process has open, whichever engine it is."""

import fcntl
import os
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from kairanban.core.actor import Anyone
from kairanban.core.clock import Clock, system_clock
from kairanban.core.errors import Conflict
from kairanban.db import postgres, sqlite
from kairanban.db.point_reads import PointReads
from kairanban.db.tx import Tx
from kairanban.db.writer import Writer
from kairanban.i18n.marks import N as _n

# Other writers may be waiting for this one. On a machine that is short of processor time, KAIRANBAN_BODY_SECONDS.
BODY_SECONDS = 2.0


class SqliteDatabase:
    """The one process that owns the file: a lock beside it says so."""

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
            # Closed last of the connections, so that the final checkpoint is the writer's.
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

    @asynccontextmanager
    async def point_read(self, actor: Anyone) -> AsyncIterator[Tx]:
        async with self._point_reads.borrow() as transaction:
            yield Tx(transaction, actor, self.clock())

    @asynccontextmanager
    async def write(self, actor: Anyone) -> AsyncIterator[Tx]:
        async with self._writer.submit(self.body_seconds) as transaction:
            yield Tx(transaction, actor, self.clock())

    async def close(self) -> None:
        """Changes that already wait are still carried."""
        await self._closing.aclose()


class PostgresDatabase:
    """Any number of processes share it."""

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


# `read` is one snapshot that cannot write, `point_read` the same for a few rows found by their keys; what `write` did is durable when it ends.
Database = SqliteDatabase | PostgresDatabase


async def open_database(
    url: str, clock: Clock = system_clock, *, body_seconds: float | None = None
) -> Database:
    """Open `sqlite:///path/to/file` or `postgresql://…`, already migrated; a write body may take `body_seconds`."""
    seconds = BODY_SECONDS if body_seconds is None else body_seconds
    if url.startswith("sqlite:///"):
        return await SqliteDatabase.open(Path(url.removeprefix("sqlite:///")), clock, seconds)
    return await PostgresDatabase.open(url, clock, seconds)


def own(path: Path) -> int:
    """Take the file for this process; Conflict while another process serves it."""
    lock = os.open(path.with_suffix(".lock"), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(lock)
        raise Conflict(_n("Another process has this data folder open.")) from None
    return lock
