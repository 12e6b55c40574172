"""Excel workbooks (.xlsx), read as a stream of XML so that a hostile file costs no more than a large one.

openpyxl's own reader makes a cell for every position of a merged or linked range, which one line of XML
can extend to 17 billion; only its rules for dates and ranges are used here.
"""

import io
import posixpath
import struct
import zipfile
import zlib
from typing import TypeVar
from xml.sax import SAXException

import defusedxml.sax  # type: ignore[import-untyped]
from defusedxml.common import DefusedXmlException  # type: ignore[import-untyped]
from openpyxl.utils.exceptions import CellCoordinatesException

from kairanban.community.roster.rules.sheets import MAX_SHEETS, Sheet
from kairanban.community.roster.rules.unreadable import Unreadable
from kairanban.community.roster.rules.workbook_parts import Elements, Listing, Part, SharedStrings, Targets
from kairanban.community.roster.rules.workbook_sheet import Book, SheetPart
from kairanban.community.roster.rules.workbook_styles import Styles
from kairanban.i18n.marks import N as _n

MAX_UNPACKED = 48 * 1024 * 1024
MAX_MEMBERS = 1_000

DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    RuntimeError,
    ValueError,
    LookupError,
    ArithmeticError,
    SAXException,
    DefusedXmlException,
    CellCoordinatesException,
)

P = TypeVar("P", bound=Part)


def read(data: bytes) -> tuple[Sheet, ...]:
    """Return the worksheets in tab order, formulas as their last values; raise Unreadable.

    A sheet that cannot be read has its problem and no rows; the others are read all the same.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _read(_Packed(archive))
    except DAMAGE as error:
        raise _broken() from error


def _read(packed: "_Packed") -> tuple[Sheet, ...]:
    root = packed.parse("_rels/.rels", Targets())
    book = packed.path("", (root.of_kind("officeDocument") if root else "") or "xl/workbook.xml")
    listing = packed.parse(book, Listing())
    if listing is None:
        raise Unreadable(_n("This is not an Excel workbook (.xlsx). Please save it as one, or as CSV."))
    folder, _, name = book.rpartition("/")
    targets = packed.parse(f"{folder}/_rels/{name}.rels", Targets()) or Targets()

    def part(kind: str, usual: str) -> str:
        return packed.path(folder, targets.of_kind(kind) or usual)

    strings = packed.parse(part("sharedStrings", "sharedStrings.xml"), SharedStrings()) or SharedStrings()
    styles = packed.parse(part("styles", "styles.xml"), Styles()) or Styles()
    refers_to = Book(
        strings.texts,
        frozenset(strings.struck),
        styles.dates,
        styles.bold,
        styles.struck,
        listing.since_1904,
    )
    sheets = []
    for title, relation, hidden in listing.sheets[:MAX_SHEETS]:
        target = targets.by_id.get(relation)
        path = packed.path(folder, target.path) if target else ""
        # Chart sheets are listed too and have no cells.
        if target and packed.has(path) and (target.kind == "worksheet" or "worksheets/" in path.lower()):
            sheets.append(_sheet(packed, path, title, hidden, refers_to))
    if sheets and all(sheet.problem for sheet in sheets):
        raise Unreadable(sheets[0].problem, **sheets[0].params)
    return tuple(sheets)


def _sheet(packed: "_Packed", path: str, title: str, hidden: bool, book: Book) -> Sheet:
    part = SheetPart(book)
    try:
        packed.parse(path, part)
        return Sheet(title, part.finished(), hidden, frozenset(part.hidden_columns))
    except Unreadable as problem:
        return Sheet(title, (), hidden, problem=problem.message, params=problem.params)
    except DAMAGE:
        return Sheet(title, (), hidden, problem=_broken().message)


class _Packed:
    """The archive's parts by name, in any spelling of capitals, with one limit for everything unpacked."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        members = archive.infolist()
        if len(members) > MAX_MEMBERS:
            raise _broken()
        self.members = {_spelling(member.filename): member for member in members}
        self.left = MAX_UNPACKED
        self.elements = Elements()

    def path(self, folder: str, target: str) -> str:
        """Return the name of a part from its target, which counts from the folder or, with a slash, from the root."""
        joined = posixpath.join("/", folder, target.replace("\\", "/"))
        return posixpath.normpath(joined).lstrip("/")

    def has(self, name: str) -> bool:
        return _spelling(name) in self.members

    def parse(self, name: str, part: P) -> P | None:
        """Return the part filled from the archive, None if there is none of that name."""
        member = self.members.get(_spelling(name))
        if member is None:
            return None
        if not _plain(member):
            raise _broken()
        if member.file_size > self.left:
            raise Unreadable(
                _n("This workbook is too large when unpacked. Please send only the sheets of the roster.")
            )
        self.left -= member.file_size
        part.elements = self.elements
        # zipfile stops at the declared size, so a false declaration cannot exceed the limit.
        with self.archive.open(member) as stream:
            defusedxml.sax.parse(stream, part, forbid_dtd=True)
        return part


def _spelling(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def _plain(member: zipfile.ZipInfo) -> bool:
    return not member.flag_bits & 1 and member.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


def _broken() -> Unreadable:
    return Unreadable(
        _n("This Excel file is damaged. Please open it in Excel, save it again and send that file.")
    )
