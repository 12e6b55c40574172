"""The cells of one worksheet, with what Excel shows of them: hidden, bold, struck through, merged."""

import math
from bisect import bisect_right
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from openpyxl.utils.cell import column_index_from_string, coordinate_from_string, range_boundaries
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

from kairanban.community.roster.rules.sheets import (
    MAX_CELLS,
    MAX_COLUMNS,
    NONE,
    Gathering,
    Marks,
    Row,
    too_long,
    too_wide,
)
from kairanban.community.roster.rules.workbook_parts import Part, Runs, unescaped

LAST_ROW = 1_048_576


@dataclass(frozen=True, slots=True)
class Book:
    """What cells of any sheet refer to."""

    strings: tuple[str, ...] | list[str] = ()
    struck_strings: frozenset[int] = NONE
    dates: frozenset[int] = NONE
    bold: frozenset[int] = NONE
    struck: frozenset[int] = NONE
    since_1904: bool = False


class SheetPart(Part):
    """Rows of one worksheet; `finished` returns them with merged cells filled downwards."""

    def __init__(self, book: Book) -> None:
        super().__init__()
        self.book = book
        self.epoch = CALENDAR_MAC_1904 if book.since_1904 else CALENDAR_WINDOWS_1900
        self.hidden_columns: set[int] = set()
        self._rows: dict[int, dict[int, str]] = {}
        self._hidden: set[int] = set()
        self._bold: dict[int, set[int]] = {}
        self._struck: dict[int, set[int]] = {}
        self._merged: list[tuple[int, int, int]] = []
        self._across: dict[int, list[tuple[int, int]]] = {}
        self._cells = self._line = self._column = self._style = 0
        self._kind = ""
        self._wide = False
        self._runs = Runs()

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c":
            self._begin_cell(attributes)
        elif name == "row":
            self._line = int(attributes.get("r", self._line + 1))
            self._column = 0
            if attributes.get("hidden", "0") in ("1", "true") or attributes.get("ht") == "0":
                self._hidden.add(self._line)
        elif name == "col" and (
            attributes.get("hidden", "0") in ("1", "true") or attributes.get("width") == "0"
        ):
            last = min(int(attributes.get("max", "0")), MAX_COLUMNS)
            self.hidden_columns.update(range(int(attributes.get("min", "1")) - 1, last))
        elif name == "mergeCell":
            self._merge(attributes.get("ref", ""))
        else:
            self._runs.begin(name, attributes)

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        if place := attributes.get("r"):
            letters, self._line = coordinate_from_string(place)
            self._column = column_index_from_string(letters)
        else:
            self._column += 1
        if not 1 <= self._line <= LAST_ROW:
            raise ValueError("a cell outside the sheet")
        self._kind = attributes.get("t", "n")
        self._style = int(attributes.get("s", "0"))
        self._runs = Runs()

    def _merge(self, place: str) -> None:
        if len(self._merged) + len(self._across) >= MAX_CELLS:
            raise too_long()
        left, top, right, bottom = range_boundaries(place)
        if left and top and bottom and bottom > top:
            self._merged.append((left, top, bottom))
        if left and top and right and right > left:
            self._across.setdefault(top, []).append((left - 1, min(right, MAX_COLUMNS) - 1))

    def characters(self, content: str) -> None:
        self._runs.characters(content)

    def end(self, name: str) -> None:
        if name != "c":
            self._runs.end(name)
            return
        raw, struck = self._runs.finished()
        text = self._text(raw).strip() if raw else ""
        if not text:
            return
        if self._column > MAX_COLUMNS:
            self._wide = True
            return
        self._cells += 1
        if self._cells > MAX_CELLS:
            raise too_long()
        self._rows.setdefault(self._line, {})[self._column] = text
        if self._style in self.book.bold:
            self._bold.setdefault(self._line, set()).add(self._column - 1)
        if struck or self._style in self.book.struck or self._is_struck_string(raw):
            self._struck.setdefault(self._line, set()).add(self._column - 1)

    def _is_struck_string(self, raw: str) -> bool:
        return self._kind == "s" and int(raw) in self.book.struck_strings

    def _text(self, raw: str) -> str:
        match self._kind:
            case "s":
                return self.book.strings[int(raw)] if 0 <= int(raw) < len(self.book.strings) else ""
            case "n":
                return self._number(raw)
            case _:
                return unescaped(raw.replace("\x00", ""))

    def _number(self, raw: str) -> str:
        """Return a number as it is typed: 9.012345678E9 is 9012345678; a date as ISO 8601."""
        try:
            number = float(raw)
        except ValueError:
            return raw
        if not math.isfinite(number):
            return ""
        if self._style in self.book.dates and 0 < number < 2_958_466:
            return str(from_excel(number, self.epoch).isoformat())[:10]
        if number.is_integer() and abs(number) < 1e15:
            return str(int(number))
        try:
            return format(Decimal(raw), "f") if abs(number) < 1e15 else raw
        except InvalidOperation:
            return raw

    def finished(self) -> tuple[Row, ...]:
        """Return the filled rows from top to bottom; raise Unreadable if there are too many, or too wide ones."""
        if self._wide:
            raise too_wide()
        lines, steps = sorted(self._rows), 0
        for left, top, bottom in self._merged:
            # Only downwards: a title merged across the sheet stays one cell.
            text = self._rows.get(top, {}).get(left)
            for line in lines[bisect_right(lines, top) : bisect_right(lines, bottom)] if text else ():
                self._rows[line].setdefault(left, text or "")
                steps += 1
                if steps > MAX_CELLS:
                    raise too_long()
        gathering = Gathering()
        for line in lines:
            cells = self._rows[line]
            marks = Marks(
                line in self._hidden,
                frozenset(self._bold.get(line, ())),
                frozenset(self._struck.get(line, ())),
                tuple(self._across.get(line, ())),
            )
            gathering.add(line, (cells.get(column, "") for column in range(1, max(cells) + 1)), marks)
        return tuple(gathering.rows)
