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
from kairanban.community.roster.rules.workbook_parts import (
    DateStyles,
    Elements,
    Listing,
    Part,
    SharedStrings,
    SheetPart,
    Targets,
)
from kairanban.i18n.marks import N as _n

MAX_UNPACKED = 48 * 1024 * 1024
MAX_MEMBERS = 1_000
BOOK = "xl/workbook.xml"

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
    """Return the worksheets in tab order, formulas as their last values; raise Unreadable."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _read(archive)
    except DAMAGE as error:
        raise _broken() from error


def _read(archive: zipfile.ZipFile) -> tuple[Sheet, ...]:
    members = archive.infolist()
    names = {member.filename for member in members}
    if BOOK not in names:
        raise Unreadable(_n("This is not an Excel workbook (.xlsx). Please save it as one, or as CSV."))
    if len(members) > MAX_MEMBERS or not all(map(_plain, members)):
        raise _broken()

    packed = _Packed(archive)
    targets = packed.parse("xl/_rels/workbook.xml.rels", Targets())
    listing = packed.parse(BOOK, Listing())
    strings = (
        packed.parse("xl/sharedStrings.xml", SharedStrings()) if "xl/sharedStrings.xml" in names else None
    )
    styles = packed.parse("xl/styles.xml", DateStyles()) if "xl/styles.xml" in names else None
    texts, dates = strings.texts if strings else [], styles.dates if styles else frozenset()

    sheets = []
    for title, relation, hidden in listing.sheets[:MAX_SHEETS]:
        path = posixpath.normpath(posixpath.join("/xl", targets.paths.get(relation, ""))).lstrip("/")
        # Chart sheets are listed too and have no cells.
        if path in names and "worksheets/" in path:
            part = SheetPart(texts, dates, listing.since_1904)
            sheets.append(Sheet(title, packed.parse(path, part).finished(), hidden))
    return tuple(sheets)


class _Packed:
    """The archive's parts, with one limit for everything unpacked."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.left = MAX_UNPACKED
        self.elements = Elements()

    def parse(self, name: str, part: P) -> P:
        self.left -= self.archive.getinfo(name).file_size
        if self.left < 0:
            raise Unreadable(
                _n("This workbook is too large when unpacked. Please send only the sheets of the roster.")
            )
        part.elements = self.elements
        # zipfile stops at the declared size, so a false declaration cannot exceed the limit.
        with self.archive.open(name) as stream:
            defusedxml.sax.parse(stream, part, forbid_dtd=True)
        return part


def _plain(member: zipfile.ZipInfo) -> bool:
    return not member.flag_bits & 1 and member.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


def _broken() -> Unreadable:
    return Unreadable(
        _n("This Excel file is damaged. Please open it in Excel, save it again and send that file.")
    )
