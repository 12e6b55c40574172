"""Backups: complete on both engines; a damaged one restores nothing."""

import gzip
import stat
from pathlib import Path

import pytest

from kairanban.circulation.circulars.actions import drafts
from kairanban.community.roster.actions import files
from kairanban.db.backup import read_backup, write_backup
from kairanban.db.backup_lines import Broken, Newer
from kairanban.db.engine import open_database
from kairanban.db.migrate import newest, revision_of
from tests.operations.cli.rows import highest_ids, rows_of
from tests.world import World, circular

pytestmark = pytest.mark.anyio


@pytest.fixture
async def filled(world: World) -> World:
    await circular(world)
    async with world.database.write(world.yamada) as tx:
        await files.keep(tx, world.places["midorigaoka"], "名簿.csv", bytes(range(256)) * 20)
    return world


async def test_a_restored_database_is_equal_and_continues_its_ids(
    filled: World, database_url: str, empty_url: str, tmp_path: Path
) -> None:
    backup = tmp_path / "town.backup"
    written = write_backup(database_url, backup)
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.glob("*.part")] == []

    # Through a SQLite database: on PostgreSQL a migration there and back.
    between = f"sqlite:///{tmp_path / 'between.sqlite3'}"
    assert read_backup(backup, between) == written
    write_backup(between, tmp_path / "again.backup")
    assert read_backup(tmp_path / "again.backup", empty_url) == written
    assert rows_of(empty_url) == rows_of(between) == rows_of(database_url)

    highest = highest_ids(database_url)
    restored = await open_database(empty_url)
    async with restored.write(filled.yamada) as tx:
        number = await drafts.start(tx, filled.places["midorigaoka"])
    await restored.close()
    assert number == highest["circular"] + 1
    for name, id in highest_ids(empty_url).items():
        assert id >= highest[name]


def _damaged(whole: bytes) -> dict[str, bytes]:
    """Return the file truncated, changed, or replaced by another."""
    lines = gzip.decompress(whole).splitlines(keepends=True)
    changed = bytearray(whole)
    changed[len(whole) // 2] ^= 0xFF
    middle = len(lines) // 2
    return {
        "empty": b"",
        "cut in the middle": whole[: len(whole) // 2],
        "without its last byte": whole[:-1],
        "a bit changed": bytes(changed),
        "not packed": gzip.decompress(whole),
        "another file": b"%PDF-1.7 and so on",
        "without its end": gzip.compress(b"".join(lines[:-1])),
        "without a line": gzip.compress(b"".join([*lines[:middle], *lines[middle + 1 :]])),
        "of another version": gzip.compress(
            lines[0].replace(str(newest()).encode(), b"9999") + b"".join(lines[1:])
        ),
        "with a table nobody knows": gzip.compress(
            b"".join(lines).replace(b'"table": "look"', b'"table": "x"')
        ),
        "with more after its end": gzip.compress(b"".join([*lines, lines[-2]])),
    }


async def test_a_damaged_backup_restores_nothing_and_a_good_one_still_works(
    filled: World, database_url: str, empty_url: str, tmp_path: Path
) -> None:
    backup = tmp_path / "town.backup"
    write_backup(database_url, backup)
    for name, data in _damaged(backup.read_bytes()).items():
        damaged = tmp_path / "damaged"
        damaged.write_bytes(data)
        with pytest.raises((Broken, Newer)):
            read_backup(damaged, empty_url)
        assert revision_of(empty_url) is None, name

    read_backup(backup, empty_url)
    assert rows_of(empty_url) == rows_of(database_url)


async def test_a_failed_backup_keeps_the_last_one_and_leaves_no_partial_file(
    filled: World, database_url: str, tmp_path: Path
) -> None:
    backup = tmp_path / "town.backup"
    write_backup(database_url, backup)
    before = backup.read_bytes()
    folder = tmp_path / "town.backup.part"
    folder.mkdir()
    with pytest.raises(OSError):
        write_backup(database_url, backup)
    assert backup.read_bytes() == before
