"""What kind of row it is: a household, the title of a block, a total, a note, the heading once more."""

import re
from collections.abc import Mapping, Sequence

from kairanban.community.roster.rules import vocabulary
from kairanban.community.roster.rules.cells import Cells
from kairanban.community.roster.rules.fields import OF_PERSONS, Field
from kairanban.community.roster.rules.lines import Kind
from kairanban.community.roster.rules.sheets import Row
from kairanban.community.roster.rules.spelling import tidy, word_key

GROUP = re.compile(
    r"第? ?[\d一二三四五六七八九十]+ ?(班|組|隣組|区|ブロック)|\S{1,6}(班|組|隣組|ブロック)(?=$|[ (（:：])"
)
_NOTE = re.compile(r"[※*＊(（注]|以上|備考|令和|平成|\d{4}年")
_TOTAL = re.compile(r"(?:.{0,6}(?:班|組|区|ぶろっく))?(.+?)[\d]*(?:世帯|戸|名|人|軒)?")
# Filled in rows of households and in others alike.
_TELLS_NOTHING = OF_PERSONS | {
    Field.SERIAL,
    Field.ROUTE_ORDER,
    Field.SIZE,
    Field.REMARK,
    Field.NEVER,
    Field.IGNORED,
}

Headings = Sequence[Mapping[int, str]]


def heading_keys(heading: Sequence[Row]) -> Headings:
    """Return the words of the heading's rows by column, to know them again."""
    return [{index: word_key(row.cells[index]) for index in row.filled} for row in heading]


def kind_of(cells: Cells, headings: Headings) -> Kind | None:
    """Return the kind by the cells alone; None for a row that says nothing, as an empty place of the list."""
    by_column, by_field = cells.by_column, cells.by_field
    if _repeats_heading(by_column, headings):
        return Kind.HEADING
    if any(is_total(text) for text in list(by_column.values())[:4]):
        return Kind.TOTAL
    telling = by_field.keys() - _TELLS_NOTHING
    first = tidy(next(iter(by_column.values())))
    alone = len(by_column) == 1
    if not telling:
        if alone and GROUP.match(first):
            return Kind.GROUP
        # An empty numbered row, or text in a column that is not stored.
        return Kind.NOTE if alone and not first.isdigit() else None
    if telling == {Field.BLOCK}:
        short = len(first) <= 12 and not _NOTE.match(first)
        return Kind.GROUP if alone and (short or GROUP.match(first)) else Kind.NOTE
    if telling == {Field.CODE}:
        return Kind.CODE_ONLY if alone and not GROUP.match(first) else _single(first, len(by_column))
    if alone:
        return _single(first, 1)
    return Kind.HOUSEHOLD


def is_total(text: str) -> bool:
    """Tell whether a cell is the word before a total: 合計, 1班計, 総世帯数."""
    if len(text) > 20:
        return False
    key = word_key(text)
    found = _TOTAL.fullmatch(key)
    return key in vocabulary.TOTALS or (found is not None and found[1] in vocabulary.TOTALS)


def _single(text: str, filled: int) -> Kind:
    if GROUP.match(text) and filled == 1:
        return Kind.GROUP
    if (_NOTE.match(text) and not _names_a_house(text)) or len(text) > 25:
        return Kind.NOTE
    return Kind.HOUSEHOLD


def _names_a_house(text: str) -> bool:
    """Tell whether a name begins like a note: (故)山田 太郎, (有)南町酒店, (株)上杉."""
    return re.match(r"[(（](故|亡|有|株|同|名|資|合|社|財|医|宗|学|特|福)[)）]\s*\S", text) is not None


def _repeats_heading(cells: Mapping[int, str], headings: Headings) -> bool:
    def same(heading: Mapping[int, str]) -> int:
        return sum(heading.get(index) == word_key(text) for index, text in cells.items())

    most = max(map(same, headings), default=0)
    return most >= 2 and 2 * most >= len(cells)
