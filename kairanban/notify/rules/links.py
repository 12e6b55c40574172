"""Signed links in mail, each for one purpose; no secret has to be stored for them."""

import base64
import hmac
from enum import StrEnum
from hashlib import sha256

MAC_BYTES = 16


class Purpose(StrEnum):
    VERIFY = "verify"
    """Confirm a mail address."""
    STOP = "stop"
    """End a mail address."""
    CIRCULAR = "circular"
    """Read one circular and acknowledge it for the address's household."""


def sign(key: str, purpose: Purpose, *ids: int) -> str:
    """Return a token: the ids and a 128-bit MAC (HMAC-SHA256, truncated)."""
    plain = ".".join(map(str, ids))
    return f"{plain}.{_mac(key, purpose, plain)}"


def opened(key: str, purpose: Purpose, token: str) -> tuple[int, ...] | None:
    """Verify a token for this purpose; return its ids, or None."""
    plain, _, mac = token.rpartition(".")
    if len(token) > 100 or not token.isascii() or not hmac.compare_digest(mac, _mac(key, purpose, plain)):
        return None
    return tuple(map(int, plain.split(".")))


def _mac(key: str, purpose: Purpose, plain: str) -> str:
    made = hmac.digest(key.encode(), f"{purpose}:{plain}".encode(), sha256)[:MAC_BYTES]
    return base64.urlsafe_b64encode(made).decode().rstrip("=")
