"""Through pgbouncer in transaction mode: nothing that the program does needs a connection of its own."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from kairanban.config import Settings, read_settings
from kairanban.core.database_address import for_driver, unprepared
from kairanban.db.backup import read_backup, write_backup
from kairanban.db.engine import open_database
from kairanban.db.migrate import migrate
from kairanban.operations.cli.doctor import database, waiting
from kairanban.operations.cli.pooler import pooler
from kairanban.operations.cli.running import worker
from tests.bouncing import pgbouncer
from tests.conftest import SetClock
from tests.db.ledger import COUNT, TESTER, add, kinds
from tests.world import build

# What one transaction prepared is missing on the connection of the next, or another's is there under its name.
UNKNOWN_OR_THERE = (psycopg.errors.InvalidSqlStatementName, psycopg.errors.DuplicatePreparedStatement)


@pytest.fixture
def bounced(database_url: str, tmp_path: Path) -> Iterator[str]:
    with pgbouncer(database_url, tmp_path) as url:
        yield url


def _settings(folder: Path, url: str) -> Settings:
    return Settings(folder, url, "http://localhost:8321")


def test_the_setting_is_part_of_the_address() -> None:
    url = "postgresql://board@db.example/kairanban"
    given = {"KAIRANBAN_DATABASE_URL": url, "KAIRANBAN_PREPARE_STATEMENTS": "no"}
    assert for_driver(read_settings(given).database_url) == (url, False)
    assert for_driver(read_settings({"KAIRANBAN_DATABASE_URL": url}).database_url) == (url, True)
    assert for_driver(unprepared(f"{url}?host=/run")) == (f"{url}?host=/run", False)
    assert read_settings({"KAIRANBAN_PREPARE_STATEMENTS": "no"}).on_sqlite


async def _often(url: str, clock: SetClock) -> int:
    """Write and read so often that statements would be prepared, on ten connections that share four."""
    database = await open_database(url, clock)
    try:
        for _ in range(8):
            await asyncio.gather(*(add(database, "kept") for _ in range(12)))
            await asyncio.gather(*(kinds(database) for _ in range(12)))
        async with database.read(TESTER) as tx:
            return int(await tx.value(COUNT))
    finally:
        await database.close()


def test_what_is_prepared_fails_and_what_is_not_works(bounced: str, clock: SetClock) -> None:
    with pytest.raises(UNKNOWN_OR_THERE):
        asyncio.run(_often(bounced, clock))
    with psycopg.connect(bounced, autocommit=True, prepare_threshold=None) as plain:
        plain.execute("DELETE FROM journal")
    assert asyncio.run(_often(unprepared(bounced), clock)) == 96


async def _filled(url: str, clock: SetClock) -> None:
    filled = await open_database(url, clock)
    try:
        await build(filled)
    finally:
        await filled.close()


def test_a_backup_passes_in_both_directions(
    bounced: str, database_url: str, empty_url: str, tmp_path: Path, clock: SetClock
) -> None:
    asyncio.run(_filled(unprepared(bounced), clock))
    direct, through = (
        write_backup(url, tmp_path / name)
        for name, url in (("direct", database_url), ("through", unprepared(bounced)))
    )
    assert through == direct
    assert through.total > 50
    with pgbouncer(empty_url, tmp_path) as empty:
        assert read_backup(tmp_path / "through", unprepared(empty)).rows == direct.rows
        migrate(unprepared(empty))


def test_doctor_says_what_stands_between(bounced: str, database_url: str, tmp_path: Path) -> None:
    ok, said = pooler(_settings(tmp_path, bounced))
    assert not ok
    assert "set KAIRANBAN_PREPARE_STATEMENTS=no" in said
    ok, said = pooler(_settings(tmp_path, unprepared(bounced)))
    assert ok, said
    assert "as it needs" in said
    assert pooler(_settings(tmp_path, database_url))[1].startswith("Connections to PostgreSQL last")
    ok, said = pooler(_settings(tmp_path, unprepared(database_url)))
    assert ok
    assert "without KAIRANBAN_PREPARE_STATEMENTS=no" in said
    with pgbouncer(database_url, tmp_path, "session") as own:
        assert pooler(_settings(tmp_path, own))[1].startswith("Connections to PostgreSQL last")
    assert not pooler(_settings(tmp_path, "postgresql://postgres@127.0.0.1:1/none"))[0]


def test_checks_of_doctor_pass(bounced: str, tmp_path: Path) -> None:
    settings = _settings(tmp_path, unprepared(bounced))
    assert database(settings)[0]
    assert waiting(settings)[0]
    assert "has not run yet" in worker(settings)[1]
