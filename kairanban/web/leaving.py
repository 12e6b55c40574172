"""A server that leaves its port to a successor without a failed request."""

import asyncio
import contextlib
import signal
import socket
from collections.abc import Iterator
from types import FrameType

import uvicorn

from kairanban.web.connections import KEEP_ALIVE

LEAVE = signal.SIGUSR2
# By then every idle connection has ended by itself, and those of proxies before.
LEAVE_WITHIN = KEEP_ALIVE + 20.0


class LeavingServer(uvicorn.Server):
    """Ends at once after SIGTERM; after SIGUSR2 it answers what its connections still ask, the last time with `connection: close`.

    A connection that were closed while it is idle could be the one into which a client is just writing.
    """

    leaves = hurries = False

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        signal.signal(LEAVE, self._leave)
        with super().capture_signals():
            yield

    def _leave(self, _number: int, _frame: FrameType | None) -> None:
        self.leaves = self.should_exit = True

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self.hurries = True
        super().handle_exit(sig, frame)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        if self.leaves:
            for server in self.servers:
                server.close()
            self.server_state.leaving = True  # type: ignore[attr-defined]
            await self._connections_end()
        await super().shutdown(sockets)

    async def _connections_end(self) -> None:
        loop = asyncio.get_running_loop()
        end = loop.time() + LEAVE_WITHIN
        while not self.hurries and loop.time() < end:
            # First: what was accepted in the last moment is a connection only after it.
            await asyncio.sleep(0.1)
            if not self.server_state.connections:
                return
