"""The events of a household, for a page and for its calendar."""

from kairanban.circulation.replies.queries import calendar
from kairanban.circulation.replies.queries.calendar import Event
from kairanban.core.clock import DAY, Moment, at, day_of
from kairanban.core.ids import HouseholdId
from kairanban.db.tx import Tx

LISTED_MOST, FED_MOST = 60, 300
# How long past events stay in the calendar.
LOOKS_BACK = 120 * DAY


def today(now: int) -> Moment:
    """Return the start of the day in Japan: today's events are listed until the evening."""
    return at(day_of(now))


async def to_come(tx: Tx, household: HouseholdId, language: str) -> list[Event]:
    """Return events from today on, the next first. The caller has checked the household."""
    return await _events(tx, household, language, today(tx.now), LISTED_MOST)


async def for_calendar(tx: Tx, household: HouseholdId, language: str) -> list[Event]:
    """Return future events and those of the last 120 days."""
    return await _events(tx, household, language, tx.now - LOOKS_BACK, FED_MOST)


async def _events(tx: Tx, household: HouseholdId, language: str, since: int, most: int) -> list[Event]:
    return await tx.all(calendar.EVENTS, household=household, language=language, since=since, most=most)
