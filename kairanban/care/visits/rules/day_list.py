"""What the day list shows, and the order of its reasons."""

from dataclasses import dataclass
from enum import IntEnum

from kairanban.core.ids import HouseholdId, PlaceId


@dataclass(frozen=True, slots=True)
class PlaceCounts:
    """A settlement with its number of households and of those with consent."""

    id: PlaceId
    name: str
    households: int
    consenting: int

    @property
    def others(self) -> int:
        return self.households - self.consenting


@dataclass(frozen=True, slots=True)
class OverdueBoard:
    """A board not moved for a week; only the block's leader knows its household."""

    place: PlaceId
    place_name: str
    title: str
    since: int


@dataclass(frozen=True, slots=True)
class Whom:
    """A household as its visitors see it in lists."""

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


class Reason(IntEnum):
    """Why a household is on the day list, most urgent first; there is no other ranking."""

    CALL = 1
    PLANNED = 2
    NOT_REACHED = 3
    CHECK_IN = 4
    STANDS = 5
