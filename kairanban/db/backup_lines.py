"""The lines of a backup: one JSON document each, at the end the counts, and behind them the signature, if any."""

import gzip
import hashlib
import json
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from alembic.util import CommandError
from sqlalchemy.exc import StatementError

from kairanban.core import headway
from kairanban.db.backup_keys import signed_by

FORMAT = 2
# 1 was never signed.
FORMATS = (1, 2)


class Broken(Exception):
    """The file is not a complete backup."""


class Newer(Exception):
    """The backup was written by a newer version of the program; the message is its schema revision."""


# Exceptions that a truncated or changed file can cause, down to rows the tables reject.
DAMAGE = (
    OSError,
    EOFError,
    zlib.error,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    StopIteration,
    RuntimeError,
    CommandError,
    StatementError,
)


class Lines:
    """The lines of a backup, and the digest of those read so far."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines, self._digest = lines, hashlib.sha256()

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self._digest.update(line.encode())
        return line

    def digest(self) -> bytes:
        """Return the digest of the lines read so far."""
        return self._digest.digest()

    def head(self) -> str:
        """Return the schema revision from the first line; raise Broken or Newer."""
        head = json.loads(next(self))
        written = head.get("kairanban")
        if written not in FORMATS:
            raise Newer(f"format {written}") if isinstance(written, int) and written > FORMAT else Broken
        return str(head["revision"])

    def to_its_end(self) -> str:
        """Return the mark of the key that signed, "" of none; raise Broken for anything else after the last row.

        Read to the end: gzip verifies its checksum there.
        """
        said, rest = self._digest.digest(), list(self._lines)
        if len(rest) > 1:
            raise Broken
        return signed_by(json.loads(rest[0]), said) if rest else ""


@contextmanager
def lines_of(file: Path) -> Iterator[Lines]:
    """Open a backup, and tell how much of the file is read."""
    with file.open("rb") as packed, gzip.open(packed, "rt", encoding="utf-8") as lines:
        yield Lines(_told(lines, packed))


def _told(lines: IO[str], packed: IO[bytes]) -> Iterator[str]:
    read = 0
    for line in lines:
        yield line
        now = packed.tell()
        if now > read:
            headway.advance(now - read)
        read = now


def content_of(file: Path) -> bytes:
    """Return the digest of a whole backup without its signature: two of the same rows have the same; raise Broken."""
    try:
        with lines_of(file) as lines:
            read = Lines(lines)
            read.head()
            while not next(read).startswith('{"end":'):
                pass
            return read.digest()
    except DAMAGE as error:
        raise Broken from error


def mark_of_file(file: Path) -> str:
    """Return the mark of the key that signed a whole backup, "" of none; raise Broken or Newer; nothing is stored."""
    try:
        with lines_of(file) as read:
            headway.begin("bytes", file.stat().st_size)
            read.head()
            while not next(read).startswith('{"end":'):
                pass
            return read.to_its_end()
    except DAMAGE as error:
        raise Broken from error
