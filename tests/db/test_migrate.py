import signal
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.config import Config
from sqlalchemy import text

from kairanban.circulation.circulars.rules.archive_search import searched, stored
from kairanban.circulation.circulars.rules.texts import Texts
from kairanban.db import migrate
from kairanban.db.tables import metadata
from tests.db.catalogue import catalogue

NEXT = """
import sqlalchemy as sa
from alembic import op

revision = "next"
down_revision = "{newest}"


def upgrade() -> None:
    # Made anew on SQLite, with everything that refers to it.
    with op.batch_alter_table("place", recreate="auto") as place:
        place.add_column(sa.Column("colour", sa.Text(), nullable=False, server_default=""))
        place.alter_column("name", server_default="x")
    {more}
"""

CHILDREN = (
    "INSERT INTO place (id, kind, name) VALUES (1, 'association', '桜町'), (2, 'block', '一班')",
    "INSERT INTO place_within (ancestor, place) VALUES (1, 1), (1, 2), (2, 2)",
)


def seen(url: str) -> list[tuple[object, ...]]:
    with migrate.engine_for(url, begin="BEGIN").connect() as connection:
        return catalogue(connection)


def rows(url: str, table: str) -> list[tuple[object, ...]]:
    with migrate.engine_for(url, begin="BEGIN").connect() as connection:
        return [tuple(row) for row in connection.execute(text(f"SELECT * FROM {table} ORDER BY 1, 2"))]


def change(url: str, *statements: str) -> None:
    with migrate.engine_for(url).begin() as connection:
        for statement in statements:
            connection.execute(text(statement))


def with_a_next_step(folder: Path, more: str = "pass") -> Config:
    """The existing migrations and one more."""
    (folder / "next.py").write_text(NEXT.format(newest=migrate.newest(), more=more))
    config = migrate.configuration()
    config.set_main_option("version_locations", f"{migrate.MIGRATIONS / 'versions'}:{folder}")
    return config


def test_migrations_produce_the_same_schema_as_the_metadata(database_url: str, empty_url: str) -> None:
    with migrate.engine_for(empty_url).begin() as connection:
        metadata.create_all(connection)

    assert seen(database_url) == seen(empty_url)
    assert len(seen(database_url)) > 100


def test_a_migrated_database_is_at_the_newest_revision(database_url: str, empty_url: str) -> None:
    assert migrate.revision_of(database_url) == migrate.newest()
    assert migrate.revision_of(empty_url) is None


def test_migrating_again_changes_nothing(database_url: str) -> None:
    change(database_url, *CHILDREN)
    before = seen(database_url)
    migrate.migrate(database_url)

    assert seen(database_url) == before
    assert len(rows(database_url, "place_within")) == 3


def test_recreating_a_table_keeps_the_rows_that_refer_to_it(database_url: str, tmp_path: Path) -> None:
    change(database_url, *CHILDREN)
    links, references = rows(database_url, "place_within"), _references(database_url)
    migrate.migrate(database_url, config=with_a_next_step(tmp_path))

    assert migrate.revision_of(database_url) == "next"
    assert rows(database_url, "place_within") == links
    assert len(rows(database_url, "place")) == 2
    assert _references(database_url) == references


def test_a_failed_migration_leaves_the_old_tables_unchanged(database_url: str, tmp_path: Path) -> None:
    change(database_url, *CHILDREN)
    before, places = seen(database_url), rows(database_url, "place")
    broken = with_a_next_step(tmp_path, "op.execute('SELECT * FROM nowhere')")
    with pytest.raises(Exception, match="nowhere"):
        migrate.migrate(database_url, config=broken)

    assert seen(database_url) == before
    assert rows(database_url, "place") == places
    assert migrate.revision_of(database_url) == migrate.newest()


@pytest.mark.parametrize("statement", [2, 5, 12, 30, 55])
def test_a_killed_migration_leaves_nothing_half_done(empty_url: str, statement: int) -> None:
    command = [sys.executable, "-m", "tests.db.stepping", empty_url, str(statement)]
    killed = subprocess.run(command, check=False, timeout=60)

    assert killed.returncode == -signal.SIGKILL
    assert seen(empty_url) == []
    assert migrate.revision_of(empty_url) is None
    migrate.migrate(empty_url)
    assert migrate.revision_of(empty_url) == migrate.newest()


def test_concurrent_migrations_run_once(empty_url: str) -> None:
    command = [sys.executable, "-m", "tests.db.stepping", empty_url, "0"]
    both = [subprocess.Popen(command) for _ in range(2)]

    assert [process.wait(timeout=60) for process in both] == [0, 0]
    assert migrate.revision_of(empty_url) == migrate.newest()


def test_circulars_from_before_the_migration_are_searchable(empty_url: str) -> None:
    texts = Texts(title="第３回 ゴミ拾い（みどりヶ丘）", gist="ｱﾙﾐ缶も", body="一行目\n\n\u3000二行目 ABC")
    migrate.migrate(empty_url, "0005")
    change(
        empty_url,
        "INSERT INTO place (id, kind, name) VALUES (1, 'association', '桜町')",
        *(
            f"INSERT INTO circular (id, association, made, changed) VALUES ({id}, 1, 0, 0)"
            for id in (7, 1502)
        ),
        *(
            "INSERT INTO edition (circular, number, language, title, gist, body, made)"
            f" VALUES ({id}, {number}, 'ja', '{texts.title}', '{texts.gist}', '{texts.body}', 0)"
            for id, number in ((7, 1), (7, 2), (1502, 1))
        ),
        "INSERT INTO edition (circular, number, language, made) VALUES (7, 2, 'en', 0)",
    )
    migrate.migrate(empty_url)

    with migrate.engine_for(empty_url, begin="BEGIN").connect() as connection:
        found = connection.execute(
            text("SELECT language, search FROM edition ORDER BY circular, number, language")
        )
        filled = [tuple(row) for row in found]
    japanese = ("ja", stored(texts)["search"])
    assert filled == [japanese, ("en", ""), japanese, japanese]


def _references(url: str) -> list[tuple[object, ...]]:
    """Return every foreign key of every table."""
    return [line for line in seen(url) if "refers" in line or "FOREIGN KEY" in str(line[-1])]


def test_circulars_from_before_are_found_by_the_usual_kanji(empty_url: str) -> None:
    texts = Texts(title="髙﨑様と𠮷野様", body="邊土名󠄀 渡邉")
    migrate.migrate(empty_url, "0030")
    old = "髙﨑様と𠮷野様\n邊土名󠄀 渡邉"
    change(
        empty_url,
        "INSERT INTO place (id, kind, name) VALUES (1, 'association', '桜町')",
        *(
            f"INSERT INTO circular (id, association, made, changed) VALUES ({id}, 1, 0, 0)"
            for id in (7, 1502)
        ),
        *(
            f"INSERT INTO edition (circular, number, language, search, made) VALUES ({id}, 1, 'ja', '{search}', 0)"
            for id, search in ((7, old), (1502, "ごみ拾い"))
        ),
    )
    migrate.migrate(empty_url)

    with migrate.engine_for(empty_url, begin="BEGIN").connect() as connection:
        found = connection.execute(text("SELECT search FROM edition ORDER BY circular"))
        assert [row[0] for row in found] == [searched(texts), "ごみ拾い"]
