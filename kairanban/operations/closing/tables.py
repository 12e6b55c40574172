"""Every table as CSV for Excel, without secrets and pictures."""

from pathlib import Path

from sqlalchemy import LargeBinary, Table, select

from kairanban.circulation.municipal_requests.rules.table_file import table_csv
from kairanban.db.migrate import engine_for
from kairanban.db.tables import metadata

# Keys of the server, of browsers and of push services: of no use to anybody but them.
_SECRET_TABLES = {"setting", "attempt", "challenge", "known_browser"}
_SECRET_ENDINGS = ("_hash", "p256dh", "auth")


def columns_of(table: Table) -> list[str]:
    """Return the columns that go back: no secret, and no file (those are in the PDFs and in the backup)."""
    if table.name in _SECRET_TABLES:
        return []
    return [
        column.name
        for column in table.columns
        if not isinstance(column.type, LargeBinary) and not column.name.endswith(_SECRET_ENDINGS)
    ]


def write_tables(url: str, folder: Path) -> dict[str, int]:
    """Write a file a table that has rows; return the rows of every table."""
    folder.mkdir()
    counts = {}
    with engine_for(url, begin="BEGIN").connect() as connection:
        for table in metadata.sorted_tables:
            names = columns_of(table)
            chosen = select(*(table.c[name] for name in names)) if names else select(*table.primary_key)
            rows = connection.execute(chosen.order_by(*table.primary_key)).all()
            counts[table.name] = len(rows)
            if rows and names:
                cells = [["" if value is None else value for value in row] for row in rows]
                (folder / f"{table.name}.csv").write_bytes(table_csv([names, *cells]))
    return counts


def count_rows(url: str) -> dict[str, int]:
    """Return the rows of every table."""
    with engine_for(url, begin="BEGIN").connect() as connection:
        return {
            table.name: len(connection.execute(select(*table.primary_key)).all())
            for table in metadata.sorted_tables
        }
