"""SQLite's one writer: bodies run one after another and share a commit."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from kairanban.core.errors import Unavailable
from kairanban.db.sqlite import WRITER, Line
from kairanban.db.transaction import Ride, within
from kairanban.db.tx import Call

# A batch lands when nobody waits any more, or at one of these: the first aboard waits for the last.
BATCH = 256
BATCH_SECONDS = 0.05


class _Ticket:
    def __init__(self) -> None:
        loop = asyncio.get_running_loop()
        self.turn: asyncio.Future[Ride] = loop.create_future()
        self.left: asyncio.Future[bool] = loop.create_future()
        self.landed: asyncio.Future[None] = loop.create_future()


class Writer:
    """Each body runs in a savepoint; the batch commits once, and only then does anyone return."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._queue: asyncio.Queue[_Ticket] = asyncio.Queue()
        self._closing = False
        # Two names in turn: a savepoint that could not be made must never mean the neighbour's.
        self._savepoint, self._last = "odd", "even"
        self._conductor = asyncio.create_task(self._conduct())

    @classmethod
    async def open(cls, path: Path) -> "Writer":
        return cls(await Line.open(path, WRITER))

    @asynccontextmanager
    async def board(self, seconds: float) -> AsyncIterator[Ride]:
        """Whatever was done aboard is on the disk when this ends without an exception."""
        if self._closing:
            raise Unavailable("the database is closed")
        ticket = _Ticket()
        self._queue.put_nowait(ticket)
        try:
            ride = await ticket.turn
        except asyncio.CancelledError:
            # The turn may have come in the same moment as the cancellation.
            ticket.left.set_result(False)
            raise
        try:
            async with within(seconds):
                yield ride
            ride.check()
        except BaseException:
            ticket.left.set_result(False)
            raise
        finally:
            ride.end()
        ticket.left.set_result(True)
        # Cancelling the caller must not leave the batch half decided.
        await asyncio.shield(ticket.landed)

    async def close(self) -> None:
        """Carry everybody who already waits, then close."""
        self._closing = True
        nobody = _Ticket()
        nobody.turn.cancel()
        self._queue.put_nowait(nobody)
        try:
            await asyncio.wait([self._conductor])
        finally:
            await self._line.close()

    async def _conduct(self) -> None:
        time = asyncio.get_running_loop().time
        while not (self._closing and self._queue.empty()):
            aboard: list[_Ticket] = []
            lost = await self._carry(await self._queue.get(), aboard)
            end = time() + BATCH_SECONDS
            while not (lost or self._queue.empty() or len(aboard) >= BATCH or time() > end):
                lost = await self._carry(self._queue.get_nowait(), aboard)
            if aboard:
                await self._land(aboard, lost)

    async def _carry(self, ticket: _Ticket, aboard: list[_Ticket]) -> bool:
        """Run one body; True when the whole transaction is gone with it."""
        if ticket.turn.cancelled():
            return False
        before = f"RELEASE {self._last}" if aboard else "BEGIN IMMEDIATE"
        ride = Ride(self._line, [Call(before), Call(f"SAVEPOINT {self._savepoint}")])
        ticket.turn.set_result(ride)
        kept = await ticket.left
        if not ride.begun:
            if kept:
                ticket.landed.set_result(None)
            return False

        lost = False
        if kept:
            aboard.append(ticket)
        else:
            lost = await self._undo(bool(aboard))
        self._savepoint, self._last = self._last, self._savepoint
        return lost

    async def _undo(self, others: bool) -> bool:
        """Take one body back; True when its neighbours are gone too, as after a full disk."""
        try:
            if await self._line.in_transaction():
                back = f"ROLLBACK TO {self._savepoint}" if others else "ROLLBACK"
                await self._line.perform([Call(back)])
                return False
        except Exception:
            await self._abandon()
        return others

    async def _land(self, aboard: list[_Ticket], lost: bool) -> None:
        try:
            if lost:
                raise Unavailable("the transaction was lost")
            await self._line.perform([Call("COMMIT")])
        except Exception as error:
            await self._abandon()
            for ticket in aboard:
                ticket.landed.set_exception(Unavailable(str(error)))
                ticket.landed.exception()  # a caller that was cancelled never looks
            return
        for ticket in aboard:
            ticket.landed.set_result(None)

    async def _abandon(self) -> None:
        """Nothing of the batch may be left; if even this fails, the next BEGIN does too and nobody is told a success."""
        try:
            if await self._line.in_transaction():
                await self._line.perform([Call("ROLLBACK")])
        except Exception:
            return
