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
# 【1班】, ■2班, ＜3班＞ 班長 森
_ORNAMENT = re.compile(r"^[\s【〔〈《「『<\[■□◆◇●○◎▼▽★☆・-]+")
_COUNT = re.compile(r"[(（]?全?\d{1,5} ?(世帯|戸|軒|名|人)[)）]?")
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


def title_of_group(text: str) -> re.Match[str] | None:
    """Return where the title of a group names its block, None for another text."""
    return GROUP.match(_ORNAMENT.sub("", tidy(text)))


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
    if _heads_a_group(cells):
        return Kind.GROUP
    if not telling:
        if alone and title_of_group(first):
            return Kind.GROUP
        # An empty numbered row, or text in a column that is not stored.
        return Kind.NOTE if alone and not first.isdigit() else None
    if telling == {Field.BLOCK}:
        short = len(first) <= 12 and not _NOTE.match(first)
        return Kind.GROUP if alone and (short or title_of_group(first)) else Kind.NOTE
    if telling == {Field.CODE}:
        return Kind.CODE_ONLY if alone and not title_of_group(first) else _single(first, len(by_column))
    if alone:
        return _single(first, 1)
    return Kind.HOUSEHOLD


def _heads_a_group(cells: Cells) -> bool:
    """Tell whether a block, or a number of households beside it, stands where names do: 1班 | 班長 鈴木, 2班 | 12世帯."""
    name = tidy(next(iter(cells.by_field.get(Field.NAME, ())), ""))
    if Field.BLOCK in cells.by_field:
        return _COUNT.fullmatch(name) is not None
    found = title_of_group(name)
    return (
        found is not None
        and found.group()[0] in "第0123456789一二三四五六七八九十"
        and len(name) <= len(found.group()) + 3
    )


def is_total(text: str) -> bool:
    """Tell whether a cell is the word before a total: 合計, 1班計, 総世帯数."""
    if len(text) > 20:
        return False
    key = word_key(text)
    found = _TOTAL.fullmatch(key)
    return key in vocabulary.TOTALS or (found is not None and found[1] in vocabulary.TOTALS)


def _single(text: str, filled: int) -> Kind:
    if title_of_group(text) and filled == 1:
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
