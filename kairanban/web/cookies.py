"""Cookies, all HttpOnly."""

from starlette.requests import Request
from starlette.responses import Response

from kairanban.web.app_context import app_context

YEAR_SECONDS = 400 * 24 * 3600


def keep_session(request: Request, response: Response, token: str) -> Response:
    """Set the session cookie."""
    settings = app_context(request).settings
    return keep(request, response, settings.session_cookie, token, YEAR_SECONDS)


def drop_session(request: Request, response: Response) -> Response:
    return drop(request, response, app_context(request).settings.session_cookie)


def keep(request: Request, response: Response, name: str, value: str, seconds: int | None) -> Response:
    """Set a cookie; without `seconds` it ends with the browser session."""
    response.set_cookie(
        name,
        value,
        max_age=seconds,
        path="/",
        secure=app_context(request).settings.secure,
        httponly=True,
        samesite="lax",
    )
    return response


def drop(request: Request, response: Response, name: str) -> Response:
    response.delete_cookie(
        name, path="/", secure=app_context(request).settings.secure, httponly=True, samesite="lax"
    )
    return response


def client_address(request: Request) -> str:
    """Return the client's IP address, skipping the trusted proxies."""
    proxies = app_context(request).settings.proxies
    # Each proxy may add a header line of its own: together they are one list.
    line = ",".join(request.headers.getlist("x-forwarded-for"))
    forwarded = [part.strip() for part in line.split(",") if part.strip()]
    if proxies and len(forwarded) >= proxies:
        return forwarded[-proxies]
    return request.client.host if request.client else ""
