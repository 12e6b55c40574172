"""Parsers for the parts of a workbook that a roster needs, besides sheets and styles.

Element names are those of ECMA-376 part 1 (SpreadsheetML), with any prefix.
"""

import re
from dataclasses import dataclass
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

from kairanban.community.roster.rules.sheets import MAX_CELLS, too_long

MAX_ELEMENTS = 4 * MAX_CELLS  # a cell has a value or a text within it, and its row around it
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


class Elements:
    """How many elements a workbook may still have; empty ones cost as much as cells, and nothing to pack."""

    def __init__(self) -> None:
        self.left = MAX_ELEMENTS


class Part(ContentHandler):
    """Base parser: calls `begin` and `end` with local names and a plain mapping of attributes.

    What newer programs add in `extLst` is passed over. Raise Unreadable when the elements of all parts together
    are too many.
    """

    def __init__(self) -> None:
        super().__init__()
        self.elements = Elements()
        self._added = 0

    def startElement(self, name: str, attrs: AttributesImpl) -> None:
        self.elements.left -= 1
        if self.elements.left < 0:
            raise too_long()
        local = _local(name)
        self._added += local == "extLst"
        if not self._added:
            self.begin(local, {_local(key): value for key, value in attrs.items()})

    def endElement(self, name: str) -> None:
        local = _local(name)
        if not self._added:
            self.end(local)
        self._added -= local == "extLst"

    def begin(self, name: str, attributes: dict[str, str]) -> None: ...

    def end(self, name: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Target:
    path: str
    kind: str
    """The last word of the relation's type: worksheet, styles, sharedStrings, officeDocument."""


class Targets(Part):
    """Paths of the parts, by relation."""

    def __init__(self) -> None:
        super().__init__()
        self.by_id: dict[str, Target] = {}

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship":
            kind = attributes.get("Type", "").rpartition("/")[2]
            self.by_id[attributes.get("Id", "")] = Target(attributes.get("Target", ""), kind)

    def of_kind(self, kind: str) -> str:
        """Return the path of the first part of this kind, "" without one."""
        return next((target.path for target in self.by_id.values() if target.kind == kind), "")


class Listing(Part):
    """Sheets as (title, relation, hidden), and whether dates count from 1904."""

    def __init__(self) -> None:
        super().__init__()
        self.sheets: list[tuple[str, str, bool]] = []
        self.since_1904 = False

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        if name == "sheet":
            hidden = attributes.get("state", "visible") != "visible"
            title = unescaped(attributes.get("name", ""))[:100]
            self.sheets.append((title, attributes.get("id", ""), hidden))
        elif name == "workbookPr":
            self.since_1904 = attributes.get("date1904", "0") in ("1", "true")


class Runs:
    """The text of one cell from its runs, without Excel's furigana and without runs that are struck through."""

    def __init__(self) -> None:
        self._kept: list[str] = []
        self._struck: list[str] = []
        self._taking = self._furigana = self._striking = False

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        if name == "rPh":
            self._furigana = True
        elif name in ("v", "t"):
            self._taking = not self._furigana
        elif name == "strike":
            self._striking = attributes.get("val", "1").lower() not in ("0", "false")
        elif name == "r":
            self._striking = False

    def characters(self, content: str) -> None:
        if self._taking:
            (self._struck if self._striking else self._kept).append(content)

    def end(self, name: str) -> None:
        if name in ("v", "t"):
            self._taking = False
        elif name == "rPh":
            self._furigana = False

    def finished(self) -> tuple[str, bool]:
        """Return the text, and whether the whole of it is struck through."""
        kept = "".join(self._kept)
        struck = bool(self._struck) and not kept.strip()
        return ("".join(self._struck) if struck else kept), struck


class SharedStrings(Part):
    """Texts that cells refer to by index."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.struck: set[int] = set()
        self._runs = Runs()

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        if name == "si":
            self._runs = Runs()
        else:
            self._runs.begin(name, attributes)

    def characters(self, content: str) -> None:
        self._runs.characters(content)

    def end(self, name: str) -> None:
        if name != "si":
            self._runs.end(name)
            return
        if len(self.texts) >= MAX_CELLS:
            raise too_long()
        text, struck = self._runs.finished()
        if struck:
            self.struck.add(len(self.texts))
        self.texts.append(unescaped(text))


def unescaped(text: str) -> str:
    """Return the text with signs that XML cannot hold, which Excel writes as `_x000D_`; line ends become one kind."""
    if "_x" in text:
        text = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")


def _local(name: str) -> str:
    return name.rpartition(":")[2]
