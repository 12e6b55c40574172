from pathlib import Path

import pytest

from kairanban.db import migrate
from tests.db.test_migrate import CHILDREN, change, rows, seen, with_a_next_step


def test_a_migration_that_violates_a_foreign_key_is_rolled_back(database_url: str, tmp_path: Path) -> None:
    change(database_url, *CHILDREN)
    before = seen(database_url)
    breaking = with_a_next_step(tmp_path, "op.execute('DELETE FROM place WHERE id = 2')")
    with pytest.raises(RuntimeError, match="foreign keys broken"):
        migrate.migrate(database_url, config=breaking)

    assert seen(database_url) == before
    assert len(rows(database_url, "place")) == 2
