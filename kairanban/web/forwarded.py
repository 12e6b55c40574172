"""How many web servers in front the requests name, for `doctor` to compare with KAIRANBAN_PROXIES: a number, no address."""

import asyncio
import contextlib
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from starlette.types import Scope

from kairanban.config import Settings
from kairanban.web.headers import MONITORED

FILE = "forwarded"
EVERY_SECONDS = 60.0
# What is older says nothing of the present settings of the web server.
DAY_SECONDS = 86_400.0


@dataclass(frozen=True, slots=True)
class Seen:
    """The fewest addresses that a request carried; a client may add some, but cannot take any away."""

    least: int
    requests: int


class Forwarded:
    """Looks at the requests for the public name; what a monitor on the machine asks goes past the web server."""

    def __init__(self, settings: Settings) -> None:
        self._host = settings.host.encode() if settings.secure else None
        self._least: int | None = None
        self._requests = 0

    def look(self, scope: Scope) -> None:
        if self._host is None or scope["path"] in MONITORED:
            return
        addresses, asked = 0, b""
        for name, value in scope["headers"]:
            if name == b"x-forwarded-for":
                addresses += value.count(b",") + 1
            elif name == b"host":
                asked = value
        if asked.lower() == self._host:
            self._requests += 1
            self._least = addresses if self._least is None else min(self._least, addresses)

    @asynccontextmanager
    async def noted(self, data: Path) -> AsyncIterator[None]:
        """Note each minute what was seen in it, during the block."""
        task = asyncio.create_task(self._go_on(data))
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            self._note(data)

    async def _go_on(self, data: Path) -> None:
        while True:
            await asyncio.sleep(EVERY_SECONDS)
            self._note(data)

    def _note(self, data: Path) -> None:
        if self._least is None:
            return
        said = json.dumps({"least": self._least, "requests": self._requests})
        self._least, self._requests = None, 0
        # A folder that cannot be written is said by another check.
        with contextlib.suppress(OSError):
            (data / FILE).write_text(said)


def seen(data: Path) -> Seen | None:
    """Return what the server noted last, None if that is more than a day old or nothing."""
    file = data / FILE
    try:
        if time.time() - file.stat().st_mtime > DAY_SECONDS:
            return None
        return Seen(**json.loads(file.read_text()))
    except (OSError, ValueError, TypeError):
        return None
