"""Contents of a database by table, to compare two."""

from sqlalchemy import select

from kairanban.db.migrate import engine_for
from kairanban.db.tables import metadata


def rows_of(url: str) -> dict[str, list[tuple[object, ...]]]:
    found = {}
    with engine_for(url, begin="BEGIN").connect() as connection:
        for table in metadata.sorted_tables:
            ordered = select(table).order_by(*table.primary_key.columns)
            found[table.name] = [tuple(row) for row in connection.execute(ordered)]
    return found


def highest_ids(url: str) -> dict[str, int]:
    """Return the highest id of each table with ids."""
    names = [table.name for table in metadata.sorted_tables if "id" in table.columns]
    rows = rows_of(url)
    return {name: max(int(str(row[0])) for row in rows[name]) for name in names if rows[name]}
