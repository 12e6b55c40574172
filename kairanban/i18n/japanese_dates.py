"""Find dates, weekdays and times as Japanese circulars write them."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

WEEK = "月火水木金土日"
_ERAS = {"令和": 2018, "平成": 1988, "R": 2018, "H": 1988}
_KANJI = {sign: number for number, sign in enumerate("〇一二三四五六七八九")} | {"零": 0}
# Of one sign eighteen can be made; none of those is part of a date.
_MOST_GROWN = 4
# A letter that tells of something past names its weekday rightly too.
_JUST_PAST = timedelta(days=90)

_NUMBER = "[〇零一二三四五六七八九十]{1,4}"
_IN_KANJI = re.compile(
    rf"(?:(?<=令和)|(?<=平成)|(?<![〇零一-九十])(?=二〇)){_NUMBER}(?=年)"
    rf"|(?<![一-龠〇])[一二三四五六七八九十]{{1,3}}(?=月[ 〇零一二三四五六七八九十\d])"
    rf"|(?<=年)[一二三四五六七八九十]{{1,3}}(?=月)|(?:(?<=月)|(?<=月 )){_NUMBER}(?=日)"
    rf"|(?:(?<=午前)|(?<=午後)|(?<=[朝昼夜夕晩方の、~～〜 )）\-日])|^){_NUMBER}(?=時(?![間的期点代々]))|(?<=時){_NUMBER}(?=分)"
)
_DATE = re.compile(
    r"(?:(?P<era>令和|平成|R|H) ?(?P<era_year>元|\d{1,2}) ?[年.] ?|(?P<year>20\d\d) ?(?P<dash>[年/.-]) ?)?"
    r"(?P<month>\d{1,2}) ?(?:(?P<sign>月|/)|(?<=\d)[.-](?=\d)) ?(?P<day>\d{1,2})(?: ?日(?! ?[/班号])|(?!\d| ?[日/班号]|-\d))"
    r"(?: ?[(〔\[] ?(?P<weekday>[月火水木金土日])(?: ?曜日?)?(?:[・/、,]? ?(?:祝日?|休日?|振休))? ?[)〕\]]"
    r"| ?(?P<spelled>[月火水木金土日])曜日?)?"
)
# What makes a day of 12/10: an hour, or an end.
_AFTER_DAY = re.compile(
    r" ?(?:午前|午後|早?朝|お?昼|夕|夜|晩|深夜|正午|AM|PM|am|pm|\d{1,2}(?::\d\d|時)|まで|迄|必着|〆|締)"
)
HOUR = (
    r"(?:(?P<half>午前|午後|AM|PM|am|pm|早朝|未明|朝|お?昼|夕方?|深夜|夜中|夜|晩|正午)の? ?)?"
    r"(?:(?P<hour>\d{1,2}) ?(?:時(?![間点期代々]) ?(?:(?P<minute>\d{1,2}) ?分|(?P<past>半))?|:(?P<clock>[0-5]\d)(?!\d))"
    r"(?: ?(?P<behind>[AP]M|[ap]m)\b)?|(?<=正午)|(?<=正午の))"
)
_HOUR = re.compile(HOUR)
_AFTERNOON = ("午後", "PM", "pm")
_NOON, _EVENING, _NIGHT, _LATE = ("昼", "お昼"), ("夕", "夕方"), ("夜", "晩"), ("深夜", "夜中")


@dataclass(frozen=True, slots=True)
class Folded:
    """Text in narrow signs, with the place of each sign in the text it was made from."""

    text: str
    source: str
    places: Sequence[int]

    def original(self, start: int, end: int) -> str:
        """Return what stood there."""
        return self.source[self.places[start] : self.places[end - 1] + 1] if end > start else ""


@dataclass(frozen=True, slots=True)
class Found:
    """A date and its position in the folded text; `weekday_fits` unless another weekday stands beside it."""

    day: date
    start: int
    end: int
    weekday_fits: bool = True


@dataclass(frozen=True, slots=True)
class Hour:
    """An hour of the day; 24:00 and what people call late at night belong to the next one."""

    hour: int
    minute: int
    next_day: bool = False


@dataclass(frozen=True, slots=True)
class Doubt:
    """A date as it is written, with a weekday that is not the one of that day."""

    written: str
    day: date


def fold(text: str) -> Folded:
    """Convert full-width signs to narrow ones (NFKC), kanji numbers of dates to figures, runs of spaces to one."""
    signs, places = list[str](), list[int]()
    for at, sign in enumerate(text):
        plain = unicodedata.normalize("NFKC", sign)
        for one in plain if len(plain) <= _MOST_GROWN else sign:
            space = one.isspace()
            if not (space and signs and signs[-1] == " "):
                signs.append(" " if space else one)
                places.append(at)
    # Twice: 十二月二十日 has its day only once its month is a number.
    for _ in range(2):
        signs, places = _in_figures(signs, places)
    return Folded("".join(signs), text, places)


def folded(text: str) -> str:
    """Return the text of `fold` alone."""
    return fold(text).text


def _in_figures(signs: list[str], places: list[int]) -> tuple[list[str], list[int]]:
    text = "".join(signs)
    if not any(sign in text for sign in "〇零一二三四五六七八九十"):
        return signs, places
    out, where, done = list[str](), list[int](), 0
    for match in _IN_KANJI.finditer(text):
        start, end = match.span()
        figures = _figures(match[0])
        out += (*signs[done:start], *figures)
        # The last figure has the place of the last kanji, so that nothing of it is cut off.
        where += (*places[done:start], *[places[start]] * (len(figures) - 1), places[end - 1])
        done = end
    return [*out, *signs[done:]], [*where, *places[done:]]


def _figures(kanji: str) -> str:
    """Return 二十三 as 23 and 二〇二六 as 2026."""
    tens, ten, ones = kanji.partition("十")
    if not ten:
        return "".join(str(_KANJI[sign]) for sign in kanji)
    return str(10 * (_KANJI.get(tens, 1) if tens else 1) + (_KANJI.get(ones, 0) if ones else 0))


def dates(text: str, published: date) -> Iterator[Found]:
    """Yield each date in folded text; without a year, the next such day on or after `published`.

    Where a weekday stands beside it that fits the same day of the last three months only, it is that day.
    """
    for match in _DATE.finditer(text):
        # 3.5 or 1/2 alone is a number, not a day.
        sure = match["weekday"] or match["spelled"] or match["year"] or match["era"]
        if match["sign"] != "月" and not sure and not _AFTER_DAY.match(text, match.end()):
            continue
        if match["dash"] == "-" and match["sign"]:
            continue
        if day := _day(match, published):
            weekday = match["weekday"] or match["spelled"]
            past = None if match["year"] or match["era"] else _past(day, published)
            if weekday and past and WEEK[day.weekday()] != weekday == WEEK[past.weekday()]:
                day = past
            yield Found(day, match.start(), match.end(), not weekday or WEEK[day.weekday()] == weekday)


def doubts(text: str, published: date) -> Iterator[Doubt]:
    """Yield the dates of a text beside which a weekday stands that does not fit."""
    whole = fold(text)
    for found in dates(whole.text, published):
        if not found.weekday_fits:
            yield Doubt(whole.original(found.start, found.end).strip(), found.day)


def first_hour(text: str) -> Hour | None:
    """Return the first time of day in folded text, or None."""
    return next((hour for match in _HOUR.finditer(text) if (hour := hour_of(match.group))), None)


def hour_of(group: Callable[[str], str | None]) -> Hour | None:
    """Return the hour of a match of HOUR, None for 33時."""
    half = group("half") or group("behind") or ""
    hour = int(group("hour") or 12)
    minute = 30 if group("past") else int(group("minute") or group("clock") or 0)
    tomorrow = hour >= 24
    if tomorrow:
        hour -= 24
    elif (
        (half in _AFTERNOON and hour < 12) or (half in _EVENING and hour < 9) or (half in _NOON and hour < 6)
    ):
        hour += 12
    elif half in _NIGHT or half in _LATE:
        early = 0 if hour == 12 else hour
        tomorrow = early < (5 if half in _NIGHT else 6)
        hour = early if tomorrow else hour + 12 if hour < 12 else hour
    return Hour(hour, minute, tomorrow) if hour < 24 and minute < 60 else None


def _day(match: re.Match[str], published: date) -> date | None:
    month, day = int(match["month"]), int(match["day"])
    if match["year"]:
        return _valid(int(match["year"]), month, day)
    if match["era"]:
        year = 1 if match["era_year"] == "元" else int(match["era_year"])
        return _valid(_ERAS[match["era"]] + year, month, day)
    # Five years reach the next 29 February.
    coming = (_valid(published.year + ahead, month, day) for ahead in range(5))
    return next((found for found in coming if found and found >= published), None)


def _past(day: date, published: date) -> date | None:
    before = _valid(day.year - 1, day.month, day.day)
    return before if before and published - before <= _JUST_PAST else None


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
