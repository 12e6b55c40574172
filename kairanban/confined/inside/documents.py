"""Worker that renders PDFs and photographs."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PIL import Image

from kairanban.confined import frames
from kairanban.confined.file_kinds import Kind
from kairanban.confined.inside import pdf, pictures
from kairanban.confined.inside.compact import compact
from kairanban.confined.inside.refusals import Page, Refusal
from kairanban.confined.inside.texts import found
from kairanban.confined.limits import MOST_PAGES

_PREVIEW = (480, 480)


def work(header: dict[str, Any], blobs: Sequence[bytes]) -> bytes:
    """Return the preview followed by the pages, the text and its facts; or a refusal."""
    # Pillow's own limit is off: `pictures` looks at the size before anything is decoded, and can say it.
    Image.MAX_IMAGE_PIXELS = None
    kind = Kind(header["kind"])
    texts: list[str] = []
    try:
        described: list[object] = []
        data: list[bytes] = []
        for page in pdf.pages(blobs[0]) if kind == Kind.PDF else pictures.pages(kind, blobs[0]):
            if len(described) > MOST_PAGES:
                raise Refusal("long", pieces=len(described), most=MOST_PAGES)
            if not described:
                preview = page.picture.copy()
                preview.thumbnail(_PREVIEW)
                _add(described, data, replace(page, picture=preview, text="", filled=""))
            _add(described, data, page)
            texts.append(page.text)
    except Refusal as refusal:
        return frames.pack({"refused": refusal.name, "values": refusal.values})
    return frames.pack({"pictures": described, **found(texts, header["today"])}, *data)


def _add(described: list[object], data: list[bytes], page: Page) -> None:
    media_type, encoded = compact(page.picture)
    size = (page.picture.width, page.picture.height)
    described.append((media_type, *size, page.text, page.sheet, page.filled))
    data.append(encoded)
