"""Errors of confined work."""

from collections.abc import Mapping

from kairanban.i18n.marks import N as _n


class Unreadable(Exception):
    """An uploaded file could not be used; `reason` is a msgid for the person who chose it."""

    def __init__(self, reason: str, **values: str | int) -> None:
        super().__init__(reason)
        self.reason = reason
        self.values: Mapping[str, str | int] = values


class MissingPart(Exception):
    """A program or font is not installed; `reason` is a msgid for the operator."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


TOO_HEAVY = _n("This file is too heavy to open. Please make a smaller one, for example by scanning it again.")
TOO_LONG = _n(
    "Opening this file takes too long. Please make a smaller one, for example by scanning it again."
)
DAMAGED = _n(
    "This file is damaged or not complete. Please open it on your computer, save it again and retry."
)
BUSY = _n(
    "The server is busy just now and did not get to this file. Nothing is wrong with the file: please add it once more in a few minutes."
)
