"""Tables within the grids of cells: one below another, and side by side."""

from collections.abc import Iterable, Iterator, Sequence

from kairanban.community.roster.rules.headings import names_columns
from kairanban.community.roster.rules.sheets import Row, Sheet
from kairanban.community.roster.rules.spelling import word_key
from kairanban.community.roster.rules.tables.beside import split
from kairanban.community.roster.rules.tables.table import Table

TABLES_OF_A_SHEET = 60
_WIDEST_TITLE = 2


def find_tables(sheets: Sequence[Sheet]) -> tuple[Table, ...]:
    """Return the tables of all sheets in the order of the file; a sheet that cannot be read is one without rows."""
    return tuple(table for index, sheet in enumerate(sheets) for table in _of_sheet(index, sheet))


def _of_sheet(index: int, sheet: Sheet) -> Iterator[Table]:
    if sheet.problem:
        yield Table(index, sheet.title, (), problem=sheet.problem, params=sheet.params)
        return
    parts = [(first, rows) for band in _bands(sheet.rows) for first, rows in _cut(band, split(band)) if rows][
        :TABLES_OF_A_SHEET
    ]
    for number, (first, rows) in enumerate(parts, 1):
        hidden = frozenset(column - first for column in sheet.hidden_columns if column >= first)
        yield Table(index, sheet.title, rows, number if len(parts) > 1 else 0, sheet.hidden, hidden)


def _cut(band: Sequence[Row], starts: Sequence[int]) -> Iterator[tuple[int, tuple[Row, ...]]]:
    """Yield first column and rows of each table of a band."""
    for first, last in zip(starts, (*starts[1:], None), strict=True):
        yield first, tuple(_sliced(band, first, last))


def _sliced(band: Iterable[Row], first: int, last: int | None) -> Iterator[Row]:
    for row in band:
        if first == 0 and last is None:
            yield row
        elif any(cells := row.cells[first:last]):
            until = len(row.cells) if last is None else last
            yield Row(row.line, cells, row.marks.within(first, until))


def _bands(rows: Sequence[Row]) -> Iterator[tuple[Row, ...]]:
    """Yield the rows of tables that stand below one another: each begins with the titles above its own heading.

    A heading printed again on the next page begins no table.
    """
    begins, heading = 0, -1
    for index, row in enumerate(rows):
        if not names_columns(row, rows[index + 1 : index + 8]):
            continue
        continues = heading >= 0 and index == heading + 1 and row.line == rows[heading].line + 1
        if heading >= 0 and not continues and not _same(rows[heading], row):
            start = _titles_above(rows, index, heading + 1)
            yield tuple(rows[begins:start])
            begins = start
        heading = index
    yield tuple(rows[begins:])


def _same(heading: Row, again: Row) -> bool:
    """Tell whether a heading repeats one above it, in all its columns or the first of them."""
    return all(word_key(again.cells[column]) == word_key(heading.cell(column)) for column in again.filled)


def _titles_above(rows: Sequence[Row], index: int, least: int) -> int:
    """Return the first of the short rows directly above a heading."""
    start, line = index, rows[index].line
    while start > least and len(rows[start - 1].filled) <= _WIDEST_TITLE and line - rows[start - 1].line <= 2:
        start -= 1
        line = rows[start].line
    return start
