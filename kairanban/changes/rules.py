"""世帯の変わりごと: on which day something changed, and what a house is called afterwards."""

from datetime import date, timedelta

from kairanban.core.clock import Moment, at, day_of
from kairanban.core.errors import Invalid
from kairanban.i18n.marks import N as _n

# Further back nobody remembers the day, and nothing is asked of it any more.
LONGEST_AGO = timedelta(days=2 * 366)
# So long a household that went can be brought back with one press.
CAN_RETURN_DAYS = 30


def changed_on(day: date | None, now: int) -> Moment:
    """The first moment of the day it changed; today where none is given. Invalid for days to come."""
    today = day_of(now)
    if day is None:
        return at(today)
    if day > today:
        raise Invalid({"day": _n("Please enter it on the day itself or afterwards.")})
    if today - day > LONGEST_AGO:
        raise Invalid({"day": _n("Please write a date of the last two years.")})
    return at(day)


def called(label: str, before: str, after: str) -> str:
    """A household that is called by its representative is called by the next one."""
    return after if label == before else label
