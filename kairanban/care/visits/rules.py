"""Kinds of visits, the order of the day list, and the counts of the monthly report."""

import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from kairanban.core.clock import DAY, Moment, at
from kairanban.core.hidden_households import shown_as
from kairanban.core.ids import CircularId, HouseholdId, PlaceId
from kairanban.i18n.marks import N as _n


@dataclass(frozen=True, slots=True)
class Looked:
    """A settlement with its number of households and of those with consent."""

    id: PlaceId
    name: str
    households: int
    consenting: int

    @property
    def others(self) -> int:
        return self.households - self.consenting


@dataclass(frozen=True, slots=True)
class Standing:
    """A board not moved for a week; only the block's leader knows its household."""

    place: PlaceId
    place_name: str
    title: str
    since: int


@dataclass(frozen=True, slots=True)
class Whom:
    """A household as its visitor sees it."""

    household: HouseholdId
    label: str
    hidden: int
    place: PlaceId
    place_name: str
    route_order: int
    phone: str
    address: str


@dataclass(frozen=True, slots=True)
class Due:
    """A household with one reason; `said` is its day, time or number."""

    whom: Whom
    said: int
    reason: int


@dataclass(frozen=True, slots=True)
class Visited:
    """A household on its own page for visitors."""

    id: HouseholdId
    association: PlaceId
    label: str
    hidden: int
    place: PlaceId
    place_name: str
    route_order: int
    phone: str
    second_phone: str
    address: str
    entrusted: int

    @property
    def shown(self) -> str:
        return shown_as(self.label, self.hidden, self.place_name, self.route_order)


@dataclass(frozen=True, slots=True)
class OpenCircular:
    id: CircularId
    title: str
    reply_kind: str
    reply_by: int | None
    edition: int


KINDS = ("called", "met", "not_met", "paper")
KIND_NAMES = {
    "called": _n("Rang"),
    "met": _n("Met"),
    "not_met": _n("Did not meet"),
    "paper": _n("Handed over on paper"),
}
# Reply method for each kind of visit.
METHOD_OF = {"called": "phone", "met": "visit", "paper": "paper"}

# 声かけ: this many circulars since the last sign, the first of them this long ago.
LEAST_SILENT = 3
SILENT_FOR = 30 * DAY

NOTE_MOST = 300
# Choices for the next visit, in days.
AGAIN_DAYS = (1, 3, 7, 14, 30)


class Reason(IntEnum):
    """Why a household is on the day list; households are not ranked beyond the reason."""

    CALL = 1
    PLANNED = 2
    NOT_REACHED = 3
    CHECK_IN = 4
    STANDS = 5


@dataclass(frozen=True, slots=True)
class Counted:
    """One row of the monthly report: counts of a settlement."""

    place: int
    name: str
    households: int
    consenting: int
    called: int
    met: int
    not_met: int
    paper: int
    replies: int


def month_of(text: str, today: date) -> date:
    """Return the first day of a month like 2026-11; of this month if invalid or in the future."""
    try:
        first = date.fromisoformat(f"{text}-01") if len(text) == 7 else today.replace(day=1)
    except ValueError:
        first = today.replace(day=1)
    return min(max(first, date(2000, 1, 1)), today.replace(day=1))


def bounds(first: date) -> tuple[Moment, Moment]:
    """Return the first instants of a month and of the next."""
    return at(first), at(following(first))


def following(first: date) -> date:
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)


def preceding(first: date) -> date:
    return date(first.year - (first.month == 1), (first.month - 2) % 12 + 1, 1)


def closed_up(text: str) -> str:
    """Return a name or number for search: NFKC, without spaces and hyphens."""
    return "".join(unicodedata.normalize("NFKC", text).split()).replace("-", "")


def clamped(made: int | None, now: int, oldest: int) -> int:
    """The time the device says it happened, between `oldest` and now."""
    return min(max(made if made is not None else now, oldest), now)


def suggests(published: list[int], signs: list[int], now: int) -> bool:
    """Tell whether 声かけ is suggested: enough circulars since the last sign, the first long enough ago."""
    since = [moment for moment in published if moment > max(signs, default=0)]
    return len(since) >= LEAST_SILENT and min(since) <= now - SILENT_FOR
