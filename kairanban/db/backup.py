"""Everything in one file, the same for both engines: restoring on the other one is how a town grows."""

import base64
import gzip
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import psycopg
from sqlalchemy import Table

from kairanban.db.migrate import engine_for, migrate, revision_of
from kairanban.db.tables import metadata

FORMAT = 1
CHUNK = 1_000


@dataclass(frozen=True)
class Written:
    """What a backup holds: rows by table, at one moment."""

    revision: str
    rows: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.rows.values())


class Broken(Exception):
    """The file is not a whole backup."""


def write_backup(url: str, to: Path) -> Written:
    """One snapshot, read while the server runs; the file appears whole or not at all."""
    revision = revision_of(url) or ""
    rows: dict[str, int] = {}
    part = to.with_suffix(".part")
    with gzip.open(part, "wt", encoding="utf-8", compresslevel=5) as out:
        out.write(json.dumps({"kairanban": FORMAT, "revision": revision}) + "\n")
        for table, found in _snapshot(url):
            rows[table.name] = 0
            out.write(json.dumps({"table": table.name, "columns": [c.name for c in table.columns]}) + "\n")
            for row in found:
                out.write(json.dumps([_plain(value) for value in row], ensure_ascii=False) + "\n")
                rows[table.name] += 1
        out.write(json.dumps({"end": rows}) + "\n")
    part.chmod(0o600)
    part.rename(to)
    return Written(revision, rows)


def read_backup(file: Path, url: str) -> Written:
    """Into an empty database, in one transaction, then up to the present version; Broken for a damaged file."""
    try:
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            head = json.loads(next(lines))
            if head.get("kairanban") != FORMAT:
                raise Broken
            migrate(url, head["revision"])
            written = _fill(url, lines, head["revision"])
    except (OSError, EOFError, ValueError, KeyError, StopIteration, AttributeError) as error:
        raise Broken from error
    migrate(url)
    return written


def _snapshot(url: str) -> Iterator[tuple[Table, Iterator[tuple[Any, ...]]]]:
    if url.startswith("sqlite:"):
        with closing(sqlite3.connect(f"file:{url.removeprefix('sqlite:///')}?mode=ro", uri=True)) as source:
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


def _fill(url: str, lines: IO[str], revision: str) -> Written:
    rows: dict[str, int] = {}
    with engine_for(url).begin() as connection:
        for table, found in _tables(lines):
            if table is None:
                if found != rows:
                    raise Broken
                _continue_counting(connection)
                return Written(revision, rows)
            rows[table.name] = rows.get(table.name, 0) + len(found)
            if found:
                connection.execute(table.insert(), found)
    raise Broken


def _tables(lines: IO[str]) -> Iterator[tuple[Table | None, Any]]:
    """Each table with up to a thousand of its rows at a time; last None with the counts that must come out."""
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


def _continue_counting(connection: Any) -> None:
    """Ids go on after the highest, also on PostgreSQL, where loaded rows do not move the sequence."""
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
