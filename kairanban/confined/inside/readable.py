"""Files and programs a child may open, by job. Everything else is closed: data, keys, homes, /proc and /etc."""

import os
import sys
from collections.abc import Iterator
from glob import glob
from mimetypes import knownfiles

from kairanban.confined.limits import PLACES, Job

# Libraries, and what the C library and Python's own modules read as they load.
_ALWAYS = (
    *("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib"),
    *("/etc/ld.so.cache", "/etc/localtime", "/usr/share/zoneinfo", "/etc/ssl/openssl.cnf"),
    *map(str, knownfiles),
)
# Names that only folders of installed packages have.
_LIBRARIES = ("site-packages", "dist-packages")
# Where PDFium looks for the fonts that a PDF names and does not carry.
FONTS = ("/usr/share/fonts", "/usr/local/share/fonts", "/usr/share/X11/fonts")
_OF_JOB = {
    Job.DOCUMENT: FONTS,
    Job.PRINT: (
        *("/etc/fonts", *FONTS, "/usr/share/fontconfig"),
        *("/var/cache/fontconfig", "/usr/share/mime", "/usr/share/hyphen"),
    ),
    Job.SCAN: ("/usr/share/tesseract-ocr", "/usr/share/tessdata", "/usr/local/share/tessdata"),
}
# A program is started by its loader, which must be executable too.
_LOADERS = ("/lib/ld-*.so*", "/lib64/ld-*.so*", "/lib/*-linux-gnu/ld-*.so*")


def readable(job: Job, packages: tuple[str, ...]) -> Iterator[str]:
    """Yield the files and directories of a job: Python, the packages, system libraries, fonts or data."""
    yield from _ALWAYS
    for prefix in {sys.prefix, sys.base_prefix}:
        # Not the whole prefix: a data folder may lie beside the program.
        yield os.path.join(prefix, "lib")
        yield os.path.join(prefix, "lib64")
    # Of one user's packages, or another environment's that a .pth file names.
    yield from (folder for folder in sys.path if os.path.basename(folder) in _LIBRARIES)
    yield from packages
    yield from _OF_JOB.get(job, ())
    yield from (os.environ[name] for name in PLACES if name in os.environ)


def programs(program: str) -> Iterator[str]:
    """Yield the program with the loaders of this machine, nothing for ""."""
    if program:
        yield program
        for loader in _LOADERS:
            yield from glob(loader)
