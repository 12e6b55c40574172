"""House numbers that Excel or another program took for dates: 2-1 became 2月1日, 2026/2/1 or 1-Feb."""

import re

from kairanban.community.roster.rules.spelling import plain

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_FORMS = (
    re.compile(r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?:[ T]0?0:00(?::00)?)?"),
    re.compile(r"(?:(?P<year>\d{4}|(?:令和|平成|[RHS])\d{1,2})年)?(?P<month>\d{1,2})月(?P<day>\d{1,2})日"),
    re.compile(r"(?P<year>\d{4})年(?P<month>\d{1,2})月(?P<day>)"),
    re.compile(r"(?P<day>\d{1,2})-(?P<name>[A-Za-z]{3})(?:-(?P<year>\d{2,4}))?"),
    re.compile(r"(?P<name>[A-Za-z]{3})-(?P<day>\d{1,2})(?P<year>)"),
)


def house_number_of_date(text: str) -> str:
    """Return the house number that a date may have been, "" for what is no date."""
    for form in _FORMS:
        found = form.fullmatch(plain(text))
        if not found:
            continue
        parts = found.groupdict()
        if name := parts.get("name"):
            if name.lower() not in _MONTHS:
                continue
            month = str(_MONTHS.index(name.lower()) + 1)
        else:
            month = str(int(parts["month"]))
        day = parts["day"]
        return f"{month}-{int(day)}" if day else month
    return ""
