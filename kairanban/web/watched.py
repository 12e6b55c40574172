"""Each request is measured, and written into the log: its route, never its address."""

from time import perf_counter

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kairanban.measures.instruments import OTHER, note_request
from kairanban.web.forwarded import Forwarded
from kairanban.web.logs import log_request

# Asked again and again by monitors and by pages that are left open.
QUIET = frozenset({"/health", "/ready", "/metrics"})
QUIET_UNLESS_WRONG = frozenset({"/static/{name}"})
NOTHING_NEW = 204


class Watched:
    """Pure ASGI middleware, the outermost: it also sees what is refused before a route is found."""

    def __init__(self, app: ASGIApp, forwarded: Forwarded) -> None:
        self._app, self._forwarded = app, forwarded

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        self._forwarded.look(scope)
        # What raises is answered with 500 by Starlette, outside of all middleware.
        status, began = 500, perf_counter()

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, sending)
        except Exception:
            status = 500
            raise
        finally:
            seconds = perf_counter() - began
            matched = scope.get("matched_route")
            route = OTHER if matched is None else matched.path
            note_request(route, scope["method"], status, seconds)
            if is_logged(route, scope["method"], status):
                log_request(route, scope["method"], status, seconds)


def is_logged(route: str, method: str, status: int) -> bool:
    """Tell whether a request has a line of its own: not what is asked all the time and goes well."""
    if status >= 500:
        return True
    if route in QUIET or (status == NOTHING_NEW and method == "GET"):
        return False
    return status >= 400 or route not in QUIET_UNLESS_WRONG
