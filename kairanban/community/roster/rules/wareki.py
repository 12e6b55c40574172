"""Dates and terms as associations write them: 令和8年4月1日, R8.4.1, 2026/4/1, 令和８年度."""

import re
from calendar import monthrange
from datetime import date
from typing import NamedTuple

from kairanban.community.roster.rules.spelling import plain

# The year before the first of each era.
ERAS = {"令和": 2018, "R": 2018, "平成": 1988, "H": 1988, "昭和": 1925, "S": 1925}

_DATE = re.compile(
    r"(?P<era>令和|平成|昭和|[RHS](?![A-Z]))?\s?\.?(?P<year>元|\d{1,4})\s?(?P<sep>年|[./-])\s?(?P<month>\d{1,2})"
    r"(?:(?:\s?月\s?|(?P=sep))(?P<day>\d{1,2})日?|月)?"
)
_FISCAL_YEAR = re.compile(r"(?P<era>令和|平成|[RH])?\s?(?P<year>元|\d{1,4})年度")


class Term(NamedTuple):
    """First and last day, both included; None if not given."""

    starts: date | None
    until: date | None


def term(text: str) -> Term:
    """Read a term from a cell; a month alone means the whole month, a 年度 1 April to 31 March."""
    text = plain(text).upper()
    dates = list(_DATE.finditer(text))[:2]
    if dates:
        first, *second = dates
        if not second and (text.endswith("まで") or text.startswith(("~", "〜", "-"))):
            return Term(None, _day(first, first["era"], last=True))
        # 令和8年4月1日〜10年3月31日: the era is written once.
        until = _day(second[0], second[0]["era"] or first["era"], last=True) if second else None
        return Term(_day(first, first["era"], last=False), until)

    years = list(_FISCAL_YEAR.finditer(text))[:2]
    if years:
        begins = _year(years[0]["era"], years[0]["year"])
        ends = _year(years[-1]["era"] or years[0]["era"], years[-1]["year"])
        if begins and ends:
            return Term(date(begins, 4, 1), date(ends + 1, 3, 31))
    return Term(None, None)


def _day(found: re.Match[str], era: str | None, last: bool) -> date | None:
    year, month = _year(era, found["year"]), int(found["month"])
    if not year or not 1 <= month <= 12:
        return None
    length = monthrange(year, month)[1]
    day = int(found["day"]) if found["day"] else (length if last else 1)
    return date(year, month, day) if 1 <= day <= length else None


def _year(era: str | None, year: str) -> int | None:
    number = 1 if year == "元" else int(year)
    if era is None:
        # Two digits without an era are ambiguous.
        return number if 1900 <= number <= 2200 else None
    return ERAS[era] + number if 1 <= number <= 99 else None
