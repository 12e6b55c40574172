"""Secrets in links and cookies; only their hashes are stored."""

import base64
import re
import secrets
from hashlib import sha256

SESSION_BYTES = 32
CARD_BYTES = 16


def new_token(size: int = SESSION_BYTES) -> str:
    """Return a random URL-safe token of that many bytes."""
    return secrets.token_urlsafe(size)


def looks_like_one(text: str) -> bool:
    """Tell whether the text has a token's form; anything else goes into no cookie."""
    return re.fullmatch(r"[A-Za-z0-9_-]{16,64}", text) is not None


def hashed(token: str) -> bytes:
    return sha256(token.encode()).digest()


def two_digits() -> str:
    """Return the number shown on both screens while a device waits for approval."""
    return f"{secrets.randbelow(90) + 10}"


def key_for(token: str) -> bytes:
    """Derive a Fernet key from the token."""
    return base64.urlsafe_b64encode(sha256(b"cards:" + token.encode()).digest())
