"""HTTP/1.1 connections with limits on the size of headers and on the time of headers and bodies.

uvicorn's own protocol has neither: a request that is never finished holds its connection for ever.
"""

import asyncio
from asyncio.events import TimerHandle
from enum import Enum
from typing import Any

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from kairanban.measures.instruments import note_refused

HEADER_BYTES = 32 * 1024
HEADERS_MOST = 100
# Seconds: a whole header; between two pieces of a body; a whole body (30 MB at 25 KB/s); to take the refusal.
HEADER_WITHIN = 20.0
BODY_PIECE_WITHIN = 60.0
BODY_WITHIN = 1_200.0
GONE_WITHIN = 5.0
# Longer than a proxy keeps a connection to us (Caddy two minutes, nginx one), so that it never sends into one that closes.
KEEP_ALIVE = 180
# Requests that are being answered may end before a shutdown.
SHUTDOWN_WITHIN = 20


class _Reads(Enum):
    """What the connection reads at present."""

    NOTHING = "nothing"
    HEADER = "header"
    BODY = "body"


class PatientConnection(HttpToolsProtocol):
    """A connection that waits for a slow client, but not for ever."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._timer: TimerHandle | None = None
        self._reads = _Reads.NOTHING
        self._body_ends = 0.0
        self._header_bytes = self._header_count = 0
        self._too_large = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        # Browsers and proxies open connections ahead: one that says nothing is as one kept alive.
        self._wait(self.timeout_keep_alive)

    def connection_lost(self, exc: Exception | None) -> None:
        self._wait(None)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self._reads is _Reads.NOTHING:
            self._header_bytes = 0
            self._wait(HEADER_WITHIN)
        self._header_bytes += len(data)
        super().data_received(data)
        if self._reads is _Reads.HEADER and self._header_bytes > HEADER_BYTES:
            self._refuse(431)

    def on_message_begin(self) -> None:
        self._reads, self._header_count = _Reads.HEADER, 0
        super().on_message_begin()

    def on_header(self, name: bytes, value: bytes) -> None:
        self._header_count += 1
        if self._header_count > HEADERS_MOST or len(name) + len(value) > HEADER_BYTES:
            self._too_large = True
            raise ValueError("headers")
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        self._reads, self._body_ends = _Reads.BODY, self.loop.time() + BODY_WITHIN
        self._wait(BODY_PIECE_WITHIN)
        super().on_headers_complete()
        if getattr(self.server_state, "leaving", False) and self.cycle is not None:
            self.cycle.keep_alive = False

    def on_body(self, body: bytes) -> None:
        self._wait(min(BODY_PIECE_WITHIN, max(self._body_ends - self.loop.time(), 0.0)))
        super().on_body(body)

    def on_message_complete(self) -> None:
        self._reads = _Reads.NOTHING
        self._wait(None)
        super().on_message_complete()

    def send_400_response(self, msg: str) -> None:
        if self._too_large:
            self._refuse(431)
        else:
            note_refused(400)
            super().send_400_response(msg)

    def _wait(self, seconds: float | None) -> None:
        """Close the connection after this time; None waits for nothing."""
        if self._timer is not None:
            self._timer.cancel()
        self._timer = None if seconds is None else self.loop.call_later(seconds, self._over)

    def _over(self) -> None:
        self._timer = None
        if self.flow.read_paused and self.loop.time() < self._body_ends:
            # We do not read at present: it is not the client that is slow.
            self._wait(BODY_PIECE_WITHIN)
        elif self._reads is _Reads.HEADER or (self._reads is _Reads.BODY and not self.cycle.response_started):
            self._refuse(408)
        else:
            self._close()

    def _refuse(self, status: int) -> None:
        note_refused(status)
        self.transport.write(STATUS_LINE[status] + b"content-length: 0\r\nconnection: close\r\n\r\n")
        self._close()

    def _close(self) -> None:
        self._wait(None)
        if self.transport.is_closing():
            return
        self.transport.close()
        # One that does not take the refusal either is cut off.
        self.loop.call_later(GONE_WITHIN, self.transport.abort)


OPTIONS: dict[str, Any] = {
    "http": PatientConnection,
    "timeout_keep_alive": KEEP_ALIVE,
    "timeout_graceful_shutdown": SHUTDOWN_WITHIN,
}
