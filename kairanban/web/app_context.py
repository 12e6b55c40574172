"""The application's shared objects, and the ways a page opens the database."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field

from starlette.requests import Request

from kairanban.config import Settings
from kairanban.core.actor import Anyone
from kairanban.db.engine import Database
from kairanban.db.tx import Tx

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True)
class AppContext:
    """Shared by all requests; set at start as `app.state.context`."""

    settings: Settings
    database: Database
    recognise: Callable[[Request], Awaitable[None]]
    """Sets `request.state.actor`, `.token` and `.page_context` from the cookies."""
    owner_key: str = field(kw_only=True)
    """Key of the marks by which a device knows whose it is (web/owners.py)."""
    demo: bool = False
    statics: dict[str, str] = field(default_factory=dict)
    works: set[asyncio.Task[None]] = field(default_factory=set)
    """Long work that goes on beside the requests (community/long_work)."""


def app_context(request: Request) -> AppContext:
    found: AppContext = request.scope["app"].state.context
    return found


def actor(request: Request) -> Anyone:
    found: Anyone = request.state.actor
    return found


def read(request: Request) -> AbstractAsyncContextManager[Tx]:
    """Open a snapshot in which the engine refuses writes."""
    return app_context(request).database.read(actor(request))


def point_read(request: Request) -> AbstractAsyncContextManager[Tx]:
    """As `read`, for pages that read a few rows by key."""
    return app_context(request).database.point_read(actor(request))


def write(request: Request) -> AbstractAsyncContextManager[Tx]:
    """Open a write transaction, durable when the block ends; RuntimeError for GET and other safe methods."""
    if request.method in SAFE:
        raise RuntimeError("a GET changes nothing")
    return app_context(request).database.write(actor(request))


def observe(request: Request) -> AbstractAsyncContextManager[Tx]:
    """Open a short idempotent write to record a view; not for HEAD, prefetch or polling (see `is_seen`)."""
    if request.method == "HEAD":
        raise RuntimeError("a HEAD sees nothing")
    return app_context(request).database.write(actor(request))


def is_seen(request: Request) -> bool:
    """Tell whether a person will probably see the answer: a GET, no prefetch, no htmx poll."""
    ahead = request.headers.get("sec-purpose", "") + request.headers.get("purpose", "")
    return request.method == "GET" and "prefetch" not in ahead and "hx-request" not in request.headers
