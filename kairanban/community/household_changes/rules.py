"""世帯の変わりごと: the day of a change, the values an officer may type, and a household's label."""

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
    """The place a household lives in, and its route order."""

    place: PlaceId
    route_order: int


@dataclass(frozen=True, slots=True)
class Contact:
    postal: str
    address: str
    phone: str


@dataclass(frozen=True, slots=True)
class Departed:
    """A household that left in the last month."""

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
    """A name with the time it was valid; `until` None: it still is."""

    name: str
    since: int
    until: int | None


@dataclass(frozen=True, slots=True)
class Who:
    """A resident; `person` is 0 without a sign-in of her own."""

    id: ResidentId
    name: str
    reading: str
    person: int
    representative: int
    child: int


# Older changes are not asked for: nobody remembers the day.
LONGEST_AGO = timedelta(days=2 * 366)
# How long a departure can be undone.
CAN_RETURN_DAYS = 30


def changed_on(day: date | None, now: int) -> Moment:
    """Return the start of that day, today without one; Invalid for the future and for over two years ago."""
    today = day_of(now)
    if day is None:
        return at(today)
    if day > today:
        raise Invalid({"day": _n("Please enter it on the day itself or afterwards.")})
    if today - day > LONGEST_AGO:
        raise Invalid({"day": _n("Please write a date of the last two years.")})
    return at(day)


# Messages for values that cannot be read, each with an example.
_UNCLEAR = {
    Field.PHONE: _n("Please write the telephone number with its area code: 022-123-4567."),
    Field.SECOND_PHONE: _n("Please write the telephone number with its area code: 022-123-4567."),
    Field.POSTAL: _n("Please write the seven digits of the postal code."),
    Field.EMAIL: _n("Please write the whole e-mail address."),
    Field.READING: _n("Please write the reading in kana."),
}


def understood(means: Field, text: str) -> str:
    """Return a typed value in the form rosters store; Invalid if its meaning is not certain."""
    value, doubt = read_value(means, text) if text else ("", "")
    if value is None or (doubt and means in _UNCLEAR):
        raise Invalid({means.value: _UNCLEAR.get(means, _n("This cannot be written down."))})
    return value


def called(label: str, before: str, after: str) -> str:
    """Return the label after a new representative: the new name if the label was the former one's."""
    return after if label == before else label
