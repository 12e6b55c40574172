"""日時: the line of the facts that is made from the day and the hours of the event, in each language, with an addition."""

import re
from dataclasses import replace
from typing import NamedTuple

from kairanban.circulation.circulars.rules.kinds import Kind
from kairanban.circulation.circulars.rules.texts import FACT_MOST, Texts, changed
from kairanban.core.clock import DAY, MINUTE, at, day_of, local
from kairanban.i18n.dates import is_whole_day, period
from kairanban.i18n.japanese_dates import HOUR, dates, fold, hour_of
from kairanban.i18n.languages import DEFAULT, LANGUAGES
from kairanban.i18n.marks import N as _n

# Written to the hours without a space.
_JOINED = ("（", "(", "、", ",", "から", "〜", "～", "~", "より", "ごろ", "頃")
_HOURS_GO_ON = ("から", "〜", "～", "~", "より")
_HOUR = re.compile(HOUR)
_TO = re.compile(r" ?(?:から|より|[~〜―-]) ?")
_ENDS = re.compile(r" ?まで(?!に)")
# から alone, not before a further hour.
_SINCE = re.compile(r" ?(?:から|より)(?=$|[ ((※、。])")


class When(NamedTuple):
    """Day and hours of an event, in UTC ms; a day without hours is its first and last millisecond."""

    begins: int | None = None
    ends: int | None = None


def of_fields(begins: int | None, ends: int | None) -> When:
    """Return the event of two fields that hold minutes: from 0:00 to 23:59 is the whole day."""
    if begins is not None and ends is not None and ends == begins + DAY - MINUTE:
        ends = begins + DAY - 1
    return When(begins, ends if begins is not None and ends is not None and ends > begins else None)


def ends_before(when: When) -> dict[str, str]:
    """Return the message for an end that does not come after the beginning, by its field."""
    if when.begins is None or when.ends is None or when.ends > when.begins:
        return {}
    return {"event_to": _n("The end has to come after the beginning.")}


def line(language: str, when: When, addition: str) -> str:
    """Return the line 日時: day and hours as the language writes them, and the addition."""
    if when.begins is None:
        return addition
    if when.ends is None and addition.startswith(_HOURS_GO_ON) and LANGUAGES[language].japanese:
        # 午前8時 + から10時ごろまで
        said = period(language, when.begins, None).removesuffix("から")
    else:
        said = period(language, when.begins, when.ends)
    return joined(said, addition)[:FACT_MOST]


def joined(said: str, addition: str) -> str:
    return f"{said}{'' if not addition or addition.startswith(_JOINED) else ' '}{addition}"


def addition(language: str, written: str, when: When) -> str | None:
    """Return what a line says besides this day and its hours; None where it says them in other words."""
    if when.begins is None:
        return written
    for year in () if LANGUAGES[language].japanese else (True, False):
        said = period(language, when.begins, when.ends, year=year)
        if written.startswith(said):
            return written[len(said) :].strip()
    return _behind(written, when.begins, when.ends)


def _behind(written: str, begins: int, ends: int | None) -> str | None:
    """Return the rest of a typed line after the day and the hours, None unless it begins with them."""
    whole = fold(written)
    first = next(dates(whole.text, day_of(begins)), None)
    if (
        first is None
        or whole.text[: first.start].strip()
        or first.day != day_of(begins)
        or not first.weekday_fits
    ):
        return None
    place = first.end
    if not is_whole_day(begins, ends):
        found = _hour(whole.text, place)
        if found is None or found[0] != begins - at(day_of(begins)):
            return None
        place = found[1]
        to = _TO.match(whole.text, place)
        last = _hour(whole.text, to.end()) if to else None
        if ends is not None and last and _after(begins, last[0]) == ends:
            place = last[1]
            place = until.end() if (until := _ENDS.match(whole.text, place)) else place
        elif alone := _SINCE.match(whole.text, place):
            place = alone.end()
    return whole.original(place, len(whole.text)).strip()


def _hour(text: str, place: int) -> tuple[int, int] | None:
    """Return the hour that begins here, in ms since midnight, and where it ends."""
    place += text[place : place + 1] == " "
    match = _HOUR.match(text, place)
    hour = hour_of(match.group) if match and match.end() > place else None
    if match is None or hour is None:
        return None
    return (hour.hour * 60 + hour.minute) * 60_000 + (DAY if hour.next_day else 0), match.end()


def until_in(written: str, begins: int) -> int | None:
    """Return when the event ends according to a Japanese line that names its beginning: 午前8時から10時まで."""
    rest = fold(_behind(written, begins, None) or "").text
    to = _TO.match(rest)
    found = _hour(rest, to.end()) if to else None
    if to is None or found is None or not re.match(r" ?(?:まで|$|[ ((※、。])", rest[found[1] :]):
        return None
    ends = _after(begins, found[0])
    return ends if begins < ends < at(day_of(begins)) + DAY else None


def _after(begins: int, since_midnight: int) -> int:
    """Return the end: of 午後1時から3時まで the second hour is of the same half of the day."""
    ends = at(day_of(begins)) + since_midnight
    return (
        ends + DAY // 2 if ends <= begins and local(begins).hour >= 12 and since_midnight < DAY // 2 else ends
    )


def moved(texts: Texts, kind: str, before: When, when: When, language: str = DEFAULT) -> Texts:
    """Return the texts with the line made for another day; a line in other words stays as it is."""
    found = None if kind == Kind.OBITUARY else addition(language, texts.facts_when, before)
    return texts if found is None else replace(texts, facts_when=line(language, when, found))


def following(texts: Texts, kept: Texts, kind: str, before: When, when: When) -> Texts:
    """Return the texts; a line that stayed while its day was moved follows the day."""
    stays = before.begins is not None and texts.facts_when == kept.facts_when != ""
    return moved(texts, kind, before, when) if stays else texts


def differs(before: Texts, when_before: When, texts: Texts, when: When, kind: str) -> bool:
    """Tell whether anything but the day and the hours is said otherwise."""
    return changed(as_typed(before, kind, when_before), as_typed(texts, kind, when)) != ()


def as_typed(texts: Texts, kind: str, when: When, language: str = DEFAULT) -> Texts:
    """Return the texts for a form, in which the line is day, hours and addition; a line in other words stays whole."""
    found = None if kind == Kind.OBITUARY else addition(language, texts.facts_when, when)
    return texts if found is None else replace(texts, facts_when=found)


def as_read(typed: Texts, kind: str, when: When, kept: Texts, before: When, language: str = DEFAULT) -> Texts:
    """Return the texts of a form with the line made; the stored line stays where nothing of it was changed."""
    if kind == Kind.OBITUARY:
        return typed
    unchanged = when == before and typed.facts_when == as_typed(kept, kind, before, language).facts_when
    if unchanged and kept.facts_when:
        return replace(typed, facts_when=kept.facts_when)
    return replace(typed, facts_when=line(language, when, typed.facts_when))
