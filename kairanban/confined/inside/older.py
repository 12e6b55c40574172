"""Turn a stored page picture into JPEG, for browsers that do not know WebP."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from PIL import Image

from kairanban.confined import frames

_QUALITY = 82


def work(header: dict[str, Any], blobs: Sequence[bytes]) -> bytes:
    """Return the picture on white."""
    out = BytesIO()
    with Image.open(BytesIO(blobs[0]), formats=("WEBP", "PNG", "JPEG")) as picture:
        picture.convert("RGB").save(out, "JPEG", quality=_QUALITY, optimize=True)
    return frames.pack({}, out.getvalue())
