"""One transaction as its body sees it, the same on both engines."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from kairanban.core.errors import Unavailable
from kairanban.db.tx import Call, Connection, Result


class Violation(Exception):
    """The tables' own rules said no: a row that is referred to is not there, a value may not be empty."""


class Duplicate(Violation):
    """There is a row with this unique key already."""


class Transaction:
    """The opening statements travel with the first call. After an error nothing more is done or kept."""

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
            # A call that was cancelled may have been done or not.
            self._failure = error if isinstance(error, Exception) else Unavailable("a statement was cut off")
            raise
        return results[len(opening) :]

    def check(self) -> None:
        """Raise again what went wrong, in case the body passed over it."""
        if self._failure is not None:
            raise self._failure

    def end(self) -> None:
        """Whoever still holds the transaction cannot reach into the next one."""
        self._over = True


@asynccontextmanager
async def within(seconds: float | None) -> AsyncIterator[None]:
    """Unavailable for a body that takes longer; a TimeoutError of its own passes through."""
    try:
        async with asyncio.timeout(seconds) as limit:
            yield
    except TimeoutError as error:
        if limit.expired():
            raise Unavailable("the transaction took too long") from error
        raise
