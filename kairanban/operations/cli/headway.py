"""Long commands: how far they are, and what is said when they are stopped."""

import asyncio
import shutil
import signal
import sys
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from types import FrameType
from typing import Any, TextIO

import click

from kairanban.core import headway

MINUTE = 60.0
# A terminal is written to ten times a second at most.
MOMENT = 0.1
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_CLEAR = "\r\x1b[K"


class Stopped(KeyboardInterrupt):
    """SIGINT or SIGTERM came; drivers undo what they are at as they do for Ctrl-C."""


class Shown:
    """Shows counted work: one line rewritten in place on a terminal, a plain line a minute elsewhere."""

    def __init__(
        self,
        doing: str,
        out: TextIO,
        clock: Callable[[], float] = time.monotonic,
        wait: Callable[[float], bool] | None = None,
    ) -> None:
        self.counts: dict[str, tuple[int, int | None]] = {}
        """By unit, how many are done, and of how many."""
        self._doing, self._out, self._clock = doing, out, clock
        self._unit, self._written = "", -MOMENT
        self._ended = threading.Event()
        self._wait = wait or self._ended.wait

    def begin(self, unit: str, of: int | None) -> None:
        self._unit, self.counts[unit] = unit, (0, of)
        self._rewrite()

    def advance(self, by: int) -> None:
        done, of = self.counts[self._unit]
        self.counts[self._unit] = (done + by, of)
        if self._clock() - self._written >= MOMENT:
            self._rewrite()

    def text(self) -> str:
        """Return what is done, as one line."""
        if not self._unit:
            return f"{self._doing} …"
        done, of = self.counts[self._unit]
        if not of:
            return f"{self._doing}: {done:,} {self._unit}"
        return f"{self._doing}: {done:,} of {of:,} {self._unit} ({100 * done // of} %)"

    @contextmanager
    def showing(self) -> Iterator[None]:
        """Show the work of the block; a terminal's line is cleared after it."""
        minutes = threading.Thread(target=self._each_minute, daemon=True)
        if not self._out.isatty():
            minutes.start()
        self._rewrite()
        try:
            with headway.heard_by(self):
                yield
        finally:
            self._ended.set()
            if self._out.isatty():
                self._out.write(_CLEAR)
                self._out.flush()

    def _rewrite(self) -> None:
        if self._out.isatty():
            self._written = self._clock()
            width = shutil.get_terminal_size().columns - 1
            self._out.write(f"{_CLEAR}{self.text()[:width]}")
            self._out.flush()

    def _each_minute(self) -> None:
        while not self._wait(MINUTE):
            self._out.write(f"{self.text()}\n")
            self._out.flush()


class Stoppable(Shown):
    """Work shown that SIGINT and SIGTERM end: the first one counts, and cleaning up is not disturbed by more."""

    number: int | None = None
    _task: tuple[asyncio.AbstractEventLoop, "asyncio.Task[Any]"] | None = None

    def advance(self, by: int) -> None:
        if self.number is not None and self._task is None:
            # The exception of the signal was lost: it came while an object was being deleted.
            raise Stopped
        super().advance(by)

    @contextmanager
    def stoppable(self) -> Iterator[None]:
        """Raise Stopped in the block when a signal comes, or cancel the task of `cancellable`."""
        before = {number: signal.signal(number, self._stop) for number in SIGNALS}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    @asynccontextmanager
    async def cancellable(self) -> AsyncIterator[None]:
        """Cancel this task when a signal comes, so that transactions end in order; raise Stopped then."""
        task = asyncio.current_task()
        assert task is not None
        self._task = asyncio.get_running_loop(), task
        try:
            yield
        except asyncio.CancelledError:
            if self.number is None:
                raise
            raise Stopped from None
        finally:
            self._task = None

    def _stop(self, number: int, _frame: FrameType | None) -> None:
        if self.number is not None:
            return
        self.number = number
        if self._task is None:
            raise Stopped
        loop, task = self._task
        loop.call_soon_threadsafe(task.cancel)


@contextmanager
def long_command(doing: str, stopped: Callable[[Stoppable], str]) -> Iterator[Stoppable]:
    """Show how far the block is; at a signal say what `stopped` returns and exit with status 130 or 143."""
    work = Stoppable(doing, sys.stderr)
    with work.stoppable():
        try:
            with work.showing():
                yield work
        except Stopped:
            assert work.number is not None
            click.echo(stopped(work), err=True)
            sys.exit(128 + work.number)
