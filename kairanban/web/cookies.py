"""Cookies, all HttpOnly and of this host alone; nothing else reads or sets one."""

from ipaddress import ip_address, ip_network

from starlette.requests import Request
from starlette.responses import Response

from kairanban.web.app_context import app_context

SESSION = "kairanban"
YEAR_SECONDS = 400 * 24 * 3600


def keep_session(request: Request, response: Response, token: str) -> Response:
    """Set the session cookie."""
    return keep(request, response, SESSION, token, YEAR_SECONDS)


def drop_session(request: Request, response: Response) -> Response:
    return drop(request, response, SESSION)


def given(request: Request, name: str) -> str:
    """Return the value of a cookie, "" without one."""
    return request.cookies.get(app_context(request).settings.cookie(name), "")


def preference(request: Request, name: str) -> str:
    """Return a cookie that holds no secret, also under its name without prefix, as version 0.1 set it."""
    return given(request, name) or request.cookies.get(name, "")


def keep(request: Request, response: Response, name: str, value: str, seconds: int | None) -> Response:
    """Set a cookie; without `seconds` it ends with the browser session."""
    settings = app_context(request).settings
    response.set_cookie(
        settings.cookie(name),
        value,
        max_age=seconds,
        path="/",
        secure=settings.secure,
        httponly=True,
        samesite="lax",
    )
    return response


def drop(request: Request, response: Response, name: str) -> Response:
    settings = app_context(request).settings
    response.delete_cookie(
        settings.cookie(name), path="/", secure=settings.secure, httponly=True, samesite="lax"
    )
    return response


def client_network(request: Request) -> str:
    """Return what attempts from one place have in common: the IPv4 address, or the /64 of an IPv6 address."""
    found = client_address(request)
    try:
        parsed = ip_address(found)
    except ValueError:
        return found
    return str(ip_network((parsed, 64), strict=False)) if parsed.version == 6 else found


def client_address(request: Request) -> str:
    """Return the client's IP address, skipping the trusted proxies."""
    proxies = app_context(request).settings.proxies
    # Each proxy may add a header line of its own: together they are one list.
    line = ",".join(request.headers.getlist("x-forwarded-for"))
    forwarded = [part.strip() for part in line.split(",") if part.strip()]
    if proxies and len(forwarded) >= proxies:
        return forwarded[-proxies]
    return request.client.host if request.client else ""
