"""Limits of concurrent messages, so that a host that hangs delays no other."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

ALL, ONE_HOST = 32, 8
# After this many tries in a row without an answer, a host is skipped for REST_SECONDS.
SILENT, REST_SECONDS = 8, 10.0


class Silent(Exception):
    """The host has not answered lately; it is not waited for."""


class _Host:
    def __init__(self) -> None:
        self.places = asyncio.Semaphore(ONE_HOST)
        self.unanswered = 0
        self.again = 0.0


class Hosts:
    """Semaphores: 32 messages in all, 8 per host."""

    def __init__(self) -> None:
        self._all = asyncio.Semaphore(ALL)
        self._hosts: dict[str, _Host] = {}

    @asynccontextmanager
    async def place(self, name: str) -> AsyncIterator[None]:
        """Wait for a slot; raise Silent for a skipped host. A TimeoutError or OSError counts against it."""
        host = self._hosts.setdefault(name, _Host())
        time = asyncio.get_running_loop().time
        # The host's semaphore first: a waiter for it must not hold one of the common slots.
        async with host.places, self._all:
            if host.unanswered >= SILENT and time() < host.again:
                raise Silent
            try:
                yield
            except (TimeoutError, OSError):
                host.unanswered += 1
                host.again = time() + REST_SECONDS
                raise
            host.unanswered = 0
