"""The events of a household: on a page, and in its calendar."""

from kairanban.circulation.replies.queries import calendar
from kairanban.circulation.replies.queries.calendar import Event
from kairanban.core.clock import DAY, Moment, at, day_of
from kairanban.core.ids import HouseholdId
from kairanban.db.tx import Tx

LISTED_MOST, FED_MOST = 60, 300
# What is over stays in the calendar for a while; longer it need not be fetched again each time.
LOOKS_BACK = 120 * DAY


def today(now: int) -> Moment:
    """The first moment of the day in Japan: what is on today is still to come until the evening."""
    return at(day_of(now))


async def to_come(tx: Tx, household: HouseholdId, language: str) -> list[Event]:
    """From today on, the next first. The caller speaks for the household."""
    return await _events(tx, household, language, today(tx.now), LISTED_MOST)


async def for_calendar(tx: Tx, household: HouseholdId, language: str) -> list[Event]:
    """Those to come, and those of the last months."""
    return await _events(tx, household, language, tx.now - LOOKS_BACK, FED_MOST)


async def _events(tx: Tx, household: HouseholdId, language: str, since: int, most: int) -> list[Event]:
    return await tx.all(calendar.EVENTS, household=household, language=language, since=since, most=most)
