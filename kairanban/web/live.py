"""Live parts of pages: polled with the version they show, sent only if the version differs."""

from dataclasses import fields, is_dataclass
from hashlib import blake2b
from typing import Any

from starlette.requests import Request

# Of the request or the form, not of what is shown.
_NOT_SHOWN = {"done", "every", "open", "press"}


def version_of(view: Any) -> str:
    """Return a hash of everything a view shows, so that no two changes can cancel each other out."""
    shown = view
    if is_dataclass(view):
        shown = {f.name: getattr(view, f.name) for f in fields(view) if f.name not in _NOT_SHOWN}
    return blake2b(repr(shown).encode(), digest_size=9).hexdigest()


def wants_part(request: Request) -> bool:
    """Tell whether htmx asks for a part of the page."""
    return request.headers.get("hx-request-type") == "partial"


def is_current(request: Request, version: str) -> bool:
    """Tell whether the browser polls a part and shows this version already."""
    return wants_part(request) and request.query_params.get("version") == version
