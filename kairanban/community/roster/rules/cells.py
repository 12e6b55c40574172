"""The cells of one row by the meaning of their column; what Excel shows instead of a value is none."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kairanban.community.roster.rules import vocabulary
from kairanban.community.roster.rules.columns import Column
from kairanban.community.roster.rules.fields import LEFT_IN_FILE, Field
from kairanban.community.roster.rules.sheets import Row
from kairanban.community.roster.rules.spelling import tidy, unguarded
from kairanban.i18n.marks import N as _n

ERROR = _n("“%(text)s” is an error that Excel shows, not a value.")
STRUCK = _n("“%(text)s” is struck through and was not taken.")
_ERROR = re.compile(r"#(REF!|N/A|VALUE!|NAME\?|DIV/0!|NULL!|NUM!|SPILL!|CALC!|GETTING_DATA|#+)|#{3,}")
# A formula that refers to an empty cell shows 0; only counts and choices mean it.
_NEVER_ZERO = frozenset(Field) - LEFT_IN_FILE - {Field.ROUTE_ORDER, Field.MEMBERSHIP, Field.METHOD}
_DITTO_FAMILY = re.compile(r"[〃々″〟]\s*(\S.*)")
_NAMES = frozenset({Field.NAME, Field.FAMILY_NAME, Field.GIVEN_NAME})


@dataclass(frozen=True, slots=True)
class Cells:
    """Texts by column and by field; `doubts` are msgids with the text they are about."""

    by_column: Mapping[int, str]
    by_field: Mapping[Field, Sequence[str]]
    doubts: tuple[tuple[str, str], ...] = ()
    struck: bool = False
    """The name is struck through."""


def read_cells(row: Row, columns: Sequence[Column], above: Mapping[int, str]) -> Cells:
    """Return the filled cells; one that says "as above" has the text of `above`."""
    by_column: dict[int, str] = {}
    by_field: dict[Field, list[str]] = {}
    doubts: list[tuple[str, str]] = []
    struck = any(column.means in _NAMES and column.index in row.marks.struck for column in columns)
    for column in columns:
        text = unguarded(row.cell(column.index)).strip()
        stored = column.means not in LEFT_IN_FILE
        if not text or (column.means in _NEVER_ZERO and text == "0"):
            continue
        if _ERROR.fullmatch(text):
            doubts += [(ERROR, text)] if stored else []
            continue
        if stored and not struck and column.index in row.marks.struck:
            doubts.append((STRUCK, text))
            continue
        if column.index in above:
            text = _as_above(text, above[column.index], is_name=column.means in _NAMES)
        by_column[column.index] = text
        by_field.setdefault(column.means, []).append(text)
    return Cells(by_column, by_field, tuple(doubts), struck)


def _as_above(text: str, above: str, *, is_name: bool) -> str:
    """Return the cell above for 〃, and its family name with the given one for 〃 花子."""
    if vocabulary.is_ditto(text):
        return above
    family, space, _ = tidy(above).partition(" ")
    if is_name and space and (found := _DITTO_FAMILY.fullmatch(text)):
        return f"{family} {found[1]}"
    return text
