"""Back up the database to one file and restore it on either engine, which is how to move to PostgreSQL."""

import base64
import gzip
import json
import os
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import psycopg
from alembic.util import CommandError
from sqlalchemy import Connection, Table
from sqlalchemy.exc import OperationalError, StatementError

from kairanban.db.migrate import engine_for, migrate_within, revision_of, revisions
from kairanban.db.read_only import reading
from kairanban.db.tables import metadata

FORMAT = 1
# File of the data folder with the path of the newest backup, which may have been moved since.
LAST_BACKUP = "last-backup"
CHUNK = 1_000


def last_backup(data: Path) -> float | None:
    """Return when the newest backup was made, in seconds since 1970; None before the first."""
    noted = data / LAST_BACKUP
    try:
        file = Path(noted.read_text().strip())
        return (file if file.is_file() else noted).stat().st_mtime
    except OSError:
        return None


@dataclass(frozen=True)
class Written:
    """Schema revision and row counts by table of one backup."""

    revision: str
    rows: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.rows.values())


class Broken(Exception):
    """The file is not a complete backup."""


class Newer(Exception):
    """The backup was written by a newer version of the program; the message is its schema revision."""


class NotWritten(Exception):
    """The database could not be written: disk full or no connection."""


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


def write_backup(url: str, to: Path) -> Written:
    """Write one snapshot, also while the server runs; the file appears complete or not at all."""
    revision = revision_of(url) or ""
    part = to.with_name(to.name + ".part")
    try:
        with _closed_to_others(part) as file, gzip.open(file, "wt", encoding="utf-8", compresslevel=5) as out:
            rows = _write(out, url, revision)
        part.rename(to)
    finally:
        part.unlink(missing_ok=True)
    return Written(revision, rows)


@contextmanager
def _closed_to_others(path: Path) -> Iterator[IO[bytes]]:
    """Create a file with mode 0600; it is flushed to disk on exit."""
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        yield file
        file.flush()
        os.fsync(file.fileno())


def _write(out: IO[str], url: str, revision: str) -> dict[str, int]:
    rows: dict[str, int] = {}
    out.write(json.dumps({"kairanban": FORMAT, "revision": revision}) + "\n")
    for table, found in _snapshot(url):
        rows[table.name] = 0
        out.write(json.dumps({"table": table.name, "columns": [c.name for c in table.columns]}) + "\n")
        for row in found:
            out.write(json.dumps([_plain(value) for value in row], ensure_ascii=False) + "\n")
            rows[table.name] += 1
    out.write(json.dumps({"end": rows}) + "\n")
    return rows


def read_backup(file: Path, url: str) -> Written:
    """Restore into an empty database and migrate it, in one transaction; raise Broken or NotWritten."""
    try:
        # One transaction including the tables: after a damaged file the database is still empty.
        with gzip.open(file, "rt", encoding="utf-8") as lines, engine_for(url).begin() as connection:
            head = json.loads(next(lines))
            if head.get("kairanban") != FORMAT:
                raise Broken
            if head["revision"] not in revisions():
                raise Newer(head["revision"])
            migrate_within(connection, head["revision"])
            written = _fill(connection, lines, head["revision"])
            migrate_within(connection)
    except OperationalError as error:
        raise NotWritten from error
    except DAMAGE as error:
        raise Broken from error
    return written


def _snapshot(url: str) -> Iterator[tuple[Table, Iterator[tuple[Any, ...]]]]:
    if url.startswith("sqlite:"):
        with closing(sqlite3.connect(reading(Path(url.removeprefix("sqlite:///"))), uri=True)) as source:
            source.isolation_level = None
            source.execute("BEGIN")
            for table in metadata.sorted_tables:
                yield table, source.execute(_select(table))
        return
    with psycopg.connect(url) as connection:
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        for table in metadata.sorted_tables:
            with connection.cursor(name="backup") as cursor:
                cursor.itersize = CHUNK
                cursor.execute(_select(table))
                yield table, iter(cursor)


def _select(table: Table) -> str:
    names = ", ".join(f'"{c.name}"' for c in table.columns)
    keys = ", ".join(f'"{c.name}"' for c in table.primary_key.columns)
    return f'SELECT {names} FROM "{table.name}" ORDER BY {keys}'


def _fill(connection: Connection, lines: IO[str], revision: str) -> Written:
    rows: dict[str, int] = {}
    for table, found in _tables(lines):
        if table is None:
            if found != rows:
                raise Broken
            # Read to the end: gzip verifies its checksum there.
            for _ in lines:
                raise Broken
            _continue_counting(connection)
            return Written(revision, rows)
        rows[table.name] = rows.get(table.name, 0) + len(found)
        if found:
            connection.execute(table.insert(), found)
    raise Broken


def _tables(lines: IO[str]) -> Iterator[tuple[Table | None, Any]]:
    """Yield (table, up to 1,000 rows) in file order, at last (None, expected counts)."""
    table: Table | None = None
    names: list[str] = []
    batch: list[dict[str, Any]] = []
    for line in lines:
        read = json.loads(line)
        if isinstance(read, list):
            batch.append(dict(zip(names, map(_value, read), strict=True)))
            if len(batch) < CHUNK:
                continue
        if table is not None:
            yield table, batch
            batch = []
        if "table" in read:
            table, names = metadata.tables[read["table"]], read["columns"]
        elif "end" in read:
            yield None, read["end"]


def _continue_counting(connection: Connection) -> None:
    """Set PostgreSQL's sequences after the highest id; loaded rows do not advance them."""
    if connection.dialect.name != "postgresql":
        return
    for table in metadata.sorted_tables:
        if "id" in table.columns:
            connection.exec_driver_sql(
                f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), "
                f'GREATEST((SELECT COALESCE(MAX(id), 0) FROM "{table.name}"), 1))'
            )


def _plain(value: Any) -> Any:
    return {"b": base64.b64encode(bytes(value)).decode()} if isinstance(value, (bytes, memoryview)) else value


def _value(value: Any) -> Any:
    return base64.b64decode(value["b"]) if isinstance(value, dict) else value
