"""Moments are UTC epoch milliseconds; days and hours are in Japan time."""

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
    """Return the current time in UTC epoch milliseconds."""
    return Moment(time.time_ns() // 1_000_000)


def local(moment: int) -> datetime:
    """Convert a moment to a datetime in Japan time."""
    return datetime.fromtimestamp(moment / 1000, UTC).astimezone(JAPAN)


def at(day: date, hour: int = 0, minute: int = 0) -> Moment:
    """Return the moment of a wall-clock time in Japan."""
    return Moment(int(datetime.combine(day, clock_time(hour, minute), JAPAN).timestamp() * 1000))


def day_of(moment: int) -> date:
    return local(moment).date()


def end_of(day: date) -> Moment:
    """Return the last millisecond of a day in Japan: "until the 3rd" includes the 3rd."""
    return Moment(at(day) + DAY - 1)


def device_time(made: int | None, earliest: int, now: int) -> int:
    """Return the time a device reports (UTC ms), moved into [earliest, now]; now without one."""
    return min(max(made if made is not None else now, earliest), now)
