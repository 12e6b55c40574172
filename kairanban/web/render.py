"""Render pages, or the part htmx requested, in the reader's language."""

import asyncio
import gzip
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from kairanban.i18n.templating import render as render_template
from kairanban.web import csrf
from kairanban.web.app_context import app_context
from kairanban.web.headers import POLICY, PRINT_POLICY, STAFF_POLICY
from kairanban.web.live import version_of
from kairanban.web.owners import owner_headers, owner_of
from kairanban.web.polling import EVERY_SECONDS

# The CSRF token field in every form, for browsers that send neither Sec-Fetch-Site nor Origin.
# With it when the page was made: a second tap undoes nothing (web/undo.py).
MADE = "page_made"
PROOF = f'<input type="hidden" name="{csrf.FIELD}" value="%s"><input type="hidden" name="{MADE}" value="%s">'

# The first page after a press: there a safety check asks with a link, or a second tap could answer it.
PRESSED = "/?done=pressed"

_ALWAYS = [(b"cache-control", b"no-store"), (b"vary", b"Cookie, HX-Request-Type, Accept-Encoding")]


@dataclass(frozen=True, slots=True)
class Ahead:
    """Addresses a device fetches ahead, written into the page (static/worker/keeping.mjs reads it)."""

    pages: Sequence[str] = ()
    pictures: Sequence[str] = ()
    """Of this page; fetched when the page itself was fetched ahead."""
    listed: Sequence[int] | None = None
    """All households that the board lists; a device deletes the pages of others (None: not the board)."""

    def written(self) -> dict[str, Any]:
        return {"pages": self.pages, "pictures": self.pictures, "listed": self.listed}


# Characters above which the page of a text is made outside the event loop, which it would hold too long.
LONG = 5_000


async def apart(length: int, make: Callable[..., Response], *given: Any) -> Response:
    """Make a page with a text of this length: in a thread if it is long."""
    return await asyncio.to_thread(make, *given) if length > LONG else make(*given)


def page(request: Request, template: str, view: Any = None, status: int = 200) -> Response:
    """Render a template with `page` (one typed object) and `context` (the data around every page)."""
    return _html(request, template, view, status, POLICY)


def kept_page(request: Request, template: str, view: Any, ahead: Ahead | None = None) -> Response:
    """As `page`, readable offline; a shared tablet stores nothing."""
    response = _html(request, template, view, 200, POLICY, ahead)
    if not request.state.actor.kiosk:
        response.headers["Kairanban-Keep"] = "page"
    return response


def road_page(
    request: Request, template: str, view: Any, status: int = 200, ahead: Ahead | None = None
) -> Response:
    """As `page`, for visits to households; stored offline for one day."""
    response = _html(request, template, view, status, POLICY, ahead)
    if status == 200:
        response.headers["Kairanban-Keep"] = "day"
    return response


def staff_page(request: Request, template: str, view: Any = None, status: int = 200) -> Response:
    """As `page`, for pages that use htmx."""
    return _html(request, template, view, status, STAFF_POLICY)


def printed_page(request: Request, template: str, view: Any, *, back: str, pdf: str) -> Response:
    """Render a printable page with its own style; on screen a bar links back and to the PDF."""
    return _html(request, template, view, 200, PRINT_POLICY, back=back, pdf=pdf)


def _html(
    request: Request,
    template: str,
    view: Any,
    status: int,
    policy: str,
    ahead: Ahead | None = None,
    **around: str,
) -> Response:
    nonce = secrets.token_urlsafe(16) if "{nonce}" in policy else ""
    context = request.state.page_context
    made = app_context(request).database.clock()
    html = render_template(
        context.language,
        template,
        context.furigana,
        context.names,
        page=view,
        context=context,
        static=app_context(request).statics,
        nonce=nonce,
        every_seconds=EVERY_SECONDS,
        version=version_of,
        ahead=ahead.written() if ahead else None,
        made=made,
        owner=owner_of(request),
        status=status,
        proof=Markup(PROOF % (csrf.token(request.state.token), made)),
        **around,
    )
    body, encoding = _compressed(request, html.encode())
    response = HTMLResponse(body, status)
    # Encoded here: the headers of a response encode each name and value anew.
    response.raw_headers += [
        (b"content-security-policy", policy.replace("{nonce}", nonce).encode()),
        *_ALWAYS,
        *encoding,
    ]
    response.raw_headers += owner_headers(request)
    return response


def _compressed(request: Request, html: bytes) -> tuple[bytes, list[tuple[bytes, bytes]]]:
    """Return the page as sent and its header: a road in the mountains carries a third, where the browser takes it.

    Level 3: a quarter of the time of level 9, a tenth larger.
    """
    if "gzip" not in request.headers.get("accept-encoding", ""):
        return html, []
    return gzip.compress(html, 3, mtime=0), [(b"content-encoding", b"gzip")]


def see(path: str) -> Response:
    """Redirect after a change (303), so that Back and reload do not repeat it."""
    return RedirectResponse(path, 303)
