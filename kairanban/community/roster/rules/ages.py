"""Who is a child, from an age or a birth date; neither leaves the confined reading."""

import re
from datetime import date

from kairanban.community.roster.rules.spelling import plain
from kairanban.community.roster.rules.wareki import term

GROWN_UP = 18
_AGE = re.compile(r"(?:満)?(\d{1,3})(?:歳|才)?(?:\d{1,2}(?:か|ヶ|ヵ|カ)月)?")


def is_child(age: str, birth: str, today: date | None) -> bool | None:
    """Tell whether the person is under 18, None if neither cell says so."""
    if found := _AGE.fullmatch(plain(age)):
        return int(found[1]) < GROWN_UP
    if today is None or not birth.strip():
        return None
    born = term(birth).starts
    if born is None or born > today:
        return None
    birthday_is_past = (today.month, today.day) >= (born.month, born.day)
    return today.year - born.year - (not birthday_is_past) < GROWN_UP
