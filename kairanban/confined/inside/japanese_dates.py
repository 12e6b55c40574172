"""Find dates and times as Japanese circulars write them."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time

_ERAS = {"令和": 2018, "平成": 1988, "R": 2018, "H": 1988}

_DATE = re.compile(
    r"(?:(?P<era>令和|平成|R|H)\s*(?P<era_year>元|\d{1,2})\s*[年.]\s*|(?P<year>20\d\d)\s*[年/.]\s*)?"
    r"(?P<month>\d{1,2})\s*(?:月|/|(?<=\d)\.(?=\d))\s*(?P<day>\d{1,2})(?:\s*日)?(?!\d|\s*[/班号])"
    r"(?:\s*[(（〔]\s*(?P<weekday>[月火水木金土日])(?:\s*曜?日?)?(?:・祝)?\s*[)）〕]|\s*(?P<spelled>[月火水木金土日])曜日?)?"
)
_TIME = re.compile(
    r"(?P<half>午前|午後|AM|PM|am|pm|朝|夜|夕方|正午)?\s*"
    r"(?:(?P<hour>\d{1,2})\s*(?:時(?!間)\s*(?:(?P<minute>\d{1,2})\s*分|(?P<past>半))?|[:：](?P<clock>\d\d)(?!\d))|(?<=正午))"
)
_SPACES = re.compile(r"\s+")
_AFTERNOON = {"午後", "PM", "pm", "夜", "夕方"}


@dataclass(frozen=True, slots=True)
class Found:
    """A date and its position in the folded text."""

    day: date
    start: int
    end: int


def folded(text: str) -> str:
    """Convert full-width digits, letters and signs to their narrow form (NFKC), and runs of spaces to one."""
    return _SPACES.sub(" ", unicodedata.normalize("NFKC", text))


def dates(text: str, published: date) -> Iterator[Found]:
    """Yield each date in folded text; without a year, the next such day on or after `published`."""
    for match in _DATE.finditer(text):
        # 3.5 or 1/2 alone is a number, not a day.
        if "月" not in match[0] and not (
            match["weekday"] or match["spelled"] or match["year"] or match["era"]
        ):
            continue
        if day := _day(match, published):
            yield Found(day, match.start(), match.end())


def first_time(text: str) -> time | None:
    """Return the first time of day in folded text, or None."""
    for match in _TIME.finditer(text):
        half = match["half"]
        if half == "正午":
            return time(12)
        hour = int(match["hour"] or 0)
        minute = 30 if match["past"] else int(match["minute"] or match["clock"] or 0)
        if half in _AFTERNOON and hour < 12:
            hour += 12
        if hour < 24 and minute < 60:
            return time(hour, minute)
    return None


def _day(match: re.Match[str], published: date) -> date | None:
    month, day = int(match["month"]), int(match["day"])
    if match["year"]:
        return _valid(int(match["year"]), month, day)
    if match["era"]:
        year = 1 if match["era_year"] == "元" else int(match["era_year"])
        return _valid(_ERAS[match["era"]] + year, month, day)
    return _next(month, day, published)


def _next(month: int, day: int, published: date) -> date | None:
    # Five years reach the next 29 February.
    coming = (_valid(published.year + ahead, month, day) for ahead in range(5))
    return next((found for found in coming if found and found >= published), None)


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
