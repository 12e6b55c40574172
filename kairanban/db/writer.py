"""SQLite's one writer: bodies run one after another and share a commit."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from kairanban.core.errors import Unavailable
from kairanban.db.sqlite import WRITER, SqliteConnection
from kairanban.db.transaction import Transaction, within
from kairanban.db.tx import Call

# A batch lands when nobody waits any more, or at one of these: the first batch waits for the last.
BATCH = 256
BATCH_SECONDS = 0.05


class _Pending:
    def __init__(self) -> None:
        loop = asyncio.get_running_loop()
        self.started: asyncio.Future[Transaction] = loop.create_future()
        self.finished: asyncio.Future[bool] = loop.create_future()
        self.committed: asyncio.Future[None] = loop.create_future()


class Writer:
    """Each body runs in a savepoint; the batch commits once, and only then does anyone return."""

    def __init__(self, connection: SqliteConnection) -> None:
        self._connection = connection
        self._queue: asyncio.Queue[_Pending] = asyncio.Queue()
        self._closing = False
        # Two names in started: a savepoint that could not be made must never mean the neighbour's.
        self._savepoint, self._last = "odd", "even"
        self._task = asyncio.create_task(self._run())

    @classmethod
    async def open(cls, path: Path) -> "Writer":
        return cls(await SqliteConnection.open(path, WRITER))

    @asynccontextmanager
    async def submit(self, seconds: float) -> AsyncIterator[Transaction]:
        """Whatever was done batch is on the disk when this ends without an exception."""
        if self._closing:
            raise Unavailable("the database is closed")
        pending = _Pending()
        self._queue.put_nowait(pending)
        try:
            transaction = await pending.started
        except asyncio.CancelledError:
            # The started may have come in the same moment as the cancellation.
            pending.finished.set_result(False)
            raise
        try:
            async with within(seconds):
                yield transaction
            transaction.check()
        except BaseException:
            pending.finished.set_result(False)
            raise
        finally:
            transaction.end()
        pending.finished.set_result(True)
        # Cancelling the caller must not leave the batch half decided.
        await asyncio.shield(pending.committed)

    async def close(self) -> None:
        """Carry everybody who already waits, then close."""
        self._closing = True
        nobody = _Pending()
        nobody.started.cancel()
        self._queue.put_nowait(nobody)
        try:
            await asyncio.wait([self._task])
        finally:
            await self._connection.close()

    async def _run(self) -> None:
        time = asyncio.get_running_loop().time
        while not (self._closing and self._queue.empty()):
            batch: list[_Pending] = []
            lost = await self._run_body(await self._queue.get(), batch)
            end = time() + BATCH_SECONDS
            while not (lost or self._queue.empty() or len(batch) >= BATCH or time() > end):
                lost = await self._run_body(self._queue.get_nowait(), batch)
            if batch:
                await self._commit(batch, lost)

    async def _run_body(self, pending: _Pending, batch: list[_Pending]) -> bool:
        """Run one body; True when the whole transaction is gone with it."""
        if pending.started.cancelled():
            return False
        before = f"RELEASE {self._last}" if batch else "BEGIN IMMEDIATE"
        transaction = Transaction(self._connection, [Call(before), Call(f"SAVEPOINT {self._savepoint}")])
        pending.started.set_result(transaction)
        kept = await pending.finished
        if not transaction.begun:
            if kept:
                pending.committed.set_result(None)
            return False

        lost = False
        if kept:
            batch.append(pending)
        else:
            lost = await self._undo(bool(batch))
        self._savepoint, self._last = self._last, self._savepoint
        return lost

    async def _undo(self, others: bool) -> bool:
        """Take one body back; True when its neighbours are gone too, as after a full disk."""
        try:
            if await self._connection.in_transaction():
                back = f"ROLLBACK TO {self._savepoint}" if others else "ROLLBACK"
                await self._connection.perform([Call(back)])
                return False
        except Exception:
            await self._abandon()
        return others

    async def _commit(self, batch: list[_Pending], lost: bool) -> None:
        try:
            if lost:
                raise Unavailable("the transaction was lost")
            await self._connection.perform([Call("COMMIT")])
        except Exception as error:
            await self._abandon()
            for pending in batch:
                pending.committed.set_exception(Unavailable(str(error)))
                pending.committed.exception()  # a caller that was cancelled never looks
            return
        for pending in batch:
            pending.committed.set_result(None)

    async def _abandon(self) -> None:
        """Nothing of the batch may be left; if even this fails, the next BEGIN does too and nobody is told a success."""
        try:
            if await self._connection.in_transaction():
                await self._connection.perform([Call("ROLLBACK")])
        except Exception:
            return
