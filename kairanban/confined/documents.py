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
from kairanban.confined.limits import DOCUMENT, LARGEST_FILE, MIB, MOST_PAGES, PHOTOGRAPH
from kairanban.i18n.marks import N as _n

TOO_LARGE = _n("This file has %(size)s MB; at most %(most)s MB can be used. Please make a smaller one.")
TOO_MANY_PAGES = _n(
    "This PDF has %(pages)s pages; at most %(most)s can go round. Please save fewer as a PDF."
)
LOCKED = _n("This PDF is locked with a password. Please save it once more without a password.")
TOO_MANY_DOTS = _n(
    "This picture is too fine (%(megapixels)s megapixels, at most %(most)s). Please make it smaller."
)
_REFUSALS = {"locked": LOCKED, "pages": TOO_MANY_PAGES, "dots": TOO_MANY_DOTS}

_MEDIA_TYPES = {"image/webp": b"RIFF", "image/jpeg": b"\xff\xd8\xff", "image/png": b"\x89PNG"}
_LONGEST_SIDE = 4_000
_MOST_TEXT = 40_000


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


@dataclass(frozen=True, slots=True)
class Document:
    """The stored parts of a file; the file itself is discarded. `note` is a msgid for the author, or None."""

    kind: Kind
    pages: tuple[PagePicture, ...]
    preview: PagePicture
    text: str
    scanned: bool
    text_from: TextFrom
    note: str | None
    facts: Facts = field(default_factory=Facts)


async def read_document(file: bytes, today: date) -> Document:
    """Convert a PDF or photograph; raise Unreadable with advice for its author.

    A date without a year in it is the next such day from `today` on.
    """
    if len(file) > LARGEST_FILE:
        raise Unreadable(TOO_LARGE, size=-(-len(file) // MIB), most=LARGEST_FILE // MIB)
    kind = kind_of(file)
    header, blobs = await child.run(
        child.Worker("kairanban.confined.inside.documents"),
        {"kind": kind, "today": today.isoformat()},
        (file,),
        PHOTOGRAPH if kind is Kind.HEIC else DOCUMENT,
    )
    if refusal := _REFUSALS.get(str(header.get("refused"))):
        raise Unreadable(refusal, **_numbers(header.get("values")))

    pages = _pictures(header, blobs)
    preview, *pages = pages
    if any(page.text for page in pages):
        text, facts = _text_and_facts(header)
        return Document(kind, tuple(pages), preview, text, False, TextFrom.FILE, None, facts)

    texts, note = await scans.read_scans([page.data for page in pages])
    if note != scans.READ_BY_MACHINE:
        return Document(kind, tuple(pages), preview, "", True, TextFrom.NOWHERE, note)
    worker = child.Worker("kairanban.confined.inside.texts")
    header, _ = await child.run(worker, {"today": today.isoformat()}, texts, DOCUMENT)
    text, facts = _text_and_facts(header)
    return Document(kind, tuple(pages), preview, text, True, TextFrom.SCAN, note, facts)


def _text_and_facts(header: dict[str, Any]) -> tuple[str, Facts]:
    match header:
        case {"text": str(text), "facts": str(facts)} if len(text) <= _MOST_TEXT:
            with suppress(ValueError):
                return text, read_facts(facts)
    raise Unreadable(errors.DAMAGED)


def _numbers(values: Any) -> dict[str, int]:
    known = ("pages", "most", "megapixels")
    return {name: int(values[name]) for name in known if isinstance(values, dict) and name in values}


def _pictures(header: dict[str, Any], blobs: Sequence[bytes]) -> list[PagePicture]:
    """Validate the child's answer as far as possible without decoding pictures."""
    described = header.get("pictures")
    if not isinstance(described, list) or not 2 <= len(described) == len(blobs) <= MOST_PAGES + 1:
        raise Unreadable(errors.DAMAGED)
    return [_picture(one, data) for one, data in zip(described, blobs, strict=True)]


def _picture(described: Any, data: bytes) -> PagePicture:
    match described:
        case [str(media_type), int(width), int(height), str(text)]:
            start = _MEDIA_TYPES.get(media_type)
            sized = 0 < width <= _LONGEST_SIDE and 0 < height <= _LONGEST_SIDE
            if start and data.startswith(start) and sized and len(text) <= _MOST_TEXT:
                return PagePicture(media_type, width, height, data, text)
    raise Unreadable(errors.DAMAGED)
