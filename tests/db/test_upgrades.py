"""From every schema there ever was to the newest, with rows in every table: what was recorded is still there."""

from typing import Any

import pytest
from sqlalchemy import Column, Connection, Integer, LargeBinary, MetaData, Table

from kairanban.db import migrate

REVISIONS = sorted(migrate.revisions())

# What a migration took away on purpose, and which one.
TAKEN_AWAY = {
    ("person", "language"): "0002",
    ("person", "text_size"): "0002",
}

Rows = dict[str, list[dict[str, Any]]]


def _value(table: Table, column: Column[Any], row: int) -> Any:
    """Return the value of a column in row 1 or 2: every key of row n refers to row n of the other table."""
    own = any(key.column.table is table for key in column.foreign_keys)
    if column.nullable and not column.primary_key and (row == 2 or own):
        return None
    if isinstance(column.type, Integer):
        return row
    return b"%d" % row if isinstance(column.type, LargeBinary) else f"x{row}"


def _fill(connection: Connection) -> Rows:
    """Put two rows into every table, one full, one with what a row must have; return them."""
    metadata = MetaData()
    metadata.reflect(connection)
    metadata.remove(metadata.tables["alembic_version"])
    postgresql = connection.dialect.name == "postgresql"
    if postgresql:
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
    filled: Rows = {}
    for name, table in metadata.tables.items():
        filled[name] = [
            {column.name: _value(table, column, row) for column in table.columns} for row in (1, 2)
        ]
        connection.execute(table.insert(), filled[name])
        if postgresql and "id" in table.columns:
            connection.exec_driver_sql(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), 2)")
    return filled


@pytest.mark.parametrize("revision", REVISIONS[:-1])
def test_rows_of_every_earlier_schema_are_there_after_the_upgrade(empty_url: str, revision: str) -> None:
    migrate.migrate(empty_url, revision)
    with migrate.engine_for(empty_url).begin() as connection:
        before = _fill(connection)
    migrate.migrate(empty_url)

    assert migrate.revision_of(empty_url) == migrate.newest()
    with migrate.engine_for(empty_url, begin="BEGIN").connect() as connection:
        for table, rows in before.items():
            kept = [name for name in rows[0] if revision >= TAKEN_AWAY.get((table, name), "")]
            names = ", ".join(f'"{name}"' for name in kept)
            found = [tuple(row) for row in connection.exec_driver_sql(f'SELECT {names} FROM "{table}"')]
            for row in rows:
                assert tuple(row[name] for name in kept) in found, (table, row, found)
