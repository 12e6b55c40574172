"""Point reads on SQLite, run in the event loop itself.

A row found by its key takes 5 to 20 µs; a round trip to a thread takes five times as long. Only for
statements that find a few rows by an index.
"""

import asyncio
import sqlite3
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

from kairanban.core.actor import Anyone
from kairanban.core.clock import Clock
from kairanban.db.sqlite import ALWAYS, READER, Readers, run_calls
from kairanban.db.transaction import Transaction
from kairanban.db.tx import Call, Result, Tx


class _DirectConnection:
    engine = "sqlite"

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    async def perform(self, calls: list[Call]) -> list[Result]:
        return run_calls(self.connection, calls)


class PointReads:
    """One connection of the event loop; while a body holds it, other reads use the reader pool.

    Bodies in one iteration of the event loop share a snapshot, such as authentication and the page after it. The
    snapshot ends in the next iteration. A task that waits for its own commit resumes at least one iteration later,
    so it never reads a snapshot from before that commit.
    """

    def __init__(self, connection: sqlite3.Connection, readers: Readers) -> None:
        self._connection = _DirectConnection(connection)
        self._readers = readers
        self._taken = False
        self._ending: asyncio.Handle | None = None

    @classmethod
    def open(cls, path: Path, readers: Readers) -> "PointReads":
        connection = sqlite3.connect(path, isolation_level=None, cached_statements=512)
        for pragma in (*ALWAYS, *READER):
            connection.execute(f"PRAGMA {pragma}")
        return cls(connection, readers)

    def read(self, actor: Anyone, clock: Clock) -> AbstractAsyncContextManager[Tx]:
        """Run a block on one snapshot."""
        return _PointRead(self, actor, clock)

    def borrow(self) -> AbstractAsyncContextManager[Transaction] | None:
        """Return a transaction of the reader pool while another block holds the connection, else None."""
        return self._readers.borrow() if self._taken else None

    def take(self) -> Transaction:
        """Return a transaction on the snapshot of this iteration; begin one where there is none."""
        self._taken = True
        begun = self._connection.connection.in_transaction
        return Transaction(self._connection, [] if begun else [Call("BEGIN")])

    def release(self) -> None:
        """End the snapshot in the next iteration."""
        self._taken = False
        if self._ending is None:
            self._ending = asyncio.get_running_loop().call_soon(self._end)

    def _end(self) -> None:
        """End the snapshot, unless a body holds it and ends it later."""
        self._ending = None
        if not self._taken:
            self._connection.connection.rollback()

    def close(self) -> None:
        if self._ending is not None:
            self._ending.cancel()
        self._connection.connection.close()


class _PointRead:
    """A block of a point read. A class: a generator costs as much as finding a row."""

    __slots__ = ("_actor", "_clock", "_elsewhere", "_reads", "_transaction")

    def __init__(self, reads: PointReads, actor: Anyone, clock: Clock) -> None:
        self._reads, self._actor, self._clock = reads, actor, clock

    async def __aenter__(self) -> Tx:
        self._elsewhere = self._reads.borrow()
        if self._elsewhere is None:
            self._transaction = self._reads.take()
        else:
            self._transaction = await self._elsewhere.__aenter__()
        return Tx(self._transaction, self._actor, self._clock())

    async def __aexit__(self, *raised: Any) -> None:
        if self._elsewhere is None:
            self._transaction.end()
            self._reads.release()
        else:
            await self._elsewhere.__aexit__(*raised)
