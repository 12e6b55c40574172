"""Hashes of passwords and PINs (argon2id, t=2, m=19 MiB, p=1)."""

import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

# At least what OWASP's password storage cheat sheet asks of argon2id.
TIME_COST, MEMORY_KIB = 2, 19_456
_HASHER = PasswordHasher(time_cost=TIME_COST, memory_cost=MEMORY_KIB, parallelism=1)
# An unknown name takes as long to refuse as a known one.
_NOBODY = _HASHER.hash("nobody")

PASSWORD_LEAST = 10
PASSWORD_MOST = 200


def hash_secret(secret: str) -> str:
    """Return the hash; takes about 50 ms, so call it in a thread."""
    return _HASHER.hash(_plain(secret))


def matches(stored: str, secret: str) -> bool:
    """Tell whether the secret matches; takes as long without a stored hash."""
    try:
        return _HASHER.verify(stored or _NOBODY, _plain(secret)) and bool(stored)
    except (VerifyMismatchError, InvalidHashError):
        return False


def _plain(secret: str) -> str:
    """Normalise full-width characters, easily typed by accident on Japanese keyboards."""
    return unicodedata.normalize("NFKC", secret)
