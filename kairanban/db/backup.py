"""Back up the database to one file and restore it on either engine, which is how to move to PostgreSQL."""

import base64
import gzip
import hashlib
import json
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Connection, Table
from sqlalchemy.exc import OperationalError

from kairanban.core import headway
from kairanban.db.backup_keys import NotSignedByIt, mark_of, same_mark, signature
from kairanban.db.backup_lines import DAMAGE, FORMAT, Broken, Lines, Newer, lines_of
from kairanban.db.connecting import connect
from kairanban.db.migrate import engine_for, migrate_within, revision_of, revisions
from kairanban.db.read_only import reading
from kairanban.db.tables import metadata

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
    """Schema revision and row counts by table of one backup; the mark of the key that signed it, "" of none."""

    revision: str
    rows: dict[str, int]
    mark: str = field(default="", compare=False)

    @property
    def total(self) -> int:
        return sum(self.rows.values())


class NotWritten(Exception):
    """The database could not be written: disk full or no connection."""


def write_backup(url: str, to: Path, key: Ed25519PrivateKey | None = None) -> Written:
    """Write one snapshot, also while the server runs; the file appears complete or not at all.

    With a key it is signed; without one, it can be restored but not told from an edited one.
    """
    revision = revision_of(url) or ""
    part = to.with_name(to.name + ".part")
    try:
        with _closed_to_others(part) as file, gzip.open(file, "wt", encoding="utf-8", compresslevel=5) as out:
            rows = _write(out, url, revision, key)
        part.rename(to)
    finally:
        part.unlink(missing_ok=True)
    return Written(revision, rows, mark_of(key) if key is not None else "")


@contextmanager
def _closed_to_others(path: Path) -> Iterator[IO[bytes]]:
    """Create a file with mode 0600; it is flushed to disk on exit."""
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        yield file
        file.flush()
        os.fsync(file.fileno())


def _write(out: IO[str], url: str, revision: str, key: Ed25519PrivateKey | None) -> dict[str, int]:
    rows: dict[str, int] = {}
    digest = hashlib.sha256()

    def say(plain: object) -> None:
        line = json.dumps(plain, ensure_ascii=False) + "\n"
        digest.update(line.encode())
        out.write(line)

    say({"kairanban": FORMAT, "revision": revision})
    for table, found in _snapshot(url):
        rows[table.name] = 0
        say({"table": table.name, "columns": [c.name for c in table.columns]})
        for row in found:
            say([_plain(value) for value in row])
            rows[table.name] += 1
            headway.advance()
    say({"end": rows})
    if key is not None:
        say(signature(key, digest.digest()))
    return rows


def read_backup(file: Path, url: str, mark: str = "") -> Written:
    """Restore into an empty database and migrate it, in one transaction; raise Broken, Newer or NotWritten.

    With the mark of a key, a backup that this key has not signed raises NotSignedByIt.
    """
    try:
        # One transaction including the tables: after a damaged file the database is still empty.
        with lines_of(file) as read, engine_for(url).begin() as connection:
            revision = read.head()
            if revision not in revisions():
                raise Newer(revision)
            migrate_within(connection, revision)
            headway.begin("bytes", file.stat().st_size)
            written = _fill(connection, read, revision)
            if mark and not same_mark(mark, written.mark):
                raise NotSignedByIt
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
            _count(source.execute)
            for table in metadata.sorted_tables:
                yield table, source.execute(_select(table))
        return
    with connect(url) as connection:
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        _count(connection.execute)
        for table in metadata.sorted_tables:
            with connection.cursor(name="backup") as cursor:
                cursor.itersize = CHUNK
                cursor.execute(_select(table))
                yield table, iter(cursor)


def _select(table: Table) -> str:
    names = ", ".join(f'"{c.name}"' for c in table.columns)
    keys = ", ".join(f'"{c.name}"' for c in table.primary_key.columns)
    return f'SELECT {names} FROM "{table.name}" ORDER BY {keys}'


def _count(execute: Callable[[str], Any]) -> None:
    """Say how many rows the snapshot has, if anyone listens."""
    if headway.heard():
        each = " UNION ALL ".join(f'SELECT COUNT(*) AS n FROM "{one.name}"' for one in metadata.sorted_tables)
        headway.begin("rows", int(execute(f"SELECT SUM(n) FROM ({each}) AS counted").fetchone()[0]))


def _fill(connection: Connection, lines: Lines, revision: str) -> Written:
    rows: dict[str, int] = {}
    for table, found in _tables(lines):
        if table is None:
            if found != rows:
                raise Broken
            mark = lines.to_its_end()
            _continue_counting(connection)
            return Written(revision, rows, mark)
        rows[table.name] = rows.get(table.name, 0) + len(found)
        if found:
            connection.execute(table.insert(), found)
    raise Broken


def _tables(lines: Iterator[str]) -> Iterator[tuple[Table | None, Any]]:
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
