"""Live parts of pages: polled with the version they show, sent only if the version differs."""

from dataclasses import fields
from hashlib import blake2b
from typing import Any

from starlette.requests import Request

from kairanban.web.render import wants_part

# Of the request or the form, not of what is shown.
_NOT_SHOWN = {"done", "every", "open", "press"}


def version_of(view: Any) -> str:
    """Return a hash of everything a view shows, so that no two changes can cancel each other out."""
    shown = {field.name: getattr(view, field.name) for field in fields(view) if field.name not in _NOT_SHOWN}
    return blake2b(repr(shown).encode(), digest_size=9).hexdigest()


def is_current(request: Request, version: str) -> bool:
    """Tell whether the browser polls a part and shows this version already."""
    return wants_part(request) and request.query_params.get("version") == version
