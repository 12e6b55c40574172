"""The file's own totals (1班計 4世帯, 総計 48) beside the number of households that was read."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from kairanban.community.roster.rules.block_titles import block_in_title
from kairanban.community.roster.rules.columns import Column
from kairanban.community.roster.rules.fields import Field
from kairanban.community.roster.rules.headings import Heading
from kairanban.community.roster.rules.lines import SET_ASIDE, Kind, RosterLine
from kairanban.community.roster.rules.row_kinds import is_total
from kairanban.community.roster.rules.sheets import Row
from kairanban.community.roster.rules.spelling import plain, tidy, word_key
from kairanban.community.roster.rules.tables.table import Table

LAST_LINE = 10**9
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
    groups = [line.line for line in lines if line.kind is Kind.GROUP]
    found: list[Total] = []
    since = 0
    for place, row in enumerate(table.rows):
        kind = Kind.NOTE if place < heading.first else kinds.get(row.line)
        if row.line in heading.lines or kind not in (Kind.TOTAL, Kind.NOTE, Kind.GROUP):
            continue
        said = _said(row, means, strict=kind is not Kind.TOTAL)
        if said is None:
            continue
        first, last = 0, LAST_LINE
        if kind is Kind.TOTAL and _is_part(row):
            first, last, since = since, row.line, row.line
        elif kind is Kind.GROUP or any(block_in_title(text) for text in row.cells):
            # 1班（12世帯）: the households up to the next group.
            first, last = row.line, next((line for line in groups if line > row.line), LAST_LINE)
        counted = [line.kind for line in lines if first < line.line < last]
        read = counted.count(Kind.HOUSEHOLD)
        aside = sum(kind in _COUNTED for kind in counted) - read
        text = " ".join(tidy(row.cells[column]) for column in row.filled)[:60]
        found.append(Total(index, row.line, text, said, read, aside))
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
