"""世帯の変わりごと: on which day something changed, and what a house is called afterwards."""

from dataclasses import dataclass
from datetime import date, timedelta

from kairanban.community.roster.rules.fields import Field
from kairanban.community.roster.rules.values import read_value
from kairanban.core.clock import Moment, at, day_of
from kairanban.core.errors import Invalid
from kairanban.core.hidden_households import shown_as
from kairanban.core.ids import HouseholdId, PlaceId, ResidentId
from kairanban.i18n.marks import N as _n


@dataclass(frozen=True, slots=True)
class Dwelling:
    """Where a household lives, and its place in the route."""

    place: PlaceId
    route_order: int


@dataclass(frozen=True, slots=True)
class Contact:
    postal: str
    address: str
    phone: str


@dataclass(frozen=True, slots=True)
class Departed:
    """A household that went lately, or left a house empty."""

    id: HouseholdId
    label: str
    hidden: int
    gone: int
    block: str
    route_order: int

    @property
    def shown(self) -> str:
        return shown_as(self.label, self.hidden, self.block, self.route_order)


@dataclass(frozen=True, slots=True)
class Past:
    """A name that stood for something from one day to another; None: it still does."""

    name: str
    since: int
    until: int | None


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody who lives there; `person` is 0 where she has no sign-in of her own."""

    id: ResidentId
    name: str
    reading: str
    person: int
    representative: int


# Further back nobody remembers the day, and nothing is asked of it any more.
LONGEST_AGO = timedelta(days=2 * 366)
# So long a household that went can be brought back with one press.
CAN_RETURN_DAYS = 30


def changed_on(day: date | None, now: int) -> Moment:
    """The first moment of the day it changed; today where none is given. Invalid for days to come."""
    today = day_of(now)
    if day is None:
        return at(today)
    if day > today:
        raise Invalid({"day": _n("Please enter it on the day itself or afterwards.")})
    if today - day > LONGEST_AGO:
        raise Invalid({"day": _n("Please write a date of the last two years.")})
    return at(day)


# What is said of a value that cannot be understood; each is asked for as people write it.
_UNCLEAR = {
    Field.PHONE: _n("Please write the telephone number with its area code: 022-123-4567."),
    Field.SECOND_PHONE: _n("Please write the telephone number with its area code: 022-123-4567."),
    Field.POSTAL: _n("Please write the seven digits of the postal code."),
    Field.EMAIL: _n("Please write the whole e-mail address."),
    Field.READING: _n("Please write the reading in kana."),
}


def understood(means: Field, text: str) -> str:
    """A value typed by hand, kept as those of a roster file are; Invalid for one that says nothing certain."""
    value, doubt = read_value(means, text) if text else ("", "")
    if value is None or (doubt and means in _UNCLEAR):
        raise Invalid({means.value: _UNCLEAR.get(means, _n("This cannot be written down."))})
    return value


def called(label: str, before: str, after: str) -> str:
    """A household that is called by its representative is called by the next one."""
    return after if label == before else label
