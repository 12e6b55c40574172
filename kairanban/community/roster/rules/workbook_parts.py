"""Parsers for the parts of a workbook that a roster needs.

Element names are those of ECMA-376 part 1 (SpreadsheetML), with any prefix.
"""

import math
from bisect import bisect_right
from decimal import Decimal, InvalidOperation
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string, range_boundaries
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

from kairanban.community.roster.rules.sheets import MAX_CELLS, MAX_COLUMNS, Gathering, Row, too_long, too_wide

LAST_ROW = 1_048_576
MAX_ELEMENTS = 4 * MAX_CELLS  # a cell has a value or a text within it, and its row around it


class Elements:
    """How many elements a workbook may still have; empty ones cost as much as cells, and nothing to pack."""

    def __init__(self) -> None:
        self.left = MAX_ELEMENTS


class Part(ContentHandler):
    """Base parser: calls `begin` and `end` with local names and a plain mapping of attributes.

    Raise Unreadable when the elements of all parts together are too many.
    """

    def __init__(self) -> None:
        super().__init__()
        self.elements = Elements()

    def startElement(self, name: str, attrs: AttributesImpl) -> None:
        self.elements.left -= 1
        if self.elements.left < 0:
            raise too_long()
        self.begin(_local(name), {_local(key): value for key, value in attrs.items()})

    def endElement(self, name: str) -> None:
        self.end(_local(name))

    def begin(self, name: str, attributes: dict[str, str]) -> None: ...

    def end(self, name: str) -> None: ...


class Targets(Part):
    """Paths of the parts, by relation."""

    def __init__(self) -> None:
        super().__init__()
        self.paths: dict[str, str] = {}

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship":
            self.paths[attributes.get("Id", "")] = attributes.get("Target", "")


class Listing(Part):
    """Sheets as (title, relation, hidden), and whether dates count from 1904."""

    def __init__(self) -> None:
        super().__init__()
        self.sheets: list[tuple[str, str, bool]] = []
        self.since_1904 = False

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        if name == "sheet":
            hidden = attributes.get("state", "visible") != "visible"
            self.sheets.append((attributes.get("name", "")[:100], attributes.get("id", ""), hidden))
        elif name == "workbookPr":
            self.since_1904 = attributes.get("date1904", "0") in ("1", "true")


class DateStyles(Part):
    """Cell styles that show a number as a date."""

    def __init__(self) -> None:
        super().__init__()
        self._formats: dict[int, str] = dict(BUILTIN_FORMATS)
        self._styles: list[int] = []
        self._within = False

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        if name == "numFmt":
            self._formats[int(attributes.get("numFmtId", "0"))] = attributes.get("formatCode", "")[:200]
        elif name == "cellXfs":
            self._within = True
        elif name == "xf" and self._within:
            self._styles.append(int(attributes.get("numFmtId", "0")))

    def end(self, name: str) -> None:
        if name == "cellXfs":
            self._within = False

    @property
    def dates(self) -> frozenset[int]:
        """Indices of the styles that show a date."""
        # 27-36 and 50-58 are dates of Japanese Excel without a format text (ECMA-376 part 1, 18.8.30).
        dated = {number for number, text in self._formats.items() if is_date_format(text)}
        dated |= {*range(27, 37), *range(50, 59)} - self._formats.keys()
        return frozenset(index for index, number in enumerate(self._styles) if number in dated)


class SharedStrings(Part):
    """Texts that cells refer to by index, without Excel's furigana."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._pieces: list[str] = []
        self._taking = self._furigana = False

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        if name == "si":
            self._pieces = []
        elif name == "rPh":
            self._furigana = True
        elif name == "t":
            self._taking = not self._furigana

    def characters(self, content: str) -> None:
        if self._taking:
            self._pieces.append(content)

    def end(self, name: str) -> None:
        if name == "t":
            self._taking = False
        elif name == "rPh":
            self._furigana = False
        elif name == "si":
            if len(self.texts) >= MAX_CELLS:
                raise too_long()
            self.texts.append("".join(self._pieces))


class SheetPart(Part):
    """Rows of one worksheet; `finished` returns them with merged cells filled downwards."""

    def __init__(self, strings: list[str], dates: frozenset[int], since_1904: bool) -> None:
        super().__init__()
        self.strings, self.dates = strings, dates
        self.epoch = CALENDAR_MAC_1904 if since_1904 else CALENDAR_WINDOWS_1900
        self._rows: dict[int, dict[int, str]] = {}
        self._merged: list[tuple[int, int, int]] = []
        self._cells = self._line = self._column = self._style = 0
        self._kind = ""
        self._pieces: list[str] = []
        self._taking = self._furigana = False

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c":
            self._begin_cell(attributes)
        elif name in ("v", "t"):
            self._taking = not self._furigana
        elif name == "rPh":
            self._furigana = True
        elif name == "row":
            self._line = int(attributes.get("r", self._line + 1))
            self._column = 0
        elif name == "mergeCell":
            if len(self._merged) >= MAX_CELLS:
                raise too_long()
            left, top, _, bottom = range_boundaries(attributes.get("ref", ""))
            if left and top and bottom and bottom > top:
                self._merged.append((left, top, bottom))

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
        self._pieces = []

    def characters(self, content: str) -> None:
        if self._taking:
            self._pieces.append(content)

    def end(self, name: str) -> None:
        if name in ("v", "t"):
            self._taking = False
        elif name == "rPh":
            self._furigana = False
        elif name == "c" and self._pieces and (text := self._text("".join(self._pieces)).strip()):
            self._cells += 1
            if self._cells > MAX_CELLS:
                raise too_long()
            if self._column > MAX_COLUMNS:
                raise too_wide()
            self._rows.setdefault(self._line, {})[self._column] = text

    def _text(self, raw: str) -> str:
        match self._kind:
            case "s":
                return self.strings[int(raw)] if 0 <= int(raw) < len(self.strings) else ""
            case "e":
                return ""
            case "n":
                return self._number(raw)
            case _:
                return raw.replace("\x00", "")

    def _number(self, raw: str) -> str:
        """Return a number as it is typed: 9.012345678E9 is 9012345678; a date as ISO 8601."""
        try:
            number = float(raw)
        except ValueError:
            return raw
        if not math.isfinite(number):
            return ""
        if self._style in self.dates and 0 < number < 2_958_466:
            return str(from_excel(number, self.epoch).isoformat())[:10]
        if number.is_integer() and abs(number) < 1e15:
            return str(int(number))
        try:
            return format(Decimal(raw), "f") if abs(number) < 1e15 else raw
        except InvalidOperation:
            return raw

    def finished(self) -> tuple[Row, ...]:
        """Return the filled rows from top to bottom; raise Unreadable if there are too many."""
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
            gathering.add(line, (cells.get(column, "") for column in range(1, max(cells) + 1)))
        return tuple(gathering.rows)


def _local(name: str) -> str:
    return name.rpartition(":")[2]
