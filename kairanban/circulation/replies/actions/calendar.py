"""The events of a household: on a page, and in its calendar."""

from dataclasses import dataclass

from kairanban.circulation.replies.queries import calendar
from kairanban.core.clock import DAY, Moment, at, day_of
from kairanban.core.ids import CircularId, HouseholdId
from kairanban.db.tx import Tx
from kairanban.i18n.languages import LANGUAGES

LISTED_MOST, FED_MOST = 60, 300
# What is over stays in the calendar for a while; longer it need not be fetched again each time.
LOOKS_BACK = 120 * DAY


@dataclass(frozen=True, slots=True)
class Event:
    """What a circular invites to. Withdrawn ones stay, and say so: somebody may have noted the day."""

    circular: CircularId
    at: int
    published: int
    withdrawn: int | None
    edition: int
    made: int
    title: str
    gist: str
    where: str
    language: str
    furigana: str | None

    @property
    def tag(self) -> str:
        """What `lang` says of the texts."""
        return LANGUAGES[self.language].tag

    @property
    def sequence(self) -> int:
        """Grows with every edition, and once more when it is withdrawn."""
        return self.edition - 1 + (self.withdrawn is not None)

    @property
    def changed(self) -> int:
        return max(self.made, self.published, self.withdrawn or 0)


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
    return await tx.all(
        calendar.EVENTS, Event, household=household, language=language, since=since, most=most
    )
