"""Rows in every table of a database of any revision."""

from typing import Any

from sqlalchemy import Column, Connection, Integer, LargeBinary, MetaData, Table

Rows = dict[str, list[dict[str, Any]]]


def fill(connection: Connection, many: int = 2) -> Rows:
    """Put rows into every table, the first one full, the others with what a row must have; return them."""
    metadata = MetaData()
    metadata.reflect(connection)
    metadata.remove(metadata.tables["alembic_version"])
    postgresql = connection.dialect.name == "postgresql"
    if postgresql:
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
    filled: Rows = {}
    for name, table in metadata.tables.items():
        filled[name] = [
            {column.name: _value(table, column, row) for column in table.columns}
            for row in range(1, many + 1)
        ]
        connection.execute(table.insert(), filled[name])
        if postgresql and "id" in table.columns:
            connection.exec_driver_sql(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), {many})")
    return filled


def _value(table: Table, column: Column[Any], row: int) -> Any:
    """Return the value of a column: every key of row n refers to row n of the other table."""
    own = any(key.column.table is table for key in column.foreign_keys)
    if column.nullable and not column.primary_key and (row > 1 or own):
        return None
    if isinstance(column.type, Integer):
        return row
    return b"%d" % row if isinstance(column.type, LargeBinary) else f"x{row}"
