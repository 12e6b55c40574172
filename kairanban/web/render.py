"""A page, or the part of it that htmx asked for, in the reader's language."""

import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from kairanban.i18n.templating import render as render_template
from kairanban.web import csrf
from kairanban.web.app_context import here
from kairanban.web.polling import EVERY_SECONDS

# htmx is gated by a nonce on every element, so that injected markup cannot make requests.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; "
    "manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
# Stands in every form, for browsers that do not say where a request comes from.
PROOF = f'<input type="hidden" name="{csrf.FIELD}" value="%s">'
STAFF_POLICY = POLICY.replace("script-src 'self'", "script-src 'self' 'nonce-{nonce}'") + (
    "; require-trusted-types-for 'script'; trusted-types htmx"
)

PRINT_POLICY = POLICY.replace("style-src 'self'", "style-src 'self' 'nonce-{nonce}'")


@dataclass(frozen=True, slots=True)
class Ahead:
    """What a device fetches before anybody opens it, written into the page (static/worker/keeping.mjs reads it)."""

    pages: Sequence[str] = ()
    pictures: Sequence[str] = ()
    """Of this page; fetched when the page itself was fetched ahead."""


def page(request: Request, template: str, view: Any = None, status: int = 200) -> Response:
    """The template with `page` (one typed object) and `frame` (what is around every page)."""
    return _html(request, template, view, status, POLICY)


def kept_page(request: Request, template: str, view: Any, ahead: Ahead | None = None) -> Response:
    """As `page`; the device may keep it, to be read without a network. A shared tablet keeps nothing."""
    response = _html(request, template, view, 200, POLICY, ahead)
    if not getattr(request.state.actor, "kiosk", False):
        response.headers["Kairanban-Keep"] = "page"
    return response


def road_page(
    request: Request, template: str, view: Any, status: int = 200, ahead: Ahead | None = None
) -> Response:
    """As `page`, for those who look after households; the device may keep it for one day, to be read on the road."""
    response = _html(request, template, view, status, POLICY, ahead)
    if status == 200:
        response.headers["Kairanban-Keep"] = "day"
    return response


def staff_page(request: Request, template: str, view: Any = None, status: int = 200) -> Response:
    """As `page`, for the pages where htmx saves rows and refreshes lists."""
    return _html(request, template, view, status, STAFF_POLICY)


def printed_page(request: Request, template: str, view: Any, *, back: str, pdf: str) -> Response:
    """A page made for paper, which carries its own style; on the screen a bar leads back, and to the PDF."""
    return _html(request, template, view, 200, PRINT_POLICY, back=back, pdf=pdf)


def wants_part(request: Request) -> bool:
    return request.headers.get("hx-request-type") == "partial"


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
    frame = request.state.frame
    html = render_template(
        frame.language,
        template,
        frame.furigana,
        page=view,
        frame=frame,
        static=here(request).statics,
        nonce=nonce,
        every_seconds=EVERY_SECONDS,
        ahead=asdict(ahead) if ahead else None,
        proof=Markup(PROOF % csrf.token(request.state.token)),
        **around,
    )
    headers = {
        "Content-Security-Policy": policy.replace("{nonce}", nonce),
        "Cache-Control": "no-store",
        "Vary": "Cookie, HX-Request-Type",
    }
    return HTMLResponse(html, status, headers)


def see(path: str) -> Response:
    """After a change: look here, so that Back and reload never change anything again."""
    return RedirectResponse(path, 303)
