"""The last day of each office's term, and how many days ahead it is shown to those who renew it."""

from datetime import date, timedelta

from kairanban.core.clock import DAY, Moment, at, day_of
from kairanban.core.roles import Role

# 民生委員 are appointed for three years to 30 November: 2025, 2028, 2031.
_COMMISSIONERS_ENDED = 2025

# Days ahead at which an ending term is shown, said more clearly each time.
AHEAD = (60, 30, 7)


def last_day(role: Role, starts: date) -> date | None:
    """Return the last day of a term that begins on a day; None for an office without a term of its own.

    A supporter serves a fiscal year, to 31 March; a welfare commissioner to the end of the term of all commissioners; a block leader for a year.
    """
    if role is Role.SETTLEMENT_SUPPORTER:
        return date(starts.year + (starts.month > 3), 3, 31)
    if role is Role.WELFARE_COMMISSIONER:
        year = starts.year + (starts.month == 12)
        return date(year + (_COMMISSIONERS_ENDED - year) % 3, 11, 30)
    if role is Role.BLOCK_LEADER:
        return day_of(a_year_from(starts)) - timedelta(days=1)
    return None


def a_year_from(day: date) -> Moment:
    """Return the same day of the next year; for 29 February 1 March."""
    try:
        return at(day.replace(year=day.year + 1))
    except ValueError:
        return at(date(day.year + 1, 3, 1))


def closing(day: date | None) -> Moment | None:
    """Return the moment at which a term with this last day ends: midnight after it."""
    return at(day + timedelta(days=1)) if day is not None else None


def renewed(role: Role, ends: Moment) -> Moment | None:
    """Return when the next term of the same length ends; None for an office without a term of its own."""
    return closing(last_day(role, day_of(ends)))


def ahead(ends: int, now: int) -> int | None:
    """Return the narrowest of 60, 30 and 7 days in which the term ends; None if it is over or further away."""
    left = ends - now
    return next((days for days in reversed(AHEAD) if 0 < left <= days * DAY), None)
