"""緊急閲覧: when emergency access opens, and for how long."""

from kairanban.core.clock import DAY, HOUR, MINUTE, Moment

REASON_LEAST = 15
OPEN_FOR = 4 * HOUR
# From the third of a day on a second person is asked, for five minutes.
SECOND_FROM = 3
WAITS_FOR = 5 * MINUTE
LISTED_FOR = 90 * DAY


def opens_at(now: Moment, number: int, real_check: bool) -> Moment:
    """Return when the look of this number today opens; at once while a real safety check runs."""
    return Moment(now if number < SECOND_FROM or real_check else now + WAITS_FOR)
