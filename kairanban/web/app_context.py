"""What belongs to this server while it runs, and the two ways to open the database from a page."""

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
    """Set once at start as `app.state.context`."""

    settings: Settings
    database: Database
    recognise: Callable[[Request], Awaitable[None]]
    """Sets `request.state.actor` and `request.state.page_context` from the cookies."""
    demo: bool = False
    statics: dict[str, str] = field(default_factory=dict)


def app_context(request: Request) -> AppContext:
    found: AppContext = request.app.state.context
    return found


def actor(request: Request) -> Anyone:
    found: Anyone = request.state.actor
    return found


def read(request: Request) -> AbstractAsyncContextManager[Tx]:
    """One snapshot in which the engine refuses every write."""
    return app_context(request).database.read(actor(request))


def point_read(request: Request) -> AbstractAsyncContextManager[Tx]:
    """As `read`, for pages that need a few rows found by their keys."""
    return app_context(request).database.point_read(actor(request))


def write(request: Request) -> AbstractAsyncContextManager[Tx]:
    """A change; what it did is durable when the block ends. Never for a request that only looks."""
    if request.method in SAFE:
        raise RuntimeError("a GET changes nothing")
    return app_context(request).database.write(actor(request))


def observe(request: Request) -> AbstractAsyncContextManager[Tx]:
    """A short idempotent note that something was seen; never for HEAD, prefetch or polling (ask `is_seen`)."""
    if request.method == "HEAD":
        raise RuntimeError("a HEAD sees nothing")
    return app_context(request).database.write(actor(request))


def is_seen(request: Request) -> bool:
    """Whether a human eye is likely to see this answer."""
    ahead = request.headers.get("sec-purpose", "") + request.headers.get("purpose", "")
    return request.method == "GET" and "prefetch" not in ahead and "hx-request" not in request.headers
