"""Worker that runs Tesseract on one picture; the program inherits all limits."""

import re
import subprocess
from collections.abc import Sequence
from io import BytesIO
from typing import Any

from PIL import Image

from kairanban.confined import frames

# Tesseract puts spaces between Japanese characters.
_GAP = re.compile(r"(?<=[^\x00-\x7f]) +(?=[^\x00-\x7f])")


def work(header: dict[str, Any], blobs: Sequence[bytes]) -> bytes:
    """Return the text of one picture, "" where Tesseract has no Japanese data."""
    picture = BytesIO()
    Image.open(BytesIO(blobs[0]), formats=["WEBP", "JPEG", "PNG"]).convert("L").save(picture, "PNG")
    read = subprocess.run(
        [header["program"], "stdin", "stdout", "-l", "jpn", "--psm", "3"],
        input=picture.getvalue(),
        stdout=subprocess.PIPE,
        check=False,
    )
    text = read.stdout.decode("utf-8", "replace") if read.returncode == 0 else ""
    return frames.pack({"text": _GAP.sub("", text).replace("\f", "").strip()})
