"""The database as a whole, without a transaction of the application: rows by table, and dropping every table."""

from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import LargeBinary, Table, func, select, text

from kairanban.db.migrate import engine_for
from kairanban.db.tables import metadata

Rows = list[list[Any]]


def columns() -> dict[str, list[str]]:
    """Return the columns of every table but those of files."""
    return {
        table.name: [column.name for column in table.columns if not isinstance(column.type, LargeBinary)]
        for table in metadata.sorted_tables
    }


def rows_by_table(
    url: str, chosen: Callable[[str, list[str]], list[str]]
) -> Iterator[tuple[str, list[str], Rows]]:
    """Yield name, columns and rows of every table, with the columns that are chosen of it; tables without any are left out."""
    with engine_for(url, begin="BEGIN").connect() as connection:
        for table in metadata.sorted_tables:
            names = chosen(table.name, columns()[table.name])
            if names:
                found = connection.execute(_ordered(table, names)).all()
                yield table.name, names, [["" if cell is None else cell for cell in row] for row in found]


def count_rows(url: str) -> dict[str, int]:
    """Return the number of rows of every table."""
    with engine_for(url, begin="BEGIN").connect() as connection:
        return {
            table.name: connection.scalar(select(func.count()).select_from(table)) or 0
            for table in metadata.sorted_tables
        }


def drop_tables(url: str) -> None:
    """Drop every table in one transaction."""
    with engine_for(url).begin() as connection:
        metadata.drop_all(connection)
        connection.execute(text("DROP TABLE IF EXISTS alembic_version"))


def _ordered(table: Table, names: list[str]) -> Any:
    return select(*(table.c[name] for name in names)).order_by(*table.primary_key)
