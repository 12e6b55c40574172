"""Worker that renders PDFs and photographs."""

from collections.abc import Sequence
from typing import Any

from PIL import Image

from kairanban.confined import frames
from kairanban.confined.file_kinds import Kind
from kairanban.confined.inside import pdf, pictures
from kairanban.confined.inside.compact import compact
from kairanban.confined.inside.refusals import Refusal
from kairanban.confined.inside.texts import found
from kairanban.confined.limits import MOST_DOTS

_PREVIEW = (480, 480)


def work(header: dict[str, Any], blobs: Sequence[bytes]) -> bytes:
    """Return the preview followed by the pages, the text and its facts; or a refusal."""
    Image.MAX_IMAGE_PIXELS = MOST_DOTS
    kind = Kind(header["kind"])
    texts: list[str] = []
    try:
        pages = pdf.pages(blobs[0]) if kind == Kind.PDF else [pictures.picture(kind, blobs[0])]
        described: list[object] = []
        data: list[bytes] = []
        for page in pages:
            if not described:
                preview = page.picture.copy()
                preview.thumbnail(_PREVIEW)
                _add(described, data, preview, "")
            _add(described, data, page.picture, page.text)
            texts.append(page.text)
    except Refusal as refusal:
        return frames.pack({"refused": refusal.name, "values": refusal.values})
    return frames.pack({"pictures": described, **found(texts, header["today"])}, *data)


def _add(described: list[object], data: list[bytes], picture: Image.Image, text: str) -> None:
    media_type, encoded = compact(picture)
    described.append((media_type, picture.width, picture.height, text))
    data.append(encoded)
