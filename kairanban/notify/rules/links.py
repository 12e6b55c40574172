"""Addresses in mail, each good for one thing: signed, so that nothing has to be stored that opens anything."""

import base64
import hmac
from enum import StrEnum
from hashlib import sha256

MAC_BYTES = 16


class Purpose(StrEnum):
    VERIFY = "verify"
    """To say that an e-mail address is right."""
    STOP = "stop"
    """To be told no more at that address."""
    CIRCULAR = "circular"
    """To read one circular and confirm it for the household of that address."""


def sign(key: str, purpose: Purpose, *ids: int) -> str:
    """A token of the ids and 128 bits that only this server can have made."""
    plain = ".".join(map(str, ids))
    return f"{plain}.{_mac(key, purpose, plain)}"


def opened(key: str, purpose: Purpose, token: str) -> tuple[int, ...] | None:
    """The ids of a token made for this purpose; None for anything else."""
    plain, _, mac = token.rpartition(".")
    if len(token) > 100 or not token.isascii() or not hmac.compare_digest(mac, _mac(key, purpose, plain)):
        return None
    return tuple(map(int, plain.split(".")))


def _mac(key: str, purpose: Purpose, plain: str) -> str:
    made = hmac.digest(key.encode(), f"{purpose}:{plain}".encode(), sha256)[:MAC_BYTES]
    return base64.urlsafe_b64encode(made).decode().rstrip("=")
