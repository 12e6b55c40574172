"""A transaction as its body sees it, the same on both engines."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from kairanban.core.errors import Unavailable
from kairanban.db.tx import Call, Connection, Result


class Violation(Exception):
    """A constraint of the tables was violated: a foreign key, NOT NULL."""


class Duplicate(Violation):
    """A row with this unique key exists already."""


class Transaction:
    """Runs calls; the opening statements go with the first. After an error nothing else runs."""

    def __init__(self, connection: Connection, opening: list[Call]) -> None:
        self.engine = connection.engine
        self.begun = False
        self._connection = connection
        self._opening = opening
        self._failure: Exception | None = None
        self._over = False

    async def perform(self, calls: list[Call]) -> list[Result]:
        if self._over:
            raise RuntimeError("this transaction has ended")
        self.check()
        opening = [] if self.begun else self._opening
        self.begun = True
        try:
            results = await self._connection.perform([*opening, *calls])
        except BaseException as error:
            # A cancelled call may have run or not.
            self._failure = error if isinstance(error, Exception) else Unavailable("a statement was cut off")
            raise
        return results[len(opening) :]

    def check(self) -> None:
        """Raise the earlier error again, in case the body suppressed it."""
        if self._failure is not None:
            raise self._failure

    def end(self) -> None:
        """Refuse further calls, so that a leaked reference cannot write into the next transaction."""
        self._over = True


@asynccontextmanager
async def within(seconds: float | None) -> AsyncIterator[None]:
    """Limit a block to `seconds`, raising Unavailable; a TimeoutError of the block itself passes through."""
    try:
        async with asyncio.timeout(seconds) as limit:
            yield
    except TimeoutError as error:
        if limit.expired():
            raise Unavailable("the transaction took too long") from error
        raise
