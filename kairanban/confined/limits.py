"""Limits of files, pages and pictures, and of the child processes that read them."""

from dataclasses import asdict, dataclass
from typing import Any

MIB = 1024 * 1024

# Children that run at the same time in one process of the server.
CHILDREN_MOST = 2

LARGEST_FILE = 30 * MIB
MOST_PAGES = 20
# Pixels, checked before anything is decoded: of a picture, and of one page of a PDF as it is drawn.
MOST_DOTS = 24_000_000
PAGE_MOST_DOTS = 12_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of one child: memory and output in bytes, cpu and wall in seconds."""

    memory: int
    cpu: int
    wall: float
    output: int = 64 * MIB
    starts_programs: bool = False
    uses_threads: bool = False

    def as_job(self) -> dict[str, Any]:
        """Return the limits as plain values, for the child's command line."""
        return asdict(self)


DOCUMENT = Limits(memory=512 * MIB, cpu=20, wall=40)
SCAN = Limits(memory=512 * MIB, cpu=20, wall=40, output=MIB, starts_programs=True)
FURIGANA = Limits(memory=768 * MIB, cpu=20, wall=40)
PRINT = Limits(memory=768 * MIB, cpu=60, wall=60, uses_threads=True)
