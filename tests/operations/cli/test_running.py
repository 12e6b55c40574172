"""Faults of a machine as `doctor` says them: each in a sentence with what to do."""

import gzip
import json
import os
import socket
import time
from dataclasses import replace
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Sink
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from kairanban.config import Settings
from kairanban.core.clock import DAY, MINUTE, SECOND, system_clock
from kairanban.db.backup import LAST_BACKUP, read_backup, write_backup
from kairanban.db.backup_lines import Newer
from kairanban.db.engine import open_database
from kairanban.db.settings import set_setting
from kairanban.db.write_probe import WRITTEN
from kairanban.operations.cli.running import (
    _since,
    backups,
    descriptors,
    mail,
    worker,
    writing,
)
from tests.world import SYSTEM

pytestmark = pytest.mark.anyio


def settings(folder: Path, url: str = "sqlite:////nowhere", smtp: str = "") -> Settings:
    return replace(Settings(folder, url, "http://localhost:8321"), smtp_url=smtp)


def test_a_disk_that_cannot_be_written_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert writing(settings(tmp_path)) == (True, f"{tmp_path} can be written.")
    assert list(tmp_path.iterdir()) == []

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    well, said = writing(settings(tmp_path))
    assert not well
    assert "No space left on device" in said
    assert list(tmp_path.iterdir()) == []
    assert writing(settings(tmp_path / "none"))[0] is False


@pytest.mark.parametrize(
    ("age", "well", "words"),
    [
        (5 * SECOND, True, "5 seconds ago"), (40 * SECOND, False, "for 40 seconds"), (3 * DAY, False, "for 3.0 days"),
        (-DAY, False, "clock was set back"), (None, False, "has not run yet"),
    ],
)  # fmt: skip
async def test_the_worker_is_seen_by_its_last_write(
    database_url: str, tmp_path: Path, age: int | None, well: bool, words: str
) -> None:
    if age is not None:
        database = await open_database(database_url)
        try:
            async with database.write(SYSTEM) as tx:
                await set_setting(tx, WRITTEN, str(system_clock() - age))
        finally:
            await database.close()
    found = worker(settings(tmp_path, database_url))
    assert found[0] is well
    assert words in found[1]


def test_a_database_that_does_not_answer_leaves_no_traceback(tmp_path: Path) -> None:
    assert worker(settings(tmp_path, f"sqlite:///{tmp_path}/none/none.sqlite3"))[0] is False


class Doorkeeper:
    def __call__(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: object
    ) -> AuthResult:
        assert isinstance(data, LoginPassword)
        return AuthResult(success=data.password == b"right", handled=False)


def test_the_mail_server_is_asked_for_its_word(tmp_path: Path) -> None:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    running = Controller(
        Sink(), hostname="127.0.0.1", port=port, authenticator=Doorkeeper(), auth_require_tls=False
    )
    running.start()
    try:
        at = f"127.0.0.1:{port}"
        assert mail(settings(tmp_path, smtp=f"smtp://board:right@{at}"))[0] is True
        well, said = mail(settings(tmp_path, smtp=f"smtp://board:wrong@{at}"))
        assert not well
        assert "KAIRANBAN_SMTP_URL" in said
        assert "wrong" not in said
        # It offers no STARTTLS, which is insisted on.
        assert mail(settings(tmp_path, smtp=f"smtp://board:right@{at}?starttls=yes"))[0] is False
    finally:
        running.stop()
    assert mail(settings(tmp_path, smtp=f"smtp://board:right@{at}"))[0] is False
    assert mail(settings(tmp_path))[0] is True


def noted(folder: Path, file: Path, age: int = 0) -> Settings:
    made = time.time() - age / SECOND
    if file.exists():
        os.utime(file, (made, made))
    (folder / LAST_BACKUP).write_text(str(file))
    return settings(folder)


def test_the_newest_backup_is_there_recent_and_whole(database_url: str, tmp_path: Path) -> None:
    assert backups(settings(tmp_path))[0] is False
    file = tmp_path / "town.backup"
    write_backup(database_url, file)
    well, said = backups(noted(tmp_path, file, 5 * MINUTE))
    assert well
    assert "5 minutes old and can be read" in said
    assert backups(noted(tmp_path, file, 3 * DAY)) == (
        False,
        f"The newest backup is 3.0 days old and can be read ({file}); it is not signed. Run 'kairanban backup' every night.",
    )
    future = backups(noted(tmp_path, file, -1095 * DAY))
    assert future[0] is False
    assert "dated in the future" in future[1]
    assert "-1095" not in future[1]
    file.write_bytes(file.read_bytes()[:-20])
    assert "cannot be read to its end" in backups(noted(tmp_path, file))[1]
    # Taken away to another machine, as it should be.
    assert backups(noted(tmp_path, tmp_path / "gone.backup"))[0] is True


def test_a_backup_of_a_newer_program_says_so(empty_url: str, tmp_path: Path) -> None:
    file = tmp_path / "newer.backup"
    with gzip.open(file, "wt") as out:
        out.write(json.dumps({"kairanban": 1, "revision": "9999"}) + "\n" + json.dumps({"end": {}}) + "\n")
    with pytest.raises(Newer, match="9999"):
        read_backup(file, empty_url)


def test_too_few_descriptors_are_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("resource.getrlimit", lambda _: (1024, 2048))
    well, said = descriptors(settings(tmp_path))
    assert not well
    assert "LimitNOFILE" in said
    monkeypatch.setattr("resource.getrlimit", lambda _: (1024, 65536))
    assert descriptors(settings(tmp_path))[0] is True


def test_ages_are_said_in_words() -> None:
    assert [_since(age) for age in (-5, 40_000, 90_000, 3 * 60 * MINUTE, 3 * DAY)] == [
        "0 seconds", "40 seconds", "2 minutes", "3 hours", "3.0 days",
    ]  # fmt: skip
