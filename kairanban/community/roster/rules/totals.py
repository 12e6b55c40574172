"""The file's own totals (1班計 4世帯, 総計 48) beside the number of households that was read."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from kairanban.community.roster.rules.blocks import block_in_title
from kairanban.community.roster.rules.columns import Column
from kairanban.community.roster.rules.fields import Field
from kairanban.community.roster.rules.headings import Heading
from kairanban.community.roster.rules.lines import SET_ASIDE, Kind, RosterLine
from kairanban.community.roster.rules.row_kinds import is_total
from kairanban.community.roster.rules.sheets import Row
from kairanban.community.roster.rules.spelling import plain, tidy, word_key
from kairanban.community.roster.rules.tables.table import Table

_HOUSEHOLDS = re.compile(r"(\d{1,5}) ?(?:世帯|戸|軒)")
_OF_ALL = re.compile(
    r"(?:世帯数|戸数|会員数|加入世帯|総計|合計|全)\D{0,6}(\d{1,5})(?! ?(?:円|人|名|歳|年|月|日|班|組|%|\d))"
)
_LABEL = re.compile(r"(?:総|全|合計)?(?:世帯数|世帯|戸数|軒数)(?:合計|計)?")
_PART = re.compile(r"小計|[班組]計|[班組]の計|[班組]合計|^計$")
# Columns whose sum is not a number of households.
_OTHER_SUMS = frozenset({Field.IGNORED, Field.SIZE, Field.NEVER, Field.AGE, Field.PHONE, Field.SECOND_PHONE})
_COUNTED = frozenset({Kind.HOUSEHOLD, Kind.EMPTY_HOUSE, Kind.DUPLICATE}) | SET_ASIDE


@dataclass(frozen=True, slots=True)
class Total:
    """One total of the file; `text` is its row, `said` its number, `read` and `aside` what was read.

    `aside` are empty houses and rows set aside, which a file may count or not.
    """

    table: int
    line: int
    text: str
    said: int
    read: int
    aside: int

    @property
    def agrees(self) -> bool:
        return self.read <= self.said <= self.read + self.aside


def totals_of(
    index: int, table: Table, heading: Heading, columns: Sequence[Column], lines: Sequence[RosterLine]
) -> tuple[Total, ...]:
    """Return the totals of a table, those of parts and of the whole."""
    means = {column.index: column.means for column in columns}
    kinds = {line.line: line.kind for line in lines}
    found: list[Total] = []
    since = 0
    for place, row in enumerate(table.rows):
        if row.line in heading.lines:
            continue
        above = place < heading.first
        total = not above and kinds.get(row.line) is Kind.TOTAL
        note = above or kinds.get(row.line) is Kind.NOTE
        if not total and not note:
            continue
        said = _said(row, means, strict=not total)
        if said is None:
            continue
        text = " ".join(tidy(row.cells[column]) for column in row.filled)[:60]
        part = total and _is_part(row)
        counted = [line for line in lines if not part or since < line.line < row.line]
        read = sum(line.kind is Kind.HOUSEHOLD for line in counted)
        aside = sum(line.kind in _COUNTED for line in counted) - read
        found.append(Total(index, row.line, text, said, read, aside))
        since = row.line if part else since
    return tuple(found)


def _is_part(row: Row) -> bool:
    texts = [tidy(text) for text in row.cells if text]
    return any(_PART.search(text) or (is_total(text) and block_in_title(text)) for text in texts[:4])


def _said(row: Row, means: dict[int, Field], *, strict: bool) -> int | None:
    """Return the number of households a row says; `strict` for rows that may say other things."""
    texts = [(column, plain(row.cells[column])) for column in row.filled]
    for _, text in texts:
        if found := _HOUSEHOLDS.search(text):
            return int(found[1])
        if found := _OF_ALL.search(text):
            return int(found[1])
    for (_, label), (_, number) in pairwise(texts):
        if _LABEL.fullmatch(word_key(label)) and number.isdecimal() and len(number) < 6:
            return int(number)
    if strict:
        return None
    # 合計 48: under a column of fees or people the number is another sum.
    for column, text in texts:
        if text.isdecimal() and len(text) < 5 and means.get(column) not in _OTHER_SUMS:
            return int(text)
    return None
