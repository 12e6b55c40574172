"""From every schema there ever was to the newest, with rows in every table: what was recorded is still there."""

import pytest

from kairanban.db import migrate
from tests.db.filling import fill

REVISIONS = sorted(migrate.revisions())

# What a migration took away on purpose, and which one.
TAKEN_AWAY = {
    ("person", "language"): "0002",
    ("person", "text_size"): "0002",
}


@pytest.mark.parametrize("revision", REVISIONS[:-1])
def test_rows_of_every_earlier_schema_are_there_after_the_upgrade(empty_url: str, revision: str) -> None:
    migrate.migrate(empty_url, revision)
    with migrate.engine_for(empty_url).begin() as connection:
        before = fill(connection)
    migrate.migrate(empty_url)

    assert migrate.revision_of(empty_url) == migrate.newest()
    with migrate.engine_for(empty_url, begin="BEGIN").connect() as connection:
        for table, rows in before.items():
            kept = [name for name in rows[0] if revision >= TAKEN_AWAY.get((table, name), "")]
            names = ", ".join(f'"{name}"' for name in kept)
            found = [tuple(row) for row in connection.exec_driver_sql(f'SELECT {names} FROM "{table}"')]
            for row in rows:
                assert tuple(row[name] for name in kept) in found, (table, row, found)
