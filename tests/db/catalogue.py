"""A database's schema in a form independent of the order of creation."""

import re
from typing import Any

from sqlalchemy import Connection

_COLUMNS = """
SELECT table_name, column_name, data_type, is_nullable, column_default, is_identity
FROM information_schema.columns WHERE table_schema = 'public'
"""
_CONSTRAINTS = """
SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid)
FROM pg_constraint WHERE connamespace = 'public'::regnamespace
"""
_INDEXES = "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'"


def catalogue(connection: Connection) -> list[tuple[Any, ...]]:
    """Return tables, columns, keys and indexes, without Alembic's own table."""
    lines = _postgres(connection) if connection.dialect.name == "postgresql" else _sqlite(connection)
    return sorted((line for line in lines if line[0] != "alembic_version"), key=repr)


def _postgres(connection: Connection) -> list[tuple[Any, ...]]:
    queries = (_COLUMNS, _CONSTRAINTS, _INDEXES)
    return [tuple(row) for query in queries for row in connection.exec_driver_sql(query)]


def _sqlite(connection: Connection) -> list[tuple[Any, ...]]:
    def ask(sql: str) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in connection.exec_driver_sql(sql)]

    texts: dict[str, str] = dict(ask("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL"))
    lines: list[tuple[Any, ...]] = []
    for _, table, kind, _, without_rowid, strict in ask("PRAGMA table_list"):
        if kind != "table" or table.startswith("sqlite_"):
            continue
        counted = "AUTOINCREMENT" in texts[table]
        lines.append((table, "is", without_rowid, strict, counted))
        lines += [(table, "column", *line[1:]) for line in ask(f"PRAGMA table_xinfo({table})")]
        lines += [(table, "refers", *line[2:]) for line in ask(f"PRAGMA foreign_key_list({table})")]
        lines += [(table, "rule", rule) for rule in re.findall(r"\bCHECK\b.*", texts[table])]
        for _, index, unique, origin, partial in ask(f"PRAGMA index_list({table})"):
            fields = tuple(field[2:5] for field in ask(f"PRAGMA index_xinfo({index})"))
            where = re.sub(r"^.*\bWHERE\b", "", texts.get(index, ""), flags=re.S) if partial else ""
            named = index if origin == "c" else origin
            lines.append((table, "index", named, unique, fields, where.strip()))
    return lines
