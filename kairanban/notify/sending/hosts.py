"""Limits of concurrent messages, so that a host that hangs delays no other and no try outlives its lease."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from kairanban.core.clock import SECOND
from kairanban.notify.rules.paces import Pace

# After this many tries in a row without an answer, a host is skipped for REST_SECONDS.
SILENT, REST_SECONDS = 8, 10.0

Timer = Callable[[], float]
"""Seconds of a clock that all processes of the machine share."""


class Silent(Exception):
    """The host has not answered lately; it is not waited for."""


class TooLate(Exception):
    """The slot came so late that the try might outlive the worker's lease."""


class _Host:
    def __init__(self, at_once: int) -> None:
        self.places = asyncio.Semaphore(at_once)
        self.unanswered = 0
        self.again = 0.0


class Hosts:
    """Semaphores of a channel: for all its messages, and for those of each host."""

    def __init__(self, pace: Pace, timer: Timer = time.monotonic) -> None:
        self._pace, self._timer = pace, timer
        self._all = asyncio.Semaphore(pace.at_once)
        self._hosts: dict[str, _Host] = {}

    @asynccontextmanager
    async def place(self, name: str, begin_by: float) -> AsyncIterator[None]:
        """Wait for a slot; raise TooLate after `begin_by`, Silent for a skipped host.

        A TimeoutError or OSError inside counts against the host. A try that takes too long ends with TimeoutError.
        """
        host = self._hosts.setdefault(name, _Host(self._pace.of_one_host))
        # The host's semaphore first: a waiter for it must not hold one of the common slots.
        async with host.places, self._all:
            # Here, and not before: the wait for the slot may have been longer than the lease.
            if self._timer() > begin_by:
                raise TooLate
            if host.unanswered >= SILENT and self._timer() < host.again:
                raise Silent
            try:
                async with asyncio.timeout(self._pace.longest / SECOND):
                    yield
            except (TimeoutError, OSError):
                host.unanswered += 1
                host.again = self._timer() + REST_SECONDS
                raise
            host.unanswered = 0
