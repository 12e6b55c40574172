"""Uploaded bytes to sheets of text; Unreadable for anything else."""

from kairanban.community.roster.rules import text_files, workbooks
from kairanban.community.roster.rules.sheets import MAX_BYTES, Sheet
from kairanban.community.roster.rules.unreadable import Unreadable
from kairanban.i18n.marks import N as _n

OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
# Shown with the two steps that make a file of today of it.
OLD_EXCEL = _n("This is a file of an older Excel (.xls). Two steps make one of today of it.")
PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")


def read_sheets(data: bytes, filename: str) -> tuple[Sheet, ...]:
    """Return sheets with a filled row or a problem, by the content of the bytes; raise Unreadable.

    The file's name decides nothing: a PDF called .csv is still a PDF.
    """
    if len(data) > MAX_BYTES:
        raise Unreadable(
            _n("This file is larger than %(megabytes)s MB."), megabytes=str(MAX_BYTES // 1024**2)
        )
    if not data.strip():
        raise Unreadable(_n("This file is empty."))
    if data.startswith(OLD_OFFICE):
        raise _old_office(data)
    if data.startswith(b"%PDF"):
        raise Unreadable(
            _n("This is a PDF, not a table. Please send the Excel or CSV file it was made from.")
        )
    if data.startswith(PICTURES) or data[4:12] in (b"ftypheic", b"ftypmif1"):
        raise Unreadable(_n("This is a picture, not a table. Please send the Excel or CSV file."))

    if data.startswith(b"PK"):
        sheets = workbooks.read(data)
    else:
        sheets = (Sheet(_stem(filename), text_files.read(data)),)

    if not any(sheet.rows for sheet in sheets):
        raise Unreadable(_n("This file is empty."))
    return tuple(sheet for sheet in sheets if sheet.rows or sheet.problem)


def _old_office(data: bytes) -> Unreadable:
    if ENCRYPTED in data:
        return Unreadable(
            _n("This workbook is locked with a password. Please save it without one and send it again.")
        )
    return Unreadable(OLD_EXCEL)


def _stem(filename: str) -> str:
    return filename.replace("\\", "/").rpartition("/")[2].rpartition(".")[0][:100]
