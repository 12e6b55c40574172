"""Every table as CSV for Excel, without secrets and files."""

from pathlib import Path

from kairanban.circulation.municipal_requests.rules.table_file import table_csv
from kairanban.db.whole import count_rows, rows_by_table

# Keys of the server, of browsers and of push services: of no use to anybody but them.
_SECRET_TABLES = {"setting", "attempt", "challenge", "known_browser"}
_SECRET_ENDINGS = ("_hash", "p256dh", "auth")


def returned(table: str, columns: list[str]) -> list[str]:
    """Return the columns that go back; files are in the PDFs and in the backup."""
    if table in _SECRET_TABLES:
        return []
    return [name for name in columns if not name.endswith(_SECRET_ENDINGS)]


def write_tables(url: str, folder: Path) -> dict[str, int]:
    """Write a file a table that has rows; return the rows of every table."""
    folder.mkdir()
    for name, columns, rows in rows_by_table(url, returned):
        if rows:
            (folder / f"{name}.csv").write_bytes(table_csv([columns, *rows]))
    return count_rows(url)
