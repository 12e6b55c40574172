"""画面をつなぐ: the six digits that a screen shows, as they are made and as they are typed."""

import re
import secrets
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from kairanban.community.signin.rules.lifetimes import COLLECT_AGAIN, PAIRING_LASTS
from kairanban.core.clock import Moment
from kairanban.core.errors import Invalid
from kairanban.core.ids import SessionId
from kairanban.i18n.marks import N as _n

LENGTH = 6
SIX = _n("Please write the six digits that stand on the other screen.")
# Between the digits people write spaces, dashes, and what a Japanese keyboard makes of them.
_BETWEEN = re.compile(r"[\s\-‐‑–—―−ー・.]+")


class State(StrEnum):
    """What a screen that showed digits is told."""

    WAITING = "waiting"
    TAKEN = "taken"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Pairing:
    """A screen's pairing as the screen itself knows it."""

    id: int
    digits: str
    asked: Moment
    session: SessionId | None
    collected: Moment | None
    bound: int
    """Whether the device that came of it is still one of a household."""

    @property
    def in_threes(self) -> str:
        return f"{self.digits[:3]} {self.digits[3:]}"


def state(pairing: Pairing | None, now: int) -> State:
    """Return where a pairing stands; None is one that has been tidied away."""
    if pairing is None:
        return State.ENDED
    if pairing.digits:
        return State.WAITING if now - pairing.asked < PAIRING_LASTS else State.ENDED
    again = pairing.collected is None or now - pairing.collected < COLLECT_AGAIN
    return State.TAKEN if pairing.bound and again else State.ENDED


def new_digits(shown: Collection[str]) -> str:
    """Return six digits that differ from all those shown elsewhere in two places: one wrong digit connects nobody else."""
    while True:
        digits = f"{secrets.randbelow(10**LENGTH):0{LENGTH}}"
        if all(_places_apart(digits, other) > 1 for other in shown):
            return digits


def typed_digits(typed: str) -> str:
    """Return six ASCII digits from typed text (full-width, spaces and dashes accepted); raise Invalid."""
    digits = _BETWEEN.sub("", unicodedata.normalize("NFKC", typed))
    if len(digits) != LENGTH or not (digits.isascii() and digits.isdecimal()):
        raise Invalid({"digits": SIX})
    return digits


def _places_apart(one: str, other: str) -> int:
    return sum(a != b for a, b in zip(one, other, strict=True))
