"""Security headers, the content security policies, and the allowed Host names."""

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kairanban.config import Settings

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; "
    "manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
# htmx elements need a nonce, so that injected markup cannot make requests.
STAFF_POLICY = POLICY.replace("script-src 'self'", "script-src 'self' 'nonce-{nonce}'") + (
    "; require-trusted-types-for 'script'; trusted-types htmx"
)
PRINT_POLICY = POLICY.replace("style-src 'self'", "style-src 'self' 'nonce-{nonce}'")

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), publickey-credentials-get=(self), publickey-credentials-create=(self)",
    "X-Robots-Tag": "noindex, nofollow",
}


def _raw(headers: dict[str, str]) -> list[tuple[bytes, bytes]]:
    return [(name.lower().encode(), value.encode()) for name, value in headers.items()]


def always(settings: Settings) -> dict[str, str]:
    """Return the headers of every response; the page of an internal error is made outside the middleware."""
    secure = {"Strict-Transport-Security": "max-age=31536000"} if settings.secure else {}
    return ALWAYS | secure


LOCAL = frozenset({"localhost", "127.0.0.1", "[::1]"})
# Asked by a monitor on this machine, which does not know the public name.
MONITORED = frozenset({"/health", "/ready", "/metrics"})

UNLESS_GIVEN = _raw({"Content-Security-Policy": POLICY, "Cache-Control": "no-store"})


class SecurityHeaders:
    """Pure ASGI middleware: BaseHTTPMiddleware starts a task per response, more costly than a page."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._hosts, self._local = {settings.host}, not settings.secure
        self._always = _raw(always(settings))
        self._without_content = [
            one for one in self._always if one[0] in (b"x-content-type-options", b"strict-transport-security")
        ] + _raw({"Cache-Control": "no-store"})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = message["headers"]
                if message["status"] == 204:
                    # Nothing to frame, run or index; a tablet left open asks each minute.
                    headers += self._without_content
                    await send(message)
                    return
                given = {name for name, _ in headers}
                headers += self._always
                headers += [one for one in UNLESS_GIVEN if one[0] not in given]
            await send(message)

        if self._known(scope):
            await self._app(scope, receive, sending)
        else:
            await PlainTextResponse("This server is not known by that name.", 400)(scope, receive, sending)

    def _known(self, scope: Scope) -> bool:
        """Tell whether the one Host is this server's; monitoring on the machine may say localhost."""
        hosts = [value.decode("latin-1").lower() for name, value in scope["headers"] if name == b"host"]
        if len(hosts) != 1:
            return False
        bare = hosts[0] if hosts[0] in LOCAL else hosts[0].rpartition(":")[0]
        return hosts[0] in self._hosts or (bare in LOCAL and (self._local or scope["path"] in MONITORED))
