"""Read the text of scans, where Tesseract with Japanese is installed."""

import asyncio
import shutil
import subprocess
from collections.abc import Sequence
from functools import lru_cache
from time import monotonic

from kairanban.confined import child, errors
from kairanban.confined.errors import Unreadable
from kairanban.confined.limits import SCAN, Limits
from kairanban.i18n.marks import N as _n

_PATIENCE = 90.0
_MOST_BYTES = 400_000
# Words with how sure the machine is of each: a photograph of trees is full of letters nobody wrote.
_AS = ("--psm", "3", "tsv")

NO_READER = _n(
    "This is a scan, a picture of letters. This server cannot read scans, so please type the text."
)
READ_BY_MACHINE = _n("This is a scan. Its text was read by a machine, so please compare it with the paper.")
NOTHING_READ = _n("This is a scan, and no text could be read from it. Please type the text.")


async def reader() -> str | None:
    """Return the program that reads Japanese scans, or None where there is none."""
    program = shutil.which("tesseract")
    if program is None or "jpn" not in await asyncio.to_thread(_languages, program):
        return None
    return program


@lru_cache(maxsize=4)
def _languages(program: str) -> tuple[str, ...]:
    """Return the languages whose data is installed; asked once a process, none where the program does not run."""
    try:
        said = subprocess.run([program, "--list-langs"], capture_output=True, timeout=20, check=False)
    except (OSError, subprocess.SubprocessError):
        return ()
    return tuple(said.stdout.decode("utf-8", "replace").split("\n")[1:])


async def read_scans(program: str, pictures: Sequence[bytes], limits: Limits = SCAN) -> list[bytes | None]:
    """Return what Tesseract wrote about each picture as TSV; None for one not read within 90 s in all."""
    # Vertical letters have data of their own, without which they are read as nonsense.
    vertical = "jpn_vert" in await asyncio.to_thread(_languages, program)
    command = [program, "stdin", "stdout", "-l", "jpn+jpn_vert" if vertical else "jpn", *_AS]
    until = monotonic() + _PATIENCE
    return [await _read(command, picture, limits) if monotonic() < until else None for picture in pictures]


async def _read(command: Sequence[str], picture: bytes, limits: Limits) -> bytes | None:
    try:
        found = await child.run_program(command, picture, limits)
    except Unreadable as problem:
        # Not fatal: the pictures are shown. Too little time or memory says nothing of the paper.
        return None if problem.reason in (errors.BUSY, errors.TOO_LONG) else b""
    # Not through the middle of a line.
    return found if len(found) <= _MOST_BYTES else found[:_MOST_BYTES].rpartition(b"\n")[0]
