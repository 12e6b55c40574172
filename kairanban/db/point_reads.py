"""Point reads on SQLite, run in the event loop itself.

A row found by its key takes 5 to 20 µs; a round trip to a thread takes five times as long. Only for
statements that find a few rows by an index.
"""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from kairanban.db.sqlite import ALWAYS, READER, Readers, run_calls
from kairanban.db.transaction import Transaction
from kairanban.db.tx import Call, Result


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

    @asynccontextmanager
    async def borrow(self) -> AsyncIterator[Transaction]:
        """Run a block on one snapshot."""
        if self._taken:
            async with self._readers.borrow() as transaction:
                yield transaction
            return
        self._taken = True
        begun = self._connection.connection.in_transaction
        transaction = Transaction(self._connection, [] if begun else [Call("BEGIN")])
        try:
            yield transaction
        finally:
            transaction.end()
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
