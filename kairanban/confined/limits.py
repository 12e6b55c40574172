"""Limits of files, pages and pictures, and of the child processes that read them."""

import json
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Self

MIB = 1024 * 1024


class Lane(StrEnum):
    """Where a child waits for its turn: none of one lane keeps one of another waiting."""

    FILES = "files"
    PRINT = "print"
    READING = "reading"
    LONG = "long"
    """Printing in parts, which nobody watches."""


# Children that run at the same time in one process of the server. A safety sheet in an earthquake does not wait for uploads.
LANES = {Lane.FILES: 2, Lane.PRINT: 2, Lane.READING: 1, Lane.LONG: 1}

# Variables of the environment a child keeps: the operator's fonts and Tesseract's data.
PLACES = ("FONTCONFIG_FILE", "FONTCONFIG_PATH", "TESSDATA_PREFIX")

LARGEST_FILE = 30 * MIB
# Of a form with several files: ten photographs of a telephone.
UPLOAD = 100 * MIB
MOST_PAGES = 20
# Pixels, checked before anything is decoded: of a picture, and of one page of a PDF as it is drawn. Telephones call
# up to 8192 x 6144 "50 megapixels".
NAMED_DOTS = 50_000_000
MOST_DOTS = 50_400_000
PAGE_MOST_DOTS = 12_000_000


class Job(StrEnum):
    """Classes of confinement, each with what it may do beyond reading Python's own files."""

    DOCUMENT = "document"
    PHOTOGRAPH = "photograph"  # may make threads: the decoder of HEIC starts one
    READING = "reading"
    SCAN = "scan"  # may turn into one program
    PRINT = "print"  # may make threads and read fonts

    @property
    def makes_threads(self) -> bool:
        return self in (Job.PHOTOGRAPH, Job.PRINT)


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of one child: memory and output in bytes, cpu and wall in seconds."""

    job: Job
    memory: int
    cpu: int
    wall: float
    output: int = 64 * MIB
    program: str = ""
    """The program a scan turns into, with its path."""
    lane: Lane = Lane.FILES

    def as_job(self) -> str:
        """Return the limits as text, for the child's command line."""
        return json.dumps(asdict(self))

    @classmethod
    def of_job(cls, text: str) -> Self:
        """Return the limits of `as_job`."""
        limits = cls(**json.loads(text))
        return replace(limits, job=Job(limits.job), lane=Lane(limits.lane))


DOCUMENT = Limits(Job.DOCUMENT, memory=512 * MIB, cpu=20, wall=40)
PHOTOGRAPH = Limits(Job.PHOTOGRAPH, memory=512 * MIB, cpu=20, wall=40)
SCAN = Limits(Job.SCAN, memory=512 * MIB, cpu=20, wall=40, output=MIB)
# Of a photograph, which seldom has letters: what takes longer is a texture.
GLANCE = Limits(Job.SCAN, memory=512 * MIB, cpu=8, wall=24, output=MIB)
FURIGANA = Limits(Job.READING, memory=768 * MIB, cpu=20, wall=40, lane=Lane.READING)
PRINT = Limits(Job.PRINT, memory=768 * MIB, cpu=60, wall=60, lane=Lane.PRINT)
PRINT_PARTS = replace(PRINT, lane=Lane.LONG)
