"""How many messages are under way at once, so that a host that hangs delays no other."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

ALL, ONE_HOST = 32, 8
# After so many tries in a row without an answer a host is left alone for this long.
SILENT, REST_SECONDS = 8, 10.0


class Silent(Exception):
    """The host has answered nothing lately; there is no use in waiting for it in line."""


class _Host:
    def __init__(self) -> None:
        self.places = asyncio.Semaphore(ONE_HOST)
        self.unanswered = 0
        self.again = 0.0


class Hosts:
    """Places for 32 messages in all and 8 a host."""

    def __init__(self) -> None:
        self._all = asyncio.Semaphore(ALL)
        self._hosts: dict[str, _Host] = {}

    @asynccontextmanager
    async def place(self, name: str) -> AsyncIterator[None]:
        """Wait for a place; Silent where the host is left alone. A TimeoutError or OSError inside counts against it."""
        host = self._hosts.setdefault(name, _Host())
        time = asyncio.get_running_loop().time
        # The host's places first: whoever waits for it must not stand in a place of all.
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
