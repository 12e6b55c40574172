"""One heading over several columns: their cells are one value, 山田 | 太郎 under 氏名 or 0261 | 22 | 3344 under 電話."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kairanban.community.roster.rules.fields import Field
from kairanban.community.roster.rules.headings import Heading, exact_meaning, meaning_of
from kairanban.community.roster.rules.sheets import Row
from kairanban.community.roster.rules.spelling import plain
from kairanban.community.roster.rules.tables.table import Table

ROWS_LOOKED_AT = 60
_BETWEEN = {Field.NAME: " ", Field.READING: " ", Field.PHONE: "-", Field.SECOND_PHONE: "-", Field.POSTAL: "-"}
_NUMBERS = (Field.PHONE, Field.SECOND_PHONE, Field.POSTAL)
_DIGITS = re.compile(r"\(?\d{1,5}\)?")
_FAMILY = re.compile(r"[^\s\d]{1,3}")
_PART_OF_NAME = re.compile(r"[^\s\d]{1,5}")


def joined(table: Table, heading: Heading) -> tuple[Table, Heading]:
    """Return the table and its heading with the columns under such headings joined in the first of them."""
    spans = dict(_spans(table, heading))
    if not spans:
        return table, heading
    upper = next(row for row in table.rows if row.line in heading.lines)
    texts = list(heading.texts)
    for first, last in spans.items():
        texts[first : last + 1] = [upper.cells[first], *([""] * (last - first))][: len(texts) - first]
    heading = replace(heading, texts=tuple(texts))
    below = tuple(_join(row, heading, spans) for row in table.rows[heading.first :])
    return replace(table, rows=(*table.rows[: heading.first], *below)), heading


def _spans(table: Table, heading: Heading) -> Iterator[tuple[int, int]]:
    """Yield the first and the last column of each heading whose cells are parts of one value."""
    upper = next((row for row in table.rows if row.line in heading.lines), None)
    if upper is None:
        return
    below = table.rows[heading.first : heading.first + ROWS_LOOKED_AT]
    width = max((len(row.cells) for row in below), default=0)
    merged = dict(upper.marks.across)
    for column in upper.filled:
        means = meaning_of(upper.cells[column])
        if means not in _BETWEEN:
            continue
        last = merged.get(column) or _blank_after(upper, width, column)
        if means in _NUMBERS:
            last = _last_of_digits(below, column, last)
        lower = [heading.texts[at] for at in range(column, last + 1) if at < len(heading.texts)]
        if last > column and _is_one_value(means, lower, below, column, last, column in merged):
            yield column, last


def _blank_after(upper: Row, width: int, column: int) -> int:
    last = column
    while last + 1 < len(upper.cells) and not upper.cell(last + 1):
        last += 1
    # At the end of a heading the cells below may go on.
    return last if last + 1 < len(upper.cells) else max(last, min(column + 2, width - 1))


def _last_of_digits(below: Sequence[Row], first: int, last: int) -> int:
    """Return the last of the columns from the first on that hold groups of digits; 携帯 may follow them."""
    for column in range(first, last + 1):
        cells = [row.cell(column) for row in below if row.cell(column)]
        if not cells or not _mostly(_DIGITS, cells):
            return max(first, column - 1)
    return last


def _is_one_value(
    means: Field, lower: Sequence[str], below: Sequence[Row], first: int, last: int, merged: bool
) -> bool:
    columns = [[row.cell(column) for row in below if row.cell(column)] for column in range(first, last + 1)]
    if not columns[1]:
        return False
    if means in _NUMBERS:
        return True
    if any(exact_meaning(text.rpartition(" ")[2]) for text in lower[1:] if text):
        return False
    if merged:
        return len(lower) == 1 or not any(lower[1:])
    # Family names stand short and a given name beside nearly each of them; else it is another column.
    given = 5 * len(columns[1]) >= 4 * len(columns[0])
    return (
        len(columns) == 2
        and not any(lower[1:])
        and given
        and _mostly(_FAMILY, columns[0])
        and _mostly(_PART_OF_NAME, columns[1])
    )


def _mostly(form: re.Pattern[str], cells: Sequence[str]) -> bool:
    return 5 * sum(form.fullmatch(plain(cell)) is not None for cell in cells) >= 4 * len(cells)


def _join(row: Row, heading: Heading, spans: dict[int, int]) -> Row:
    cells = list(row.cells)
    for first, last in spans.items():
        parts = [plain(cell) if cell.isdigit() else cell for cell in cells[first : last + 1] if cell]
        if len(parts) > 1:
            means = meaning_of(heading.texts[first]) or Field.NAME
            cells[first : last + 1] = [_BETWEEN.get(means, " ").join(parts), *([""] * (last - first))][
                : len(cells[first : last + 1])
            ]
    return replace(row, cells=tuple(cells))
