"""Dates in words, by language: 12月7日（日）午前9時."""

from functools import lru_cache

from babel.dates import format_date, format_skeleton, format_time

from kairanban.core.clock import DAY, JAPAN, day_of, end_of, local, system_clock
from kairanban.i18n.languages import DEFAULT, LANGUAGES

_DAY = {"ja": "M月d日（E）", "zh": "M月d日（EEE）", "ko": "M월 d일(EEE)", "vi": "EEE, d/M", "pt": "EEE, d/M"}
_DAY_YEAR = {
    "ja": "y年M月d日（E）", "zh": "y年M月d日（EEE）", "ko": "y년 M월 d일(EEE)", "vi": "EEE, d/M/y", "pt": "EEE, d/M/y",
}  # fmt: skip
_DAY_ELSE, _DAY_YEAR_ELSE = "EEE d MMM", "EEE d MMM y"


# Nearer dates are shown without the year.
_PLAIN_WITHIN = 300 * DAY


def _of(language: str) -> str:
    return DEFAULT if LANGUAGES[language].japanese else language


def day(language: str, moment: int) -> str:
    """12月7日（日）; with the year if it is more than 300 days away."""
    near = abs(moment - system_clock()) < _PLAIN_WITHIN
    return _short_day(language, moment) if near else full_day(language, moment)


@lru_cache(maxsize=4096)
def _short_day(language: str, moment: int) -> str:
    return format_date(day_of(moment), _DAY.get(_of(language), _DAY_ELSE), locale=LANGUAGES[language].locale)


@lru_cache(maxsize=4096)
def full_day(language: str, moment: int) -> str:
    """2026年12月7日（日）"""
    return format_date(
        day_of(moment), _DAY_YEAR.get(_of(language), _DAY_YEAR_ELSE), locale=LANGUAGES[language].locale
    )


@lru_cache(maxsize=4096)
def month(language: str, moment: int) -> str:
    """4月"""
    return format_date(day_of(moment), "LLL", locale=LANGUAGES[language].locale)


@lru_cache(maxsize=512)
def month_year(language: str, moment: int) -> str:
    """2026年11月"""
    return format_skeleton("yMMMM", day_of(moment), locale=LANGUAGES[language].locale)


def year(language: str, number: int) -> str:
    """2026年（令和8年）"""
    if not LANGUAGES[language].japanese:
        return str(number)
    return f"{number}年（令和{_reiwa(number)}年）" if number > 2018 else f"{number}年"


@lru_cache(maxsize=4096)
def hour(language: str, moment: int) -> str:
    """午前9時, 午後1時30分"""
    when = local(moment)
    if LANGUAGES[language].japanese:
        half = "午前" if when.hour < 12 else "午後"
        minutes = f"{when.minute}分" if when.minute else ""
        return f"{half}{when.hour % 12 or (12 if half == '午後' else 0)}時{minutes}"
    return format_time(when.timetz(), "short", tzinfo=JAPAN, locale=LANGUAGES[language].locale)


def moment(language: str, at: int) -> str:
    """12月7日（日）午前9時"""
    joint = "" if LANGUAGES[language].japanese else ", "
    return f"{day(language, at)}{joint}{hour(language, at)}"


# The same words as in the patterns (circular_templates/texts), so that their lines can be made anew.
_SINCE = {
    "ja": "{day} {since}から", "zh": "{day} {since}开始", "ko": "{day} {since}부터", "vi": "{day}, từ {since}",
    "pt": "{day}, a partir das {since}",
}  # fmt: skip
_UNTIL = {
    "ja": "{day} {since}から{until}まで", "zh": "{day} {since}到{until}", "ko": "{day} {since}부터 {until}까지",
    "vi": "{day}, từ {since} đến {until}", "pt": "{day}, das {since} às {until}",
}  # fmt: skip
_SINCE_ELSE, _UNTIL_ELSE = "{day}, from {since}", "{day}, from {since} to {until}"


def is_whole_day(begins: int, ends: int | None) -> bool:
    """Tell whether a day without hours is meant: from its first millisecond to its last."""
    return ends == begins + DAY - 1 and local(begins).hour == local(begins).minute == 0


def period(language: str, begins: int, ends: int | None, *, year: bool | None = None) -> str:
    """12月6日（日） 午前8時から午前10時まで; `year` says whether with the year, None as `day` does."""
    said = day(language, begins) if year is None else (full_day if year else _short_day)(language, begins)
    if is_whole_day(begins, ends):
        return said
    hours, code = {"since": hour(language, begins)}, _of(language)
    if ends is None:
        return _SINCE.get(code, _SINCE_ELSE).format(day=said, **hours)
    return _UNTIL.get(code, _UNTIL_ELSE).format(day=said, until=hour(language, ends), **hours)


def slots(language: str, *, until: bool) -> str:
    """Return the words of `period` with slots of a pattern for its values."""
    words = {"day": "{day}", "since": "{from}", "until": "{until}"}
    if until:
        return _UNTIL.get(_of(language), _UNTIL_ELSE).format(**words)
    return _SINCE.get(_of(language), _SINCE_ELSE).format(**words)


def input_day(at: int | None) -> str:
    """Value of a date field, as ISO 8601."""
    return day_of(at).isoformat() if at is not None else ""


def input_moment(at: int | None) -> str:
    """Value of a datetime-local field, in Japan time."""
    return local(at).strftime("%Y-%m-%dT%H:%M") if at is not None else ""


def closing(language: str, at: int) -> str:
    """12月3日（木）, or 12月3日（木）午後6時 where it is not the end of the day."""
    return day(language, at) if is_end_of_day(at) else moment(language, at)


def is_end_of_day(at: int) -> bool:
    return at == end_of(day_of(at))


def input_closing(at: int | None) -> str:
    """Value of day and hour in one, without the hour where it is the end of the day."""
    return "" if at is None else input_day(at) if is_end_of_day(at) else input_moment(at)


def input_closing_hour(at: int | None) -> str:
    """Value of a time field; empty at the end of the day."""
    return "" if at is None or is_end_of_day(at) else input_hour(at)


def input_hour(at: int | None) -> str:
    """Value of a time field, in Japan time."""
    return local(at).strftime("%H:%M") if at is not None else ""


def _reiwa(number: int) -> str:
    return "元" if number == 2019 else str(number - 2018)
