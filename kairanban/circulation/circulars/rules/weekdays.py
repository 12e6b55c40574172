"""Weekdays beside dates that do not fit: most often a paper of last year that was copied."""

from collections.abc import Iterable
from dataclasses import dataclass

from kairanban.circulation.circulars.rules.texts import TEXT_FIELDS, Texts
from kairanban.core.clock import Moment, at, day_of
from kairanban.i18n.japanese_dates import Doubt, doubts

MOST = 5


@dataclass(frozen=True, slots=True)
class WrongWeekday:
    """A date as it is written, and that day."""

    written: str
    day: Moment


def in_texts(texts: Texts, now: int) -> list[WrongWeekday]:
    """Return the first five of a draft."""
    today = day_of(now)
    return seen(doubt for name in TEXT_FIELDS for doubt in doubts(getattr(texts, name), today))


def seen(found: Iterable[Doubt]) -> list[WrongWeekday]:
    """Return at most five, each once."""
    return [WrongWeekday(one.written, at(one.day)) for one in list(dict.fromkeys(found))[:MOST]]
