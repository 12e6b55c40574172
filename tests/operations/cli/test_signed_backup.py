"""Signed backups: an edited one is refused, and the mark on the sealed sheet tells whose it is."""

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from kairanban.db.backup import read_backup, write_backup
from kairanban.db.backup_keys import FILE, mark_of, same_mark, signing_key
from kairanban.db.backup_lines import Broken, mark_of_file
from kairanban.db.migrate import revision_of
from kairanban.operations.cli import main
from tests.operations.cli.test_commands import folder, run
from tests.world import World

__all__ = ["folder"]

pytestmark = pytest.mark.anyio


def edited(file: Path, change: Callable[[list[bytes]], None]) -> Path:
    """Change the lines of a backup as one who can read it would: packed again, with a right checksum."""
    lines = gzip.decompress(file.read_bytes()).splitlines(keepends=True)
    change(lines)
    file.with_suffix(".edited").write_bytes(gzip.compress(b"".join(lines)))
    return file.with_suffix(".edited")


def renamed(lines: list[bytes]) -> None:
    at = next(n for n, line in enumerate(lines) if "佐藤".encode() in line)
    lines[at] = lines[at].replace("佐藤".encode(), "加藤".encode())


def swapped(lines: list[bytes]) -> None:
    lines[3], lines[2] = lines[2], lines[3]


def unsigned(lines: list[bytes]) -> None:
    lines.pop()


def signed_twice(lines: list[bytes]) -> None:
    lines.append(lines[-1])


@pytest.mark.parametrize("change", [renamed, swapped, signed_twice])
async def test_a_signed_backup_that_was_edited_restores_nothing(
    world: World, database_url: str, empty_url: str, tmp_path: Path, change: Callable[[list[bytes]], None]
) -> None:
    file = tmp_path / "town.backup"
    write_backup(database_url, file, signing_key(tmp_path))
    changed = edited(file, change)
    with pytest.raises(Broken):
        mark_of_file(changed)
    with pytest.raises(Broken):
        read_backup(changed, empty_url)
    assert revision_of(empty_url) is None


async def test_a_key_is_made_once_closed_to_others_and_is_in_no_backup(
    world: World, database_url: str, tmp_path: Path
) -> None:
    key = signing_key(tmp_path)
    assert mark_of(signing_key(tmp_path)) == mark_of(key)
    assert (tmp_path / FILE).stat().st_mode & 0o777 == 0o600
    write_backup(database_url, tmp_path / "town.backup", key)
    assert (tmp_path / FILE).read_bytes() not in gzip.decompress((tmp_path / "town.backup").read_bytes())
    assert mark_of_file(tmp_path / "town.backup") == mark_of(key)


def test_a_mark_is_compared_as_people_type_it() -> None:
    assert same_mark("kovb oc7r-pmcm", "KOVB-OC7R-PMCM")
    assert same_mark("K0VB-0C7R-1111", "KOVB-OC7R-IIII")
    assert not same_mark("KOVB-OC7R-PMCN", "KOVB-OC7R-PMCM")


def backup_of(folder: Path) -> tuple[Path, str]:
    run("init", "--association", "みどりヶ丘自治会", "--name", "山田 花子")
    file = folder.parent / "town.backup"
    mark = run("backup", "--to", file).output.rsplit(" ", 1)[-1].strip()
    return file, mark


def restore(to: Path, *arguments: str | Path) -> tuple[int, str, str]:
    environment = {"KAIRANBAN_DATABASE_URL": f"sqlite:///{to / 'kairanban.sqlite3'}"}
    result = CliRunner().invoke(main, ["--data", str(to), "restore", *map(str, arguments)], env=environment)
    return result.exit_code, result.stdout, result.stderr


def test_a_restore_asks_for_the_mark_and_refuses_only_another_one(folder: Path, tmp_path: Path) -> None:
    file, mark = backup_of(folder)
    code, _, wrong = restore(tmp_path / "a", "--mark", "AAAA-BBBB-CCCC-DDDD-EEEE-FFFF", file)
    assert (code, f"carries the mark {mark}, not AAAA" in wrong) == (1, True)
    assert revision_of(f"sqlite:///{tmp_path / 'a' / 'kairanban.sqlite3'}") is None
    code, done, _ = restore(tmp_path / "a", "--mark", mark.lower(), file)
    assert (code, done.startswith("Restored")) == (0, True)
    # Without the sheet: said, and restored.
    code, done, asked = restore(tmp_path / "b", file)
    assert (code, done.startswith("Restored")) == (0, True)
    assert mark in asked
    assert "whether others changed it" in asked


def test_a_backup_without_a_signature_is_restored_but_not_under_a_mark(folder: Path, tmp_path: Path) -> None:
    file, mark = backup_of(folder)
    bare = edited(file, unsigned)
    code, _, wrong = restore(tmp_path / "a", "--mark", mark, bare)
    assert (code, "is not signed" in wrong) == (1, True)
    code, done, warned = restore(tmp_path / "a", bare)
    assert (code, done.startswith("Restored")) == (0, True)
    assert "is not signed" in warned


def test_a_damaged_key_is_said_and_the_backup_is_made_without(folder: Path) -> None:
    backup_of(folder)
    (folder / FILE).write_bytes(b"short")
    result = run("backup", "--to", folder.parent / "again.backup")
    assert result.exit_code == 0
    assert "it is not signed" in result.output
    assert "damaged" in result.output


def test_a_broken_file_is_said_in_one_sentence(folder: Path, tmp_path: Path) -> None:
    file, mark = backup_of(folder)
    file.write_bytes(file.read_bytes()[:-30])
    code, _, wrong = restore(tmp_path / "a", "--mark", mark, file)
    assert (code, wrong) == (
        1,
        f"{file} is not a whole backup. Nothing was restored; please use another one.\n",
    )
