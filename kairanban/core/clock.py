"""Times are UTC epoch milliseconds; days and hours are those of the association, in Japan."""

import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from datetime import time as clock_time
from typing import NewType
from zoneinfo import ZoneInfo

Moment = NewType("Moment", int)
Clock = Callable[[], Moment]

SECOND = 1_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR

JAPAN = ZoneInfo("Asia/Tokyo")


def system_clock() -> Moment:
    """The time now, in UTC epoch milliseconds."""
    return Moment(time.time_ns() // 1_000_000)


def local(moment: int) -> datetime:
    """The same instant as people in Japan read it off the wall."""
    return datetime.fromtimestamp(moment / 1000, UTC).astimezone(JAPAN)


def at(day: date, hour: int = 0, minute: int = 0) -> Moment:
    """The instant of a wall-clock time in Japan."""
    return Moment(int(datetime.combine(day, clock_time(hour, minute), JAPAN).timestamp() * 1000))


def day_of(moment: int) -> date:
    return local(moment).date()


def end_of(day: date) -> Moment:
    """The last instant of a day in Japan: "until the 3rd" includes the 3rd."""
    return Moment(at(day) + DAY - 1)
