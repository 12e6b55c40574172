"""Terms of the offices that a town gives."""

from datetime import date, timedelta

from kairanban.core.clock import Moment, at
from kairanban.core.roles import Role

# 民生委員 are appointed for three years to 30 November: 2025, 2028, 2031.
_COMMISSIONERS_ENDED = 2025


def last_day(role: Role, starts: date) -> date | None:
    """Return the last day of a term that begins on a day; None for an office without a term of its own.

    A supporter serves a fiscal year, to 31 March; a welfare commissioner to the end of the term of all commissioners.
    """
    if role is Role.SETTLEMENT_SUPPORTER:
        return date(starts.year + (starts.month > 3), 3, 31)
    if role is Role.WELFARE_COMMISSIONER:
        year = starts.year + (starts.month == 12)
        return date(year + (_COMMISSIONERS_ENDED - year) % 3, 11, 30)
    return None


def closing(day: date | None) -> Moment | None:
    """Return the moment at which a term with this last day ends: midnight after it."""
    return at(day + timedelta(days=1)) if day is not None else None
