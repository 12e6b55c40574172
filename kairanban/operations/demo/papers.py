"""Attachments of the demo, converted beforehand so that filling needs no child process."""

import json
from functools import cache
from pathlib import Path

from kairanban.confined.documents import Document, PagePicture, TextFrom
from kairanban.confined.file_kinds import Kind
from kairanban.confined.sheets import Reading

FOLDER = Path(__file__).parent / "files"


@cache
def paper(name: str) -> Document:
    """Return a stored result of `read_document`."""
    described = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    picture = PagePicture(
        "image/webp",
        described["width"],
        described["height"],
        (FOLDER / f"{name}.webp").read_bytes(),
        described["text"],
    )
    kind = Kind(described["kind"])
    found = TextFrom.FILE if kind is Kind.PDF else TextFrom.NOWHERE
    reading = Reading.TYPED if kind is Kind.PDF else Reading.PHOTOGRAPH
    return Document(
        kind, (picture,), picture, picture.text, kind is not Kind.PDF, found, None, reading=reading
    )


def file_name(name: str) -> str:
    described = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return str(described["name"])
