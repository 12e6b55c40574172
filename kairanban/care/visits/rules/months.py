"""The month of a report, and its counts."""

from dataclasses import dataclass
from datetime import date

from kairanban.core.clock import Moment, at


@dataclass(frozen=True, slots=True)
class Counted:
    """Counts of one settlement in one month."""

    place: int
    name: str
    households: int
    consenting: int
    called: int
    no_answer: int
    met: int
    not_met: int
    paper: int
    replies: int


def month_of(text: str, today: date) -> date:
    """Return the first day of a month given as 2026-11; of the current month if invalid or in the future."""
    try:
        first = date.fromisoformat(f"{text}-01") if len(text) == 7 else today.replace(day=1)
    except ValueError:
        first = today.replace(day=1)
    return min(max(first, date(2000, 1, 1)), today.replace(day=1))


def bounds(first: date) -> tuple[Moment, Moment]:
    """Return the first moment of the month and of the next."""
    return at(first), at(following(first))


def following(first: date) -> date:
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)


def preceding(first: date) -> date:
    return date(first.year - (first.month == 1), (first.month - 2) % 12 + 1, 1)
