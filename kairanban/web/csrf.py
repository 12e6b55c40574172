"""CSRF protection: a change must come from one of our own pages."""

import hmac
from hashlib import blake2b

from starlette.requests import Request

from kairanban.core.errors import Refused
from kairanban.i18n.marks import N as _n
from kairanban.web.app_context import SAFE, app_context
from kairanban.web.forms import form_of

__all__ = ["FIELD", "SAFE", "check", "token"]

FIELD = "proof"
# Upper limit when reading the form for its token; each page has its own limit.
FILES_MOST = 100


def token(secret: str) -> str:
    """Return the form token derived from the session's token, for browsers that send neither header."""
    return blake2b(b"a form of kairanban", key=secret.encode(), digest_size=32).hexdigest() if secret else ""


async def check(request: Request) -> None:
    """Check Sec-Fetch-Site, else Origin, else the form token; raise Refused."""
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin")
    if site is not None:
        fits = site == "same-origin"
    elif origin is not None:
        fits = origin == app_context(request).settings.public_address
    else:
        form = await form_of(request, files=FILES_MOST)
        wanted = token(request.state.token)
        fits = bool(wanted) and hmac.compare_digest(_bytes(form.get(FIELD)), wanted.encode())
    if not fits:
        raise Refused(
            _n("This did not come from a page of ours. Please open the page again and press once more.")
        )


def _bytes(value: object) -> bytes:
    return value.encode(errors="replace") if isinstance(value, str) else b""
