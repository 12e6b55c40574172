"""Dates of the demo, relative to today, and their wording in circulars."""

from datetime import date, timedelta

from kairanban.core.clock import Moment, at
from kairanban.i18n.dates import day as written


def latest(month: int, day: int, today: date) -> date:
    """Return the latest such day of the year, today included."""
    found = date(today.year, month, day)
    return found if found <= today else date(today.year - 1, month, day)


def next_weekday(day: date, weekday: str) -> date:
    """Return the first such weekday from `day` on, or `day` if none is given."""
    if not weekday:
        return day
    return day + timedelta(days=("月火水木金土日".index(weekday) - day.weekday()) % 7)


def year_on(day: date, years: int = 1) -> date:
    """Return the same day of another year; ValueError for 29 February."""
    return day.replace(year=day.year + years)


def in_words(day: date) -> str:
    """12月6日（日）"""
    return written("ja", at(day))


def fiscal_year(day: date) -> str:
    """令和8年度, which begins on 1 April."""
    return f"令和{day.year - 2018 - (day.month < 4)}年度"


def opening(day: date) -> Moment:
    """Return the start of a day in Japan."""
    return at(day)


def before(day: date) -> Moment:
    """Return the end of the day before, for terms "until 31 March"."""
    return Moment(at(day) - 1)
