"""Limits of a connection: headers that are too large or never end, bodies that stop, clients that say nothing."""

import asyncio
import signal
from collections.abc import Callable
from typing import Any

import pytest
import uvicorn
from uvicorn.server import ServerState

from kairanban.web import connections
from kairanban.web.connections import (
    BODY_PIECE_WITHIN,
    BODY_WITHIN,
    HEADER_BYTES,
    HEADER_WITHIN,
    HEADERS_MOST,
    KEEP_ALIVE,
    PatientConnection,
)
from kairanban.web.leaving import LeavingServer

pytestmark = pytest.mark.anyio


class Handle:
    def __init__(self, at: float, call: Callable[..., object]) -> None:
        self.at, self.call, self.cancelled = at, call, False

    def cancel(self) -> None:
        self.cancelled = True


class Clock:
    """An event loop whose timers run when the test says so."""

    def __init__(self) -> None:
        self.now, self.timers = 0.0, list[Handle]()
        self.create_task = asyncio.get_running_loop().create_task

    def time(self) -> float:
        return self.now

    def call_later(self, seconds: float, call: Callable[..., object], *_: object) -> Handle:
        self.timers.append(Handle(self.now + seconds, call))
        return self.timers[-1]

    def go_on(self, seconds: float) -> None:
        end = self.now + seconds
        while due := [one for one in self.timers if not one.cancelled and one.at <= end]:
            first = min(due, key=lambda one: one.at)
            self.now = first.at
            self.timers.remove(first)
            first.call()
        self.now = end


class Wire:
    """A transport that keeps what is written to it."""

    def __init__(self) -> None:
        self.sent, self.closed, self.aborted, self.paused = b"", False, False, False

    def write(self, data: bytes) -> None:
        self.sent += data

    def close(self) -> None:
        self.closed = True

    def abort(self) -> None:
        self.aborted = True

    def is_closing(self) -> bool:
        return self.closed

    def pause_reading(self) -> None:
        self.paused = True

    def resume_reading(self) -> None:
        self.paused = False

    def get_extra_info(self, name: str) -> None:
        return None


async def hello(scope: Any, receive: Any, send: Any) -> None:
    while (await receive()).get("more_body"):
        pass
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
    await send({"type": "http.response.body", "body": b"ok"})


def connected(app: Any = hello) -> tuple[PatientConnection, Wire, Clock]:
    clock, wire = Clock(), Wire()
    config = uvicorn.Config(app, timeout_keep_alive=KEEP_ALIVE, log_config=None, lifespan="off")
    one = PatientConnection(config=config, server_state=ServerState(), app_state={}, _loop=clock)
    one.connection_made(wire)  # type: ignore[arg-type]
    return one, wire, clock


GET = b"GET / HTTP/1.1\r\nhost: localhost\r\n\r\n"


async def test_a_request_is_answered_and_the_connection_outlives_the_proxies() -> None:
    one, wire, clock = connected()
    for number in (1, 2):
        one.data_received(GET)
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        assert wire.sent.count(b"200 OK") == number
        # Caddy sends into a connection up to two minutes after the last answer.
        clock.go_on(121)
        assert not wire.closed
    clock.go_on(KEEP_ALIVE)
    assert wire.closed


async def test_a_server_that_leaves_answers_an_idle_connection_once_more() -> None:
    one, wire, _ = connected()
    one.data_received(GET)
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    one.server_state.leaving = True  # type: ignore[attr-defined]
    assert b"connection: close" not in wire.sent
    assert not wire.closed
    one.data_received(GET)
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert wire.sent.count(b"200 OK") == 2
    assert b"connection: close" in wire.sent
    assert wire.closed


async def test_a_header_that_never_ends_is_refused() -> None:
    one, wire, clock = connected()
    one.data_received(b"POST / HTTP/1.1\r\nhost: loc")
    clock.go_on(HEADER_WITHIN - 1)
    # A byte now and then does not help.
    one.data_received(b"a")
    assert not wire.closed
    clock.go_on(2)
    assert wire.sent.startswith(b"HTTP/1.1 408")
    assert wire.closed
    clock.go_on(10)
    assert wire.aborted


async def test_a_connection_that_says_nothing_is_closed_without_a_word() -> None:
    _, wire, clock = connected()
    clock.go_on(KEEP_ALIVE - 1)
    assert not wire.closed
    clock.go_on(2)
    assert wire.closed
    assert wire.sent == b""


@pytest.mark.parametrize(
    "fat",
    [
        b"x-fat: " + b"a" * HEADER_BYTES + b"\r\n",
        b"".join(b"x-%d: 1\r\n" % n for n in range(HEADERS_MOST + 1)),
    ],
)
async def test_headers_that_are_too_large_or_too_many_are_refused(fat: bytes) -> None:
    one, wire, _ = connected()
    one.data_received(b"GET / HTTP/1.1\r\nhost: localhost\r\n" + fat + b"\r\n")
    assert wire.sent.startswith(b"HTTP/1.1 431")
    assert wire.closed


async def test_an_endless_header_in_pieces_is_refused() -> None:
    one, wire, _ = connected()
    one.data_received(b"GET / HTTP/1.1\r\nx-fat: ")
    for _ in range(HEADER_BYTES // 1000 + 1):
        if not wire.closed:
            one.data_received(b"a" * 1000)
    assert wire.sent.startswith(b"HTTP/1.1 431")


POST = b"POST / HTTP/1.1\r\nhost: localhost\r\ncontent-length: 100000\r\n\r\n"


async def test_a_body_that_stops_is_refused_and_its_request_ends() -> None:
    ended: list[object] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        while (message := await receive())["type"] != "http.disconnect":
            pass
        ended.append(message)

    one, wire, clock = connected(app)
    one.data_received(POST + b"a" * 10)
    await asyncio.sleep(0)
    clock.go_on(BODY_PIECE_WITHIN - 1)
    one.data_received(b"a")
    await asyncio.sleep(0)
    clock.go_on(BODY_PIECE_WITHIN - 1)
    assert not wire.closed
    clock.go_on(2)
    assert wire.sent.startswith(b"HTTP/1.1 408")
    one.connection_lost(None)
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert ended


async def test_a_body_of_single_bytes_has_an_end_too() -> None:
    one, wire, clock = connected()
    one.data_received(POST)
    for _ in range(int(BODY_WITHIN / 50) + 1):
        await asyncio.sleep(0)
        clock.go_on(50)
        if not wire.closed:
            one.data_received(b"a")
    assert wire.closed


async def test_a_client_is_not_slow_while_we_do_not_read() -> None:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        await asyncio.Event().wait()

    one, wire, clock = connected(app)
    one.data_received(POST.replace(b"100000", b"1000000") + b"a" * 70_000)
    await asyncio.sleep(0)
    assert wire.paused
    clock.go_on(BODY_PIECE_WITHIN + 1)
    assert not wire.closed


async def test_a_body_that_comes_after_the_answer_is_no_header() -> None:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 413, "headers": [(b"content-length", b"0")]})
        await send({"type": "http.response.body", "body": b""})

    one, wire, _ = connected(app)
    one.data_received(POST)
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    for _ in range(99):
        one.data_received(b"a" * 1000)
    assert b"431" not in wire.sent


def test_the_options_are_those_of_the_served_process() -> None:
    from kairanban.operations.cli.serving import OPTIONS

    assert OPTIONS["http"] is PatientConnection
    assert OPTIONS["timeout_keep_alive"] == connections.KEEP_ALIVE > 120
    uvicorn.Config(hello, **OPTIONS).load()


@pytest.mark.parametrize("how", ["they end", "it is told to"])
async def test_a_server_that_leaves_waits_for_its_connections_unless_it_is_told_to_end(how: str) -> None:
    server = LeavingServer(uvicorn.Config(hello, log_config=None))
    server.server_state.connections.add(object())  # type: ignore[arg-type]
    leaving = asyncio.create_task(server._connections_end())
    await asyncio.sleep(0.15)
    assert not leaving.done()
    if how == "they end":
        server.server_state.connections.clear()
    else:
        server.handle_exit(signal.SIGTERM, None)
    await leaving
