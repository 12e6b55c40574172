"""Progress of a circular and the next step; ordinary circulars are never chased."""

from collections.abc import Collection
from dataclasses import dataclass

from kairanban.circulation.circulars.rules.kinds import Importance, Kind
from kairanban.circulation.circulars.rules.notification_timing import REMIND_AFTER, REMIND_DAYS_BEFORE
from kairanban.circulation.route_sheets.queries.handing import Paper
from kairanban.core.clock import DAY
from kairanban.core.hidden_households import shown_as
from kairanban.core.ids import HouseholdId
from kairanban.i18n.marks import N as _n


@dataclass(frozen=True, slots=True)
class HouseholdState:
    """A household of a block, and the circular's state there."""

    id: HouseholdId
    label: str
    hidden: int
    method: str
    route_order: int
    block: str
    late: int
    opened: int | None
    replied: int | None
    devices: int
    choice: str | None
    number: int | None
    words: str | None
    reply_method: str | None
    resident: str | None
    reached: int | None
    """When a person spoke with the household since publication."""
    phone: str
    """Empty unless a resident has consented that the block leader sees it."""

    @property
    def shown(self) -> str:
        return shown_as(self.label, self.hidden, self.block, self.route_order)

    @property
    def state(self) -> str:
        return state(self.replied, self.opened, self.devices)

    @property
    def state_name(self) -> str:
        return STATE_NAMES[self.state]


WORDS = {
    "accepted": _n("Handed over to the telling service, or to the mail server"),
    "waiting": _n("Still on its way, or waiting for the morning"),
    "expired": _n("Could not be handed over in time"),
    "gone": _n("The device no longer takes messages"),
    "failed": _n("Refused by the service; the operator should look"),
    "cancelled": _n("No longer needed: answered, withdrawn or signed out before it was sent"),
}


@dataclass(frozen=True, slots=True)
class Counts:
    """Counts of households of a circular, or of one of its blocks."""

    addressed: int
    opened: int
    replied: int
    paper: int

    @property
    def left(self) -> int:
        return self.addressed - self.replied

    @property
    def percent(self) -> int:
        return 100 * self.replied // self.addressed if self.addressed else 0


CONFIRMED, OPENED, TOLD, NOT_REACHED = "confirmed", "opened", "told", "not_reached"

STATE_NAMES = {
    CONFIRMED: _n("Confirmed"),
    OPENED: _n("Opened"),
    TOLD: _n("There is a device, not opened yet"),
    NOT_REACHED: _n("Perhaps not reached yet"),
}


def state(replied: int | None, opened: int | None, devices: int) -> str:
    """Return the state; opened is not acknowledged."""
    if replied is not None:
        return CONFIRMED
    if opened is not None:
        return OPENED
    return TOLD if devices else NOT_REACHED


PRINT = _n("These have no paper yet. Please print it and hand it over.")
GOING_ROUND = _n("It goes round on paper. When a sheet comes back, please enter it.")
EVERYBODY = _n("Everybody has it. Nothing is left to do.")


COUNTED = _n(
    "The answers have been counted. How each household answered is no longer kept; the numbers stay."
)


def next_step(
    counts: Counts,
    papers: Collection[Paper],
    kind: str,
    importance: str,
    reply_by: int | None,
    published: int,
    now: int,
    counted: int | None = None,
) -> str:
    """Return the msgid of the next step; its parameter is %(left)s households.

    Paper comes first: nobody has it on paper before it was handed over.
    """
    if counted is not None:
        return COUNTED
    if counts.addressed == 0:
        return _n("It went to no household.")
    if any(paper.waits for paper in papers):
        return PRINT
    if counts.left == 0:
        return EVERYBODY
    if kind == Kind.OBITUARY:
        return _n("It has been passed on. Nobody is asked to do anything.")
    matters = importance != Importance.ORDINARY or reply_by is not None
    if not matters:
        if any(paper.left for paper in papers):
            return GOING_ROUND
        return _n("It is before everybody. For an ordinary notice that is enough.")
    if reply_by is not None and now > reply_by:
        return _n(
            "The day for answers is over. %(left)s households did not answer; a word in passing is enough."
        )
    near = reply_by is not None and reply_by - now < REMIND_DAYS_BEFORE * DAY
    if near or now - published > REMIND_AFTER:
        return _n(
            "%(left)s households have not answered. The block leaders could ask at the door or by telephone."
        )
    return _n("%(left)s households have not answered yet. There is still time.")


TO_POST, CHANGED, POSTED, TO_TAKE_DOWN, NOTHING = "to_post", "changed", "posted", "to_take_down", "nothing"


def board_state(withdrawn: int | None, posted: int | None, posted_before: int | None) -> str:
    """Return the state of a board; after a change the earlier posting no longer counts."""
    if withdrawn is not None:
        return TO_TAKE_DOWN if posted_before is not None else NOTHING
    if posted is not None:
        return POSTED
    return TO_POST if posted_before is None else CHANGED
