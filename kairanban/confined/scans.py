"""Read the text of scans, where Tesseract with Japanese is installed."""

import shutil
from collections.abc import Sequence
from time import monotonic

from kairanban.confined import child
from kairanban.confined.errors import Unreadable
from kairanban.confined.limits import SCAN
from kairanban.i18n.marks import N as _n

_PATIENCE = 90.0
_MOST_BYTES = 60_000

NO_READER = _n(
    "This is a scan, a picture of letters. This server cannot read scans, so please type the text."
)
READ_BY_MACHINE = _n("This is a scan. Its text was read by a machine, so please compare it with the paper.")
NOTHING_READ = _n("This is a scan, and no text could be read from it. Please type the text.")


async def read_scans(pictures: Sequence[bytes]) -> tuple[list[bytes], str]:
    """Return what Tesseract wrote about each picture, b"" if none was read within 90 s in all, and a msgid on the result."""
    program = shutil.which("tesseract")
    if program is None:
        return [b"" for _ in pictures], NO_READER

    texts = []
    until = monotonic() + _PATIENCE
    for picture in pictures:
        texts.append(await _read(program, picture) if monotonic() < until else b"")
    return texts, READ_BY_MACHINE if any(text.strip() for text in texts) else NOTHING_READ


async def _read(program: str, picture: bytes) -> bytes:
    try:
        return (
            await child.run_program([program, "stdin", "stdout", "-l", "jpn", "--psm", "3"], picture, SCAN)
        )[:_MOST_BYTES]
    except Unreadable:
        # Not fatal: the pictures are shown, only the text is missing.
        return b""
