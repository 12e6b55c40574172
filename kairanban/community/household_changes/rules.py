"""世帯の変わりごと: on which day something changed, and what a house is called afterwards."""

from datetime import date, timedelta

from kairanban.community.roster.rules.fields import Field
from kairanban.community.roster.rules.values import read_value
from kairanban.core.clock import Moment, at, day_of
from kairanban.core.errors import Invalid
from kairanban.i18n.marks import N as _n

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
