"""How long the application keeps the event loop in one go.

Measured is the processor time of the loop's thread, so that a busy machine fails nothing, and of the application's
callbacks only: each request is a task of its own, as in a server, without the work of the client in this process.
"""

import asyncio
import gc
from asyncio import events
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from time import thread_time
from typing import Any
from unittest.mock import patch

from starlette.types import ASGIApp, Receive, Scope, Send

_serving = ContextVar("serving", default=False)


class Longest:
    """The longest hold so far, in milliseconds."""

    def __init__(self) -> None:
        self.milliseconds = 0.0


def apart(app: ASGIApp) -> ASGIApp:
    """Return the application, each request in a task that `longest_hold` measures."""

    async def request(scope: Scope, receive: Receive, send: Send) -> None:
        _serving.set(True)
        await app(scope, receive, send)

    async def served(scope: Scope, receive: Receive, send: Send) -> None:
        await asyncio.create_task(request(scope, receive, send))

    return served


@contextmanager
def longest_hold() -> Iterator[Longest]:
    """Measure every callback of the application in this thread until the block ends."""
    longest = Longest()
    run = events.Handle._run

    def measured(handle: Any) -> None:
        began = thread_time()
        run(handle)
        if handle._context.get(_serving, False):
            longest.milliseconds = max(longest.milliseconds, (thread_time() - began) * 1000)

    # A collection goes through all that the tests before have made, not through what the application does.
    gc.collect()
    gc.freeze()
    try:
        with patch.object(events.Handle, "_run", measured):
            yield longest
    finally:
        gc.unfreeze()
