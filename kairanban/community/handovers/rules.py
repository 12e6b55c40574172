"""役員交代: what is handed on, the day it usually is, and how long a step can be taken back."""

from dataclasses import dataclass
from datetime import date

from kairanban.core.clock import DAY, HOUR, Moment, day_of
from kairanban.core.ids import AppointmentId, PersonId
from kairanban.i18n.marks import N as _n

UNDO = DAY
# Between the agreement of both sides and a new key: everybody has time to object.
RECOVERY_WAITS = 48 * HOUR
RECOVERY_LASTS = 30 * DAY
# On paper: behind the route sheets of two weeks, whether or not the key has been handed over meanwhile.
RECOVERY_GOES_ROUND = 14 * DAY

# The usual items of the checklist in their order; an association takes them off and adds its own.
ITEMS = {
    "not_reached": _n("Households that circulars do not reach"),
    "paper_routes": _n("Paper routes and who carries them"),
    "drafts": _n("Circulars being written"),
    "yearly": _n("Circulars that come every year"),
    "requests": _n("Requests of the town"),
    "templates": _n("The association's own patterns"),
    "hall_keys": _n("Keys of the community hall"),
    "bank": _n("Bank book and seal"),
    "insurance": _n("Insurance"),
    "names": _n("Contracts that carry the name of the chair"),
    "town_notice": _n("Telling the town who the chair is"),
}


@dataclass(frozen=True, slots=True)
class Handover:
    """The newest handover of an association that was not undone."""

    id: int
    made: int
    successor: AppointmentId
    person: PersonId
    name: str
    starts: Moment
    reached: int | None
    accepted: int | None
    can_sign_in: int
    before: AppointmentId | None
    before_person: PersonId | None
    before_name: str | None
    before_ends: int | None
    handed: int | None
    help_name: str
    help_phone: str
    was_name: str
    was_phone: str
    settled: int | None
    closed: int | None

    def begun(self, now: int) -> bool:
        return self.starts <= now

    def undoable(self, now: int) -> bool:
        """Tell whether it can be taken back: until the term begins, and for a day in any case."""
        return self.closed is None and (not self.begun(now) or now - self.made < UNDO)


def usual_day(now: int) -> date:
    """Return the next 1 April, the day after the general meeting's year."""
    today = day_of(now)
    this = date(today.year, 4, 1)
    return this if today < this else date(today.year + 1, 4, 1)
