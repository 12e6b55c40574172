"""Detect the kind of a file by its first bytes; its name and the browser's media type are not trusted."""

from enum import StrEnum

from kairanban.confined.errors import Unreadable
from kairanban.i18n.marks import N as _n


class Kind(StrEnum):
    """The kinds of file that can be attached."""

    PDF = "pdf"
    JPEG = "jpeg"
    PNG = "png"
    HEIC = "heic"


EMPTY = _n("This file is empty. Please choose it again.")
OFFICE = _n("This is a Word or Excel file. Please save it as PDF, then choose the PDF.")
WEB_PAGE = _n("This is a web page or a drawing. Please print it as PDF, then choose the PDF.")
OTHER_PICTURE = _n(
    "This kind of picture cannot be used. Please save it as JPEG or PNG, then choose that file."
)
TIFF = _n(
    "This is a TIFF, as copiers and fax machines make it. Please choose PDF on the copier, or open it on the computer and print it as PDF, then choose the PDF."
)
ARCHIVE = _n("This is an archive or an Office file. Please choose the paper inside it, saved as PDF.")
UNKNOWN = _n("This kind of file cannot be used. Please save it as PDF, or take a photograph of the paper.")

_HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1"}
_LEADING = b"\xef\xbb\xbf \t\r\n"

_OTHERS = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OFFICE),
    (b"GIF8", OTHER_PICTURE),
    (b"BM", OTHER_PICTURE),
    *((start, TIFF) for start in (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")),
    (b"RIFF", OTHER_PICTURE),
    (b"Rar!", ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", ARCHIVE),
    (b"\x1f\x8b", ARCHIVE),
)
_OFFICE_PARTS = (b"word/", b"xl/", b"ppt/", b"[Content_Types].xml")


def kind_of(file: bytes) -> Kind:
    """Return the kind of a file by its content; raise Unreadable with advice for any other kind."""
    if file.startswith(b"\xff\xd8\xff"):
        return Kind.JPEG
    if file.startswith(b"\x89PNG\r\n\x1a\n"):
        return Kind.PNG
    if file[:64].lstrip(_LEADING).startswith(b"%PDF-"):
        return Kind.PDF
    if file[4:8] == b"ftyp" and _HEIC_BRANDS & {file[8:12], *_compatible_brands(file)}:
        return Kind.HEIC
    raise Unreadable(_advice(file))


def _compatible_brands(file: bytes) -> set[bytes]:
    end = min(int.from_bytes(file[:4], "big"), 128)
    brands = {file[at : at + 4] for at in range(16, end, 4)}
    # AVIF shares the container and some of the brands.
    return set() if file[8:12] == b"avif" else brands


def _advice(file: bytes) -> str:
    if not file.strip(b"\0 \t\r\n"):
        return EMPTY
    if file.startswith(b"PK"):
        return OFFICE if any(part in file[:4096] for part in _OFFICE_PARTS) else ARCHIVE
    if file[4:8] == b"ftyp":
        return OTHER_PICTURE
    for start, advice in _OTHERS:
        if file.startswith(start):
            return advice
    return WEB_PAGE if file[:512].lstrip(_LEADING).startswith(b"<") else UNKNOWN
