"""Owners of what a device keeps: opaque marks of the person and the households it is signed in for.

The marks are the same at every sign-in, so that what waits on a device can be sent when its owner is back.
"""

import base64
from hashlib import blake2b

from starlette.requests import Request

from kairanban.core.actor import Anyone
from kairanban.core.errors import SignInNeeded
from kairanban.web.app_context import actor, app_context

HEADER = "Kairanban-Owner"
MARK_BYTES = 12
_HEADER = HEADER.lower().encode()


def owners(key: str, who: Anyone) -> dict[str, str]:
    """Return the marks: of the person under "person", of each household under its id; none for shared tablets."""
    if who.kiosk:
        return {}
    person = {"person": _mark(key, "person", who.person)} if who.person is not None else {}
    return person | {str(h.household): _mark(key, "household", h.household) for h in who.homes}


def owner_headers(request: Request) -> list[tuple[bytes, bytes]]:
    """Return the header that tells a device its owners (static/worker/owners.mjs), none if nobody is signed in."""
    found = owners(app_context(request).owner_key, actor(request))
    return [(_HEADER, " ".join([f"{name}={mark}" for name, mark in found.items()]).encode())] if found else []


def owner_of(request: Request) -> str:
    """Return the mark under which a page keeps what is typed on it; empty for visitors and shared tablets."""
    return next(iter(owners(app_context(request).owner_key, actor(request)).values()), "")


def check(request: Request) -> None:
    """Raise SignInNeeded for an entry whose owner is not signed in: it waited while the device changed hands."""
    mark = request.headers.get(HEADER)
    if mark is not None and mark not in owners(app_context(request).owner_key, actor(request)).values():
        raise SignInNeeded


def _mark(key: str, kind: str, id: int) -> str:
    made = blake2b(f"{kind}:{id}".encode(), key=key.encode(), person=b"device owner", digest_size=MARK_BYTES)
    return base64.urlsafe_b64encode(made.digest()).decode()
