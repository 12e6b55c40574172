"""Faults of settings, folders and disks, each tried with the command as an operator gives it: a sentence with the next step."""

import json
import os
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kairanban.operations.cli import NEXT_STEPS, main

INIT = ("init", "--operator", "木村")
WORD = "himitsu-8321"


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("KAIRANBAN_")]:
        monkeypatch.delenv(name)


def ran(folder: Path, *command: str, **more: str) -> Result:
    """Run a command in this process: starting one takes seconds."""
    given = {"KAIRANBAN_DATA": str(folder), "KAIRANBAN_PUBLIC_ADDRESS": "http://localhost:8321", **more}
    return CliRunner().invoke(main, list(command), env=given)


def refused(folder: Path, *command: str, **more: str) -> str:
    """Return the sentence with which a command ends that cannot be done."""
    ended = ran(folder, *command, **more)
    assert ended.exit_code != 0
    assert "Traceback" not in ended.stderr
    assert "not_caught" not in ended.stderr
    return ended.stderr


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("KAIRANBAN_PROXIES", WORD, "it is a number, 0 without a web server in front"),
        ("KAIRANBAN_PROXIES", "-1", "it is a number"),
        ("KAIRANBAN_PROXIES", "１", "it is a number"),
        ("KAIRANBAN_BODY_SECONDS", WORD, "a number of seconds"),
        ("KAIRANBAN_DATABASE_URL", f"mysql://root:{WORD}@db/x", "neither postgresql:// nor sqlite:///"),
        ("KAIRANBAN_PUBLIC_ADDRESS", WORD, "does not begin with https://"),
        ("KAIRANBAN_SMTP_URL", WORD, "does not begin with smtp://"),
        ("KAIRANBAN_MAIL_FROM", WORD, "not an address like"),
        ("KAIRANBAN_METRICS_TOKEN", WORD, "20 letters"),
    ],
)  # fmt: skip
def test_a_setting_that_cannot_be_used_is_named_without_its_value(
    tmp_path: Path, name: str, value: str, words: str
) -> None:
    said = refused(tmp_path, "doctor", **{name: value})
    assert name in said
    assert words in said
    assert WORD not in said


def test_a_file_of_settings_that_is_none_is_said(tmp_path: Path) -> None:
    (tmp_path / "settings").write_bytes(bytes(range(256)))
    assert "no text in UTF-8" in refused(tmp_path, "--settings", str(tmp_path / "settings"), "doctor")


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (("serve", "--port", "80000"), "is not in the range"),
        (("serve", "--host", "nowhere.invalid", "--port", "8399"), "no address of this machine"),
        (("serve", "--host", "192.0.2.1", "--port", "8399"), "no address of this machine"),
        (("backup", "--to", "{folder}/none/x.backup"), "There is no new backup"),
        (("backup", "--to", "{folder}"), "is a directory"),
        (("restore", "{folder}/kairanban.sqlite3"), "not empty"),
    ],
)
def test_what_a_command_cannot_do_is_said(tmp_path: Path, command: tuple[str, ...], words: str) -> None:
    assert ran(tmp_path, *INIT).exit_code == 0
    assert words in refused(tmp_path, *[part.format(folder=tmp_path) for part in command])


def test_a_port_that_is_in_use_is_said(tmp_path: Path) -> None:
    assert ran(tmp_path, *INIT).exit_code == 0
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        held.listen()
        assert "is in use" in refused(tmp_path, "serve", "--port", str(held.getsockname()[1]))


def test_a_folder_that_is_a_file_or_lacks_its_parent_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert "choose another folder" in refused(tmp_path / "file", *INIT)
    url = f"sqlite:///{tmp_path / 'none' / 'x.sqlite3'}"
    assert "Make it, or correct KAIRANBAN_DATABASE_URL" in refused(
        tmp_path, *INIT, KAIRANBAN_DATABASE_URL=url
    )


@pytest.mark.parametrize(
    "command", [("serve", "--port", "8399"), ("backup",), ("migrate",), ("place", "list"), INIT]
)
def test_a_file_that_is_no_database_is_said(tmp_path: Path, command: tuple[str, ...]) -> None:
    (tmp_path / "kairanban.sqlite3").write_bytes(os.urandom(20_000))
    assert "Run 'kairanban doctor'" in refused(tmp_path, *command)


def test_every_line_of_doctor_that_wants_a_look_says_what_to_do(tmp_path: Path) -> None:
    """In an empty folder nearly everything is wrong."""
    for folder in (tmp_path, tmp_path / "none"):
        said = ran(folder, "doctor", "--json", KAIRANBAN_PUBLIC_ADDRESS="https://kairan.example.jp")
        checks = json.loads(said.stdout)["checks"]
        wrong = {name: check["says"] for name, check in checks.items() if not check["ok"]}
        assert {"proxies", "worker", "backups", "database"} <= wrong.keys()
        without = {name: says for name, says in wrong.items() if not any(word in says for word in STEPS)}
        assert without == {}
    assert all(text.endswith(".") for text in NEXT_STEPS.values())


STEPS = ("Run ", "run ", "install ", "Install ", "Set ", "set ", "Start ", "Make ", "make ", "Is ", "look at", "before the database answers", "made when the server starts", "Use ", "lsm=", "allows it")  # fmt: skip


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small disk of its own, which only root can mount."""
    place = tmp_path / "disk"
    place.mkdir()
    if subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", place], check=False, capture_output=True
    ).returncode:
        pytest.skip("only root can mount a disk")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", place], check=True)


def _remount(disk: Path, way: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{way}", disk], check=True)


@pytest.mark.parametrize(
    "command",
    [
        ("serve", "--port", "8399"),
        ("retention",),
        ("place", "list"),
        ("invite", "みどりヶ丘", "山田"),
        ("backup",),
        ("demo", "--no-serve"),
    ],
)
def test_a_read_only_disk_is_said_by_every_command(disk: Path, command: tuple[str, ...]) -> None:
    folder = disk / "data"
    assert ran(folder, *INIT).exit_code == 0
    _remount(disk, "ro")
    assert "ead-only" in refused(folder, *command)
    doctor = json.loads(ran(folder, "doctor", "--json").stdout)["checks"]
    assert not doctor["writing"]["ok"]
    assert "Read-only" in doctor["writing"]["says"]


def test_a_backup_beside_a_read_only_data_folder_is_made(disk: Path, tmp_path: Path) -> None:
    folder = disk / "data"
    assert ran(folder, *INIT).exit_code == 0
    _remount(disk, "ro")
    ended = ran(folder, "backup", "--to", str(tmp_path / "x.backup"))
    assert ended.exit_code == 0
    assert "could not be noted" in ended.stderr
    assert ran(tmp_path / "again", "restore", str(tmp_path / "x.backup")).exit_code == 0


def test_an_error_nobody_thought_of_is_said_without_its_message(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A timer writes what a command says into the journal."""

    def broken(_settings: object) -> None:
        raise LookupError("佐藤 花子 022-111-0000")

    monkeypatch.setattr("kairanban.operations.cli.data.revision", broken)
    ended = ran(tmp_path, *INIT)
    assert ended.exit_code == 1
    line, sentence = ended.stderr.splitlines()
    said = json.loads(line)
    assert (said["event"], said["problem"]) == ("not_caught", ["builtins.LookupError"])
    assert "kairanban/operations/cli/data.py" in str(said["at"])
    assert "for a reason nobody thought of" in sentence
    assert "佐藤" not in ended.output
    assert "022" not in ended.output
