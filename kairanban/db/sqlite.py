"""SQLite: readers that cannot write, and one writer whose batches share a commit."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiosqlite

from kairanban.core.errors import Unavailable
from kairanban.db.tx import Call, Result

READERS = 3
BATCH = 256
BODY_SECONDS = 2.0

# secure_delete: what was erased is gone from the file. trusted_schema: a schema cannot call functions.
# Checkpoints belong to the writer alone: older SQLite can lose rows when two connections do both.
_ALWAYS = ("foreign_keys=ON", "busy_timeout=5000", "trusted_schema=OFF")
_WRITER = ("journal_mode=WAL", "synchronous=FULL", "journal_size_limit=67108864", "secure_delete=ON")
_READER = ("query_only=ON", "wal_autocheckpoint=0", "mmap_size=268435456")


class Line:
    """A connection with its thread; several calls travel there in one hop."""

    engine = "sqlite"

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._connection = connection

    @classmethod
    async def open(cls, path: Path, pragmas: tuple[str, ...]) -> "Line":
        connection = await aiosqlite.connect(path, isolation_level=None, cached_statements=512)
        for pragma in (*_ALWAYS, *pragmas):
            await connection.execute_fetchall(f"PRAGMA {pragma}")
        return cls(connection)

    async def close(self) -> None:
        await self._connection.close()

    async def perform(self, calls: list[Call]) -> list[Result]:
        # aiosqlite offers one hop a statement; a page would spend a third of its time waiting for threads.
        result: list[Result] = await self._connection._execute(_perform, self._connection._conn, calls)
        return result

    async def in_transaction(self) -> bool:
        return bool(await self._connection._execute(lambda: self._connection._conn.in_transaction))


def _perform(connection: sqlite3.Connection, calls: list[Call]) -> list[Result]:
    results = []
    for sql, values, many in calls:
        cursor = connection.executemany(sql, values) if many else connection.execute(sql, values)
        results.append(Result(cursor.fetchall(), cursor.rowcount))
    return results


class Ride:
    """The connection as one body sees it: opening statements travel with the body's first call."""

    engine = "sqlite"

    def __init__(self, line: Line, opening: list[Call]) -> None:
        self._line = line
        self._opening = opening
        self.begun = False

    async def perform(self, calls: list[Call]) -> list[Result]:
        opening = 0 if self.begun else len(self._opening)
        if not self.begun:
            self.begun = True
            calls = [*self._opening, *calls]
        try:
            return (await self._line.perform(calls))[opening:]
        except sqlite3.OperationalError as error:
            raise Unavailable(str(error)) from error


class Readers:
    """A few connections that the engine itself keeps from writing."""

    def __init__(self, lines: list[Line]) -> None:
        self._lines = lines
        self._free: asyncio.LifoQueue[Line] = asyncio.LifoQueue()
        for line in lines:
            self._free.put_nowait(line)

    @classmethod
    async def open(cls, path: Path) -> "Readers":
        return cls([await Line.open(path, _READER) for _ in range(READERS)])

    @asynccontextmanager
    async def borrow(self) -> AsyncIterator[Ride]:
        """One snapshot for as long as it is held."""
        line = await self._free.get()
        ride = Ride(line, [Call("BEGIN")])
        try:
            yield ride
        finally:
            if ride.begun:
                # The next borrower's calls queue behind this one: nobody needs to wait for it.
                line._connection._tx.put_nowait((None, line._connection._conn.rollback))
            self._free.put_nowait(line)

    async def close(self) -> None:
        for line in self._lines:
            await line.close()


class _Ticket:
    def __init__(self) -> None:
        loop = asyncio.get_running_loop()
        self.turn: asyncio.Future[Ride] = loop.create_future()
        self.left: asyncio.Future[bool] = loop.create_future()
        self.landed: asyncio.Future[None] = loop.create_future()


class Writer:
    """Bodies run one after another, each in a savepoint; the batch commits once, and only then does anyone return."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._queue: asyncio.Queue[_Ticket] = asyncio.Queue()
        self._conductor = asyncio.create_task(self._conduct())

    @classmethod
    async def open(cls, path: Path) -> "Writer":
        return cls(await Line.open(path, _WRITER))

    @asynccontextmanager
    async def board(self) -> AsyncIterator[Ride]:
        """Whatever was done aboard is on the disk when this ends without an exception."""
        ticket = _Ticket()
        self._queue.put_nowait(ticket)
        try:
            ride = await ticket.turn
        except asyncio.CancelledError:
            # The turn may have come in the same moment as the cancellation.
            ticket.left.set_result(False)
            raise
        try:
            async with asyncio.timeout(BODY_SECONDS):
                yield ride
        except BaseException:
            ticket.left.set_result(False)
            raise
        ticket.left.set_result(True)
        # Cancelling the caller must not leave the batch half decided.
        await asyncio.shield(ticket.landed)

    async def close(self) -> None:
        self._conductor.cancel()
        await asyncio.gather(self._conductor, return_exceptions=True)
        await self._line.close()

    async def _conduct(self) -> None:
        while True:
            first = await self._queue.get()
            aboard: list[_Ticket] = []
            lost = await self._carry(first, aboard)
            while not lost and len(aboard) < BATCH and not self._queue.empty():
                lost = await self._carry(self._queue.get_nowait(), aboard)
            await self._land(aboard, lost)

    async def _carry(self, ticket: _Ticket, aboard: list[_Ticket]) -> bool:
        """Run one body; True when the whole transaction is gone with it."""
        if ticket.turn.cancelled():
            return False
        opening = [Call("SAVEPOINT body")] if aboard else [Call("BEGIN IMMEDIATE"), Call("SAVEPOINT body")]
        if aboard:
            opening.insert(0, Call("RELEASE body"))
        ride = Ride(self._line, opening)
        ticket.turn.set_result(ride)
        kept = await ticket.left

        if kept and ride.begun:
            aboard.append(ticket)
            return False
        if kept:
            ticket.landed.set_result(None)
            return False
        return ride.begun and await self._undo(bool(aboard))

    async def _undo(self, others: bool) -> bool:
        """Take one body back. A full disk ends the whole transaction, and then everyone aboard must be told."""
        if not await self._line.in_transaction():
            return others
        try:
            await self._line.perform([Call("ROLLBACK TO body")] if others else [Call("ROLLBACK")])
        except sqlite3.Error:
            await self._abandon()
            return True
        return False

    async def _land(self, aboard: list[_Ticket], lost: bool) -> None:
        if not aboard:
            return
        try:
            if lost:
                raise sqlite3.OperationalError("the transaction was lost")
            await self._line.perform([Call("COMMIT")])
        except sqlite3.Error as error:
            await self._abandon()
            for ticket in aboard:
                ticket.landed.set_exception(Unavailable(str(error)))
                ticket.landed.exception()  # a caller that was cancelled never looks
            return
        for ticket in aboard:
            ticket.landed.set_result(None)

    async def _abandon(self) -> None:
        if await self._line.in_transaction():
            await self._line.perform([Call("ROLLBACK")])
