"""Commands at a terminal: one sentence each, and the next step."""

import asyncio
import json
import socket
import stat
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from kairanban.accountability.retention.actions.watching import CLOCK_WATCH
from kairanban.config import read_settings
from kairanban.core.actor import System
from kairanban.core.clock import DAY
from kairanban.db.engine import open_database
from kairanban.db.settings import set_setting
from kairanban.db.tx import Tx
from kairanban.operations.cli import main
from tests.engines import ENGINE
from tests.serving import free_port


def commands(group: click.Group, *above: str) -> Iterator[tuple[str, ...]]:
    for name, command in group.commands.items():
        yield (*above, name)
        if isinstance(command, click.Group):
            yield from commands(command, *above, name)


@pytest.fixture
def folder(tmp_path: Path, empty_url: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder that does not exist yet, and an empty database of the tested engine."""
    monkeypatch.setenv("KAIRANBAN_DATA", str(tmp_path / "data"))
    if empty_url.startswith("postgresql:"):
        monkeypatch.setenv("KAIRANBAN_DATABASE_URL", empty_url)
    else:
        monkeypatch.delenv("KAIRANBAN_DATABASE_URL", raising=False)
    return tmp_path / "data"


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(one) for one in arguments], catch_exceptions=False)


def said(result: Result) -> str:
    """Return the one-line error of a failed command."""
    assert result.exit_code == 1, result.output
    (line,) = result.output.splitlines()
    return line


@pytest.mark.parametrize("command", sorted(commands(main)), ids=" ".join)
def test_every_command_has_help(command: tuple[str, ...]) -> None:
    result = run(*command, "--help")
    assert result.exit_code == 0
    assert result.output.splitlines()[2].strip().endswith((".", ",", ":")) or "." in result.output


def test_init_creates_a_folder_that_doctor_accepts(folder: Path) -> None:
    assert "Next: kairanban invite" in run("init").output
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700

    invited = run("invite", "みどりヶ丘自治会", "山田 美代子", "--phone", "022-000-0001")
    assert invited.exit_code == 0
    assert "http://localhost:8321/i/" in invited.output

    assert "rows" in run("backup").output
    looked = run("doctor")
    assert "The database answers" in looked.output
    assert "closed to others" in looked.output
    assert "see no other file, process or network (Landlock" in looked.output
    wrong = [line for line in looked.output.splitlines() if line.startswith("LOOK")]
    # Nothing is served yet.
    runs = "kairanban serve" if ENGINE == "sqlite" else "kairanban worker"
    sentence = f"The worker has not run yet. Start '{runs}'."
    assert [line for line in wrong if "cannot be printed" not in line] == [f"LOOK  {sentence}"]
    as_json = json.loads(run("doctor", "--json").output)
    assert as_json["ok"] is False
    assert as_json["checks"]["database"]["ok"] is True
    assert as_json["checks"]["worker"]["says"] == sentence


def test_a_second_init_changes_nothing(folder: Path) -> None:
    assert run("init").exit_code == 0
    assert run("invite", "みどりヶ丘自治会", "山田 美代子").exit_code == 0
    assert said(run("init")) == "There is a database already. Nothing was changed."
    assert "Known: みどりヶ丘自治会" in said(run("roster", "export", "ない会"))


def test_an_up_to_date_database_needs_no_upgrade(folder: Path) -> None:
    run("init")
    assert run("migrate").output == "The database is up to date.\n"


@pytest.mark.parametrize(
    "command",
    [
        ("serve",),
        ("migrate",),
        ("backup",),
        ("invite", "みどりヶ丘自治会", "山田"),
        ("cards", "みどりヶ丘自治会"),
        ("roster", "export", "みどりヶ丘自治会"),
    ],
    ids=lambda command: command[0],
)
def test_commands_without_a_database_name_the_next_step(folder: Path, command: tuple[str, ...]) -> None:
    assert "Run 'kairanban init' first" in said(run(*command))
    assert not folder.exists()


def test_a_port_in_use_is_reported(folder: Path) -> None:
    run("init")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", free_port()))
        taken.listen()
        port = taken.getsockname()[1]
        assert said(run("serve", "--port", port)) == f"Port {port} is in use. Choose another with --port."


def test_an_unknown_association_is_reported_with_the_known_ones(folder: Path, tmp_path: Path) -> None:
    run("init")
    run("invite", "みどりヶ丘自治会", "山田 美代子")
    file = tmp_path / "名簿.csv"
    file.write_text("氏名\n佐藤 花子\n")
    wanted = "There is no association of that name. Known: みどりヶ丘自治会"
    assert said(run("roster", "import", "ない会", file)) == wanted
    assert said(run("cards", "ない会", "--to", tmp_path / "cards.pdf")) == wanted
    assert not (tmp_path / "cards.pdf").exists()


def test_an_unreachable_database_is_reported(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KAIRANBAN_DATABASE_URL", "postgresql://postgres@/none?host=/nowhere")
    for command in ("init", "serve", "migrate", "backup"):
        assert said(run(command)).startswith("The database does not answer.")


def test_a_file_that_is_not_a_database_is_reported(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KAIRANBAN_DATABASE_URL", raising=False)
    folder.mkdir(mode=0o700)
    (folder / "kairanban.sqlite3").write_text("no database at all, only text" * 100)
    for command in ("init", "serve", "migrate", "backup"):
        assert "cannot be read as a database" in said(run(command))


def test_doctor_reports_a_missing_database_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KAIRANBAN_DATABASE_URL", raising=False)
    looked = run("doctor").output
    assert looked.count("OperationalError") <= 1
    assert "There is no database file" in looked
    assert "cannot be read before the database answers" in looked


def test_what_is_past_its_term_is_counted_and_a_wrong_clock_is_said(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("init")
    assert run("retention").output.splitlines() == [
        "Nothing is past its term.",
        "What is past its term is deleted every night.",
    ]

    async def jumped(tx: Tx) -> None:
        await set_setting(tx, CLOCK_WATCH, json.dumps([tx.now, 100 * DAY, 0]))

    asyncio.run(_write(jumped))
    assert "jumped forward by 100.0 days" in run("doctor").output
    told = run("retention").output
    assert "run 'kairanban retention --trust-clock'." in told
    assert "What is past its term is deleted" in run("retention", "--trust-clock").output
    assert "jumped" not in run("doctor").output


async def _write(change: Callable[[Tx], Awaitable[None]]) -> None:
    database = await open_database(read_settings().database_url)
    try:
        async with database.write(System("test")) as tx:
            await change(tx)
    finally:
        await database.close()
