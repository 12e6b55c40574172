"""Passwords and the household's number, hashed slowly (argon2id, t=2, m=19 MiB, p=1)."""

import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
# Somebody unknown costs as much time as somebody known.
_NOBODY = _HASHER.hash("nobody")

PASSWORD_LEAST = 10
PASSWORD_MOST = 200


def hash_secret(secret: str) -> str:
    """Takes about 50 ms: call it in a thread."""
    return _HASHER.hash(_plain(secret))


def matches(stored: str, secret: str) -> bool:
    """Whether the secret is the one hashed; as slow when nothing is stored."""
    try:
        return _HASHER.verify(stored or _NOBODY, _plain(secret)) and bool(stored)
    except (VerifyMismatchError, InvalidHashError):
        return False


def _plain(secret: str) -> str:
    """Full-width letters are typed by accident on Japanese keyboards."""
    return unicodedata.normalize("NFKC", secret)
