"""Long commands, stopped by a real signal in the middle of their work: what they say, and that the data is whole."""

import re
import subprocess
import sys
from pathlib import Path
from signal import SIGINT, SIGTERM, Signals

import pytest
from click.testing import CliRunner

from kairanban.db import migrate
from kairanban.db.backup import write_backup
from kairanban.db.settings import read_directly
from kairanban.operations.cli import main
from tests.db.filling import fill
from tests.operations.cli.rows import rows_of
from tests.serving import ROOT, environment, free_port, serving

EXIT = {SIGINT: 130, SIGTERM: 143}
by_signal = pytest.mark.parametrize("number", list(EXIT), ids=lambda number: number.name)
TOWN = "桜町自治会"
HOUSEHOLDS = 450
SECONDS = 120


@pytest.fixture
def data(tmp_path: Path) -> Path:
    found = tmp_path / "data"
    found.mkdir(mode=0o700)
    return found


def stopped(
    number: Signals, doing: str, unit: str, done: int, data: Path, url: str, *command: str | Path
) -> str:
    """Stop a command when so much is done; return what it said."""
    asked = [sys.executable, "-m", "tests.operations.cli.pausing", doing, unit, str(done), *map(str, command)]
    process = subprocess.Popen(
        asked, cwd=ROOT, env=environment(data, url), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "waiting\n", process.communicate(timeout=SECONDS)
        process.send_signal(number)
        out, said = process.communicate(timeout=SECONDS)
    finally:
        process.kill()
        process.wait()
    assert process.returncode == EXIT[number], said
    assert "Traceback" not in said
    assert out == ""
    return said.splitlines()[-1]


def ran(data: Path, url: str, *command: str | Path) -> str:
    """Run a command to its end, in this process."""
    ended = CliRunner().invoke(main, [*map(str, command)], env=environment(data, url), catch_exceptions=False)
    assert ended.exit_code == 0, ended.output
    return ended.stdout


def filled(url: str, many: int = 2) -> dict[str, list[tuple[object, ...]]]:
    with migrate.engine_for(url).begin() as connection:
        fill(connection, many)
    return rows_of(url)


def test_a_stopped_backup_is_not_written(data: Path, database_url: str, tmp_path: Path) -> None:
    filled(database_url)
    command = ("backup", "--to", tmp_path / "town.backup")
    assert (
        stopped(SIGINT, "Backup", "rows", 100, data, database_url, *command)
        == "Stopped. No backup was written."
    )
    assert list(tmp_path.glob("town.backup*")) == []


def test_a_stopped_backup_leaves_the_file_of_before(data: Path, database_url: str, tmp_path: Path) -> None:
    filled(database_url)
    to = tmp_path / "town.backup"
    write_backup(database_url, to)
    whole = to.read_bytes()
    said = stopped(SIGTERM, "Backup", "rows", 100, data, database_url, "backup", "--to", to)
    assert said == f"Stopped. No backup was written; {to} is as it was."
    assert to.read_bytes() == whole
    assert list(tmp_path.glob("town.backup*")) == [to]


@pytest.mark.parametrize(
    ("number", "doing", "unit", "done"),
    [
        (SIGTERM, "Reading", "bytes", 1),
        (SIGINT, "Restoring", "steps", 5),
        (SIGTERM, "Restoring", "bytes", 10_000),
    ],
)
def test_a_stopped_restore_restores_nothing(
    number: Signals, doing: str, unit: str, done: int, data: Path, database_url: str, empty_url: str
) -> None:
    before = filled(database_url, many=100)
    backup = data / "town.backup"
    write_backup(database_url, backup)
    wanted = "Stopped. Nothing was restored; the database is as empty as before."
    assert stopped(number, doing, unit, done, data, empty_url, "restore", backup) == wanted
    assert migrate.revision_of(empty_url) is None
    if empty_url.startswith("sqlite:"):
        assert not Path(empty_url.removeprefix("sqlite:///")).exists()

    ran(data, empty_url, "restore", backup)
    assert rows_of(empty_url) == before


@pytest.mark.parametrize(("number", "done"), [(SIGINT, 1), (SIGTERM, 9)])
def test_a_stopped_upgrade_leaves_the_old_version(
    number: Signals, done: int, data: Path, empty_url: str
) -> None:
    migrate.migrate(empty_url, "0030")
    with migrate.engine_for(empty_url).begin() as connection:
        fill(connection)
    said = stopped(number, "Upgrading", "steps", done, data, empty_url, "migrate")
    assert said == "Stopped. Nothing was upgraded; the database is of version 0030, as before."
    assert migrate.revision_of(empty_url) == "0030"
    assert ran(data, empty_url, "migrate") == f"Upgraded from 0030 to {migrate.newest()}.\n"


@by_signal
def test_a_stopped_demo_begins_anew(number: Signals, data: Path, empty_url: str) -> None:
    command = ("demo", "--no-serve", "--port", str(free_port()))
    said = stopped(number, "Filling the demo town", "days", 200, data, empty_url, *command)
    assert said == "Stopped. The demo town is not complete; the same command begins it anew."
    assert read_directly(empty_url, "demo") == {"demo": "filling"}
    assert not (data / "demo-links.json").exists()
    if number == SIGTERM:
        assert "/demo/" in ran(data, empty_url, *command)
        assert read_directly(empty_url, "demo") == {"demo": "yes"}


@pytest.fixture
def roster(data: Path, database_url: str, tmp_path: Path) -> Path:
    """A file for an association that has no household yet."""
    ran(data, database_url, "invite", TOWN, "山田 花子")
    file = tmp_path / "名簿.csv"
    lines = [f"{n % 9 + 1}班,佐藤 {n}郎,桜町{n // 30 + 1}-{n % 30 + 1}" for n in range(HOUSEHOLDS)]
    file.write_text("班,世帯主,住所\n" + "\n".join(lines) + "\n")
    return file


def households(url: str) -> int:
    return len(rows_of(url)["household"])


def test_a_stopped_import_says_what_is_stored(data: Path, database_url: str, roster: Path) -> None:
    command = (data, database_url, "roster", "import", TOWN, roster, "--take")
    said = stopped(SIGINT, "Import", "places", 9, *command)
    assert said == "Stopped. 9 places of the file are stored, and no household yet; the same command goes on."
    assert households(database_url) == 0
    said = stopped(SIGTERM, "Import", "households", 200, *command)
    assert (
        said == "Stopped. 200 of 450 households of the file are stored; the same command stores the others."
    )
    assert households(database_url) == 200

    ran(*command)
    assert households(database_url) == HOUSEHOLDS


@by_signal
def test_an_import_that_the_server_does_is_stopped_too(
    number: Signals, data: Path, database_url: str, roster: Path
) -> None:
    with serving(data, url=database_url):
        command = (data, database_url, "roster", "import", TOWN, roster, "--take")
        said = stopped(number, "Import", "households", 200, *command)
        stored = re.match(r"Stopped\. (\d+) of 450 households", said)
        # The server goes on until it hears of it.
        assert stored is not None, said
        assert households(database_url) == int(stored[1])
        ran(*command)
        assert households(database_url) == HOUSEHOLDS
