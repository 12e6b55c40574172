"""SQLite's single writer: transaction bodies run one after another and share commits (group commit)."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from kairanban.core.errors import Unavailable
from kairanban.db.sqlite import WRITER, SqliteConnection
from kairanban.db.transaction import Transaction, within
from kairanban.db.tx import Call
from kairanban.measures.instruments import note_batch

# A batch commits when the queue is empty or at one of these limits: its first body waits for the last.
BATCH = 256
BATCH_SECONDS = 0.05


class _Pending:
    def __init__(self) -> None:
        loop = asyncio.get_running_loop()
        self.started: asyncio.Future[Transaction] = loop.create_future()
        self.finished: asyncio.Future[bool] = loop.create_future()
        self.committed: asyncio.Future[None] = loop.create_future()


class Writer:
    """Runs each body in a savepoint and commits per batch; submit() returns only after the commit."""

    def __init__(self, connection: SqliteConnection) -> None:
        self._connection = connection
        self._queue: asyncio.Queue[_Pending] = asyncio.Queue()
        self._closing = False
        # Alternating names: if a savepoint could not be made, a rollback must not hit the previous one.
        self._savepoint, self._last = "odd", "even"
        self._task = asyncio.create_task(self._run())

    @classmethod
    async def open(cls, path: Path) -> "Writer":
        return cls(await SqliteConnection.open(path, WRITER))

    @asynccontextmanager
    async def submit(self, seconds: float) -> AsyncIterator[Transaction]:
        """Run a block in turn; its changes are on disk when it ends. Raises Unavailable."""
        if self._closing:
            raise Unavailable("the database is closed")
        pending = _Pending()
        self._queue.put_nowait(pending)
        try:
            transaction = await pending.started
        except asyncio.CancelledError:
            # The body may have been started in the same moment as the cancellation.
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
        # Cancelling the caller must not interrupt the commit of the batch.
        await asyncio.shield(pending.committed)

    async def close(self) -> None:
        """Run all queued bodies, then close the connection."""
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
            first = await self._queue.get()
            began = time()
            lost = await self._run_body(first, batch)
            end = time() + BATCH_SECONDS
            while not (lost or self._queue.empty() or len(batch) >= BATCH or time() > end):
                lost = await self._run_body(self._queue.get_nowait(), batch)
            if batch:
                kept = await self._commit(batch, lost)
                note_batch(len(batch), time() - began, failed=not kept)

    async def _run_body(self, pending: _Pending, batch: list[_Pending]) -> bool:
        """Run one body; return True if the whole transaction was lost with it."""
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
        """Roll back one body; return True if the rest of the batch is gone too, as after a full disk."""
        try:
            if await self._connection.in_transaction():
                back = f"ROLLBACK TO {self._savepoint}" if others else "ROLLBACK"
                await self._connection.perform([Call(back)])
                return False
        except Exception:
            await self._abandon()
        return others

    async def _commit(self, batch: list[_Pending], lost: bool) -> bool:
        """Commit for all of the batch, or tell each that nothing was kept; return whether it was."""
        try:
            if lost:
                raise Unavailable("the transaction was lost")
            await self._connection.perform([Call("COMMIT")])
        except Exception as error:
            await self._abandon()
            for pending in batch:
                pending.committed.set_exception(Unavailable(str(error)))
                pending.committed.exception()  # mark as retrieved: a cancelled caller never reads it
            return False
        for pending in batch:
            pending.committed.set_result(None)
        return True

    async def _abandon(self) -> None:
        """Roll back the batch; if that fails, the next BEGIN fails too: no caller sees a false success."""
        try:
            if await self._connection.in_transaction():
                await self._connection.perform([Call("ROLLBACK")])
        except Exception:
            return
