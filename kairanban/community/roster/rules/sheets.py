"""Sheets of text cells from any kind of file, and their limits."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kairanban.community.roster.rules.unreadable import Unreadable
from kairanban.i18n.marks import N as _n

MAX_BYTES = 10 * 1024 * 1024
MAX_ROWS = 20_000
MAX_COLUMNS = 100
MAX_CELLS = 500_000
MAX_LETTERS = 10_000_000  # a workbook can repeat one long text in every cell
MAX_CELL_LENGTH = 2_000
MAX_SHEETS = 30
ROWS_OF_TITLES = 6

NONE: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Marks:
    """What a workbook shows of a row beside its text: columns that are bold, struck through or merged sideways."""

    hidden: bool = False
    bold: frozenset[int] = NONE
    struck: frozenset[int] = NONE
    across: tuple[tuple[int, int], ...] = ()
    """First and last column of each cell that is merged over several."""

    def within(self, first: int, last: int) -> "Marks":
        """Return the marks of the columns from `first` to before `last`, counted from `first`."""
        return Marks(
            self.hidden,
            frozenset(column - first for column in self.bold if first <= column < last),
            frozenset(column - first for column in self.struck if first <= column < last),
            tuple((a - first, min(b, last - 1) - first) for a, b in self.across if first <= a < last),
        )


PLAIN = Marks()


@dataclass(frozen=True, slots=True)
class Row:
    line: int
    cells: tuple[str, ...]
    marks: Marks = PLAIN

    def cell(self, column: int) -> str:
        return self.cells[column] if 0 <= column < len(self.cells) else ""

    @property
    def filled(self) -> tuple[int, ...]:
        return tuple(column for column, text in enumerate(self.cells) if text)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet; `problem` is a msgid if its cells cannot be read, and then it has no rows."""

    title: str
    rows: tuple[Row, ...]
    hidden: bool = False
    hidden_columns: frozenset[int] = NONE
    problem: str = ""
    params: Mapping[str, str] = field(default_factory=dict)


class Gathering:
    """The rows of a sheet; raises Unreadable when one exceeds the limits."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self.cells = self.letters = 0

    def add(self, line: int, cells: Iterable[str], marks: Marks = PLAIN) -> None:
        kept = [cell.strip() for cell in cells]
        while kept and not kept[-1]:
            kept.pop()
        if not kept:
            return
        if len(kept) > MAX_COLUMNS:
            raise too_wide()
        if any(len(cell) > MAX_CELL_LENGTH for cell in kept):
            raise Unreadable(
                _n("Line %(line)s has a very long cell. Perhaps a quotation mark is not closed there."),
                line=str(line),
            )
        self.cells += len(kept)
        self.letters += sum(map(len, kept))
        if len(self.rows) >= MAX_ROWS or self.cells > MAX_CELLS or self.letters > MAX_LETTERS:
            raise too_long()
        self.rows.append(Row(line, tuple(kept), marks))


def too_long() -> Unreadable:
    return Unreadable(
        _n("This file has more than %(rows)s rows of text. Please split it into smaller files."),
        rows=f"{MAX_ROWS:,}",
    )


def too_wide() -> Unreadable:
    return Unreadable(_n("This file has more than %(columns)s columns."), columns=str(MAX_COLUMNS))
