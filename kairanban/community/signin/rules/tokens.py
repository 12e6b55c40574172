"""Secrets that travel in links and cookies; only their hashes are stored."""

import base64
import re
import secrets
from hashlib import sha256

SESSION_BYTES = 32
CARD_BYTES = 16


def new_token(size: int = SESSION_BYTES) -> str:
    """A random token of that many bytes, fit for an address."""
    return secrets.token_urlsafe(size)


def looks_like_one(text: str) -> bool:
    """Whether a link could carry it; anything else is no token of ours and goes into no cookie."""
    return re.fullmatch(r"[A-Za-z0-9_-]{16,64}", text) is not None


def hashed(token: str) -> bytes:
    return sha256(token.encode()).digest()


def two_digits() -> str:
    """The number shown on both screens while a device waits for approval."""
    return f"{secrets.randbelow(90) + 10}"


def key_for(token: str) -> bytes:
    """An AES-GCM key of 256 bits that only the holder of the token has, for `Fernet`-like sealing."""
    return base64.urlsafe_b64encode(sha256(b"cards:" + token.encode()).digest())
