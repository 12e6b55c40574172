"""Convert an uploaded PDF or photograph to pictures and text that are safe to store and show."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from kairanban.confined import child, errors, scans
from kairanban.confined.errors import Unreadable
from kairanban.confined.facts import Facts, read_facts
from kairanban.confined.file_kinds import Kind, kind_of
from kairanban.confined.limits import DOCUMENT, GLANCE, LARGEST_FILE, MIB, MOST_PAGES, PHOTOGRAPH, SCAN
from kairanban.confined.notes import of_paper, said
from kairanban.confined.sheets import Reading, Sheet
from kairanban.i18n.marks import N as _n

TOO_LARGE = _n("This file has %(size)s MB; at most %(most)s MB can be used. Please make a smaller one.")
PICTURE_TOO_LARGE = _n(
    "This picture has %(size)s MB; at most %(most)s MB can be used. On the telephone, open it, make a screenshot of it or choose a smaller size when you send it (by mail: medium), and add that one."
)
TOO_MANY_PAGES = _n(
    "This PDF has %(pages)s pages; at most %(most)s can go round. Please save fewer as a PDF."
)
LOCKED = _n("This PDF is locked with a password. Please save it once more without a password.")
TOO_MANY_DOTS = _n(
    "This picture is too fine (%(megapixels)s megapixels, at most %(most)s). On the telephone, open it, make a screenshot of it or choose a smaller size when you send it (by mail: medium), and add that one."
)
PICTURE_TOO_HEAVY = _n(
    "This picture is too heavy to open. On the telephone, open it, make a screenshot of it or choose a smaller size when you send it (by mail: medium), and add that one."
)
TOO_LONG_A_STRIP = _n(
    "This is so long that it would become %(pieces)s pages; at most %(most)s can go round. Please take several shorter pictures, or save fewer pages as a PDF."
)
LIVING_FORM = _n(
    "This PDF is a form that only Adobe Reader can show. Please open it there, print it as PDF, and add that one."
)
_REFUSALS = {
    "locked": LOCKED,
    "pages": TOO_MANY_PAGES,
    "dots": TOO_MANY_DOTS,
    "long": TOO_LONG_A_STRIP,
    "living": LIVING_FORM,
}

_MEDIA_TYPES = {"image/webp": b"RIFF", "image/jpeg": b"\xff\xd8\xff", "image/png": b"\x89PNG"}
_LONGEST_SIDE = 4_000
# Pages whose letters are in the file, or that have none; the others are pictures to read.
_OF_FILE = {
    Sheet.TYPED: Reading.TYPED,
    Sheet.EMPTY: Reading.EMPTY,
    Sheet.UNDRAWN: Reading.UNDRAWN,
}
_MOST_TEXT = 40_000
# Of these, no words are the file's own.
_SEEN = {Reading.BY_MACHINE, Reading.NOTHING, Reading.PHOTOGRAPH, Reading.EMPTY}


class TextFrom(StrEnum):
    """The source of a document's text."""

    FILE = "file"
    SCAN = "scan"
    NOWHERE = "nowhere"


@dataclass(frozen=True, slots=True)
class PagePicture:
    """One page as a picture, width and height in pixels, with its text."""

    media_type: str
    width: int
    height: int
    data: bytes
    text: str = ""
    sheet: Sheet = Sheet.TYPED
    filled: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """The stored parts of a file; the file itself is discarded. `note` is a msgid for the author, or None.

    `scanned`: some page is a picture of letters, or a photograph. `about` are the pages of the note, "" for all.
    """

    kind: Kind
    pages: tuple[PagePicture, ...]
    preview: PagePicture
    text: str
    scanned: bool
    text_from: TextFrom
    note: str | None
    facts: Facts = field(default_factory=Facts)
    reading: Reading = Reading.TYPED
    about: str = ""
    from_pictures: bool = False
    """Whether all of the text was read from the pictures, which everybody sees."""


async def read_document(file: bytes, today: date) -> Document:
    """Convert a PDF or photograph; raise Unreadable with advice for its author.

    A date without a year in it is the next such day from `today` on.
    """
    if len(file) > LARGEST_FILE:
        raise too_large(file[:12], len(file))
    kind = kind_of(file)
    header, blobs = await _opened(kind, file, today)
    if refusal := _REFUSALS.get(str(header.get("refused"))):
        raise Unreadable(refusal, **_numbers(header.get("values")))

    pages = _pictures(header, blobs)
    preview, *pages = pages
    if all(page.sheet in _OF_FILE for page in pages):
        text, facts = _text_and_facts(header)
        readings = [_OF_FILE[page.sheet] for page in pages]
    else:
        readings, text, facts = await _read(pages, today)
    reading, about = of_paper(readings)
    return Document(
        kind,
        tuple(pages),
        preview,
        text,
        any(page.sheet not in _OF_FILE for page in pages),
        _source(readings, text),
        said(reading, about) or None,
        facts,
        reading,
        about,
        set(readings) <= _SEEN,
    )


def too_large(start: bytes, size: int) -> Unreadable:
    """Return the refusal of a file of this size that begins so."""
    photographed = start.startswith((b"\xff\xd8\xff", b"\x89PNG")) or start[4:8] == b"ftyp"
    reason = PICTURE_TOO_LARGE if photographed else TOO_LARGE
    return Unreadable(reason, size=-(-size // MIB), most=LARGEST_FILE // MIB)


async def _opened(kind: Kind, file: bytes, today: date) -> child.Answer:
    try:
        return await child.run(
            child.Worker("kairanban.confined.inside.documents"),
            {"kind": kind, "today": today.isoformat()},
            (file,),
            PHOTOGRAPH if kind is Kind.HEIC else DOCUMENT,
        )
    except Unreadable as problem:
        if kind is not Kind.PDF and problem.reason in (errors.TOO_HEAVY, errors.TOO_LONG):
            raise Unreadable(PICTURE_TOO_HEAVY) from None
        raise


async def _read(pages: Sequence[PagePicture], today: date) -> tuple[list[Reading], str, Facts]:
    """Read the pages that are pictures, each for itself, and return the text of all in their order."""
    pictured = [page for page in pages if page.sheet not in _OF_FILE]
    reader = await scans.reader()
    if reader is None:
        tables: list[bytes | None] = [None for _ in pictured]
        unread = Reading.NO_READER
    else:
        photographed = all(page.sheet is Sheet.PICTURE for page in pictured)
        limits = GLANCE if photographed else SCAN
        tables = await scans.read_scans(reader, [page.data for page in pictured], limits)
        unread = Reading.BUSY
    of_scan = dict(zip(map(id, pictured), tables, strict=True))
    # A stamp on a scan is in its picture too: where letters were read, they are all of it.
    texts = [page.text.encode() if (table := of_scan.get(id(page))) is None else table for page in pages]
    read = [of_scan.get(id(page)) is not None for page in pages]
    header, _ = await child.run(
        child.Worker("kairanban.confined.inside.texts"),
        {"today": today.isoformat(), "read": read, "filled": [page.filled for page in pages]},
        texts,
        DOCUMENT,
    )
    text, facts = _text_and_facts(header)
    found = header.get("found")
    if not isinstance(found, list) or len(found) != len(pages):
        raise Unreadable(errors.DAMAGED)
    readings = []
    for page, tried, letters in zip(pages, read, found, strict=True):
        if page.sheet in _OF_FILE:
            readings.append(_OF_FILE[page.sheet])
        elif tried:
            nothing = Reading.PHOTOGRAPH if page.sheet is Sheet.PICTURE else Reading.NOTHING
            readings.append(Reading.BY_MACHINE if letters else nothing)
        else:
            readings.append(Reading.PHOTOGRAPH if page.sheet is Sheet.PICTURE else unread)
    return readings, text, facts


def _source(readings: Sequence[Reading], text: str) -> TextFrom:
    if not text:
        return TextFrom.NOWHERE
    return TextFrom.SCAN if Reading.BY_MACHINE in readings else TextFrom.FILE


def _text_and_facts(header: dict[str, Any]) -> tuple[str, Facts]:
    match header:
        case {"text": str(text), "facts": str(facts)} if len(text) <= _MOST_TEXT:
            with suppress(ValueError):
                return text, read_facts(facts)
    raise Unreadable(errors.DAMAGED)


def _numbers(values: Any) -> dict[str, int]:
    known = ("pages", "most", "megapixels", "pieces")
    return {name: int(values[name]) for name in known if isinstance(values, dict) and name in values}


def _pictures(header: dict[str, Any], blobs: Sequence[bytes]) -> list[PagePicture]:
    """Validate the child's answer as far as possible without decoding pictures."""
    described = header.get("pictures")
    if not isinstance(described, list) or not 2 <= len(described) == len(blobs) <= MOST_PAGES + 1:
        raise Unreadable(errors.DAMAGED)
    return [_picture(one, data) for one, data in zip(described, blobs, strict=True)]


def _picture(described: Any, data: bytes) -> PagePicture:
    match described:
        case [str(media_type), int(width), int(height), str(text), str(sheet), str(filled)] if sheet in set(
            Sheet
        ):
            start = _MEDIA_TYPES.get(media_type)
            sized = 0 < width <= _LONGEST_SIDE and 0 < height <= _LONGEST_SIDE
            if start and data.startswith(start) and sized and max(len(text), len(filled)) <= _MOST_TEXT:
                return PagePicture(media_type, width, height, data, text, Sheet(sheet), filled)
    raise Unreadable(errors.DAMAGED)
