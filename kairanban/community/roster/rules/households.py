"""The values of a household from the cells of its row."""

import re
from collections.abc import Mapping, Sequence

from kairanban.community.roster.rules.fields import Field, Values
from kairanban.community.roster.rules.phones import phones_of
from kairanban.community.roster.rules.values import read_value
from kairanban.community.roster.rules.vocabulary import says_nothing

_BUILDING = re.compile(r"[ァ-ヶA-Za-z]")

Doubt = tuple[str, str]
"""A msgid and the text it is about."""

_ALONE = (
    Field.CODE,
    Field.SETTLEMENT,
    Field.ROUTE_ORDER,
    Field.LABEL,
    Field.POSTAL,
    Field.EMAIL,
    Field.LANGUAGE,
    Field.METHOD,
    Field.MEMBERSHIP,
)

# A household always has one of each: a cell that says "none" is ignored.
_NEVER_NONE = frozenset({Field.SETTLEMENT, Field.LANGUAGE, Field.METHOD, Field.MEMBERSHIP})


def household_values(cells: Mapping[Field, Sequence[str]], carried_block: str) -> tuple[Values, list[Doubt]]:
    """Return the normalised values of a row with a name, and its doubts."""
    taken: dict[Field, str] = {}
    doubts: list[Doubt] = []

    def take(means: Field, text: str) -> str | None:
        value, doubt = read_value(means, text)
        if doubt:
            doubts.append((doubt, text))
        return value

    def take_all(fields: Sequence[Field]) -> list[str]:
        parts = (take(means, text) for means in fields for text in cells.get(means, ()))
        return [part for part in parts if part]

    taken[Field.NAME] = " ".join(
        take_all((Field.NAME,))[:1] or take_all((Field.FAMILY_NAME, Field.GIVEN_NAME))
    )
    if reading := take_all((Field.READING,))[:1] or take_all((Field.FAMILY_READING, Field.GIVEN_READING)):
        taken[Field.READING] = " ".join(reading)
    if carried_block:
        taken[Field.BLOCK] = carried_block
    for means in _ALONE:
        for text in cells.get(means, ())[:1]:
            value = take(means, text)
            if value or (value is not None and means not in _NEVER_NONE):
                taken[means] = value

    places = [means for means in (Field.ADDRESS, Field.BUILDING, Field.ROOM) if means in cells]
    whole = " ".join(filter(None, (_street(take_all((means,))) for means in places)))
    if whole or (places and all(says_nothing(text) for means in places for text in cells[means])):
        taken[Field.ADDRESS] = whole
    for means in (Field.PHONE, Field.SECOND_PHONE):
        for text in cells.get(means, ())[:1]:
            numbers, doubt = ([""], "") if says_nothing(text) else phones_of(text)
            doubts.extend([(doubt, text)] if doubt else [])
            for number in numbers:
                free = means if means not in taken else Field.SECOND_PHONE
                taken.setdefault(free, number)
    return taken, doubts


def _street(parts: Sequence[str]) -> str:
    """Join the parts of an address: 上杉 and 3丁目20-16 directly, digits to digits with a hyphen."""
    joined = ""
    for part in parts:
        after_number = joined[-1:].isdigit()
        # 4丁目2-3 and ハイツ北山 101 are two words.
        between = "-" if part[:1].isdigit() else " " if _BUILDING.match(part) else ""
        joined += (between if after_number else "") + part
    return joined
