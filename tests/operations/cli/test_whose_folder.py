"""Commands of another user, on a disk that cannot be written, with a settings file: a sentence, never a traceback."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kairanban.config import WrongSetting, settings_in
from tests.serving import ROOT, environment

NOBODY = 65534
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")


def ran(
    folder: Path, *command: str, user: int | None = None, **more: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "kairanban", *command],
        cwd=ROOT, env={**environment(folder), **more}, user=user, capture_output=True, text=True, check=False,
    )  # fmt: skip


@as_root
@pytest.mark.parametrize(
    "command", [("init", "--operator", "木村"), ("doctor",), ("serve", "--port", "1"), ("backup",)]
)
def test_root_does_not_write_into_the_folder_of_the_service(tmp_path: Path, command: tuple[str, ...]) -> None:
    folder = tmp_path / "data"
    folder.mkdir(mode=0o700)
    os.chown(folder, NOBODY, NOBODY)
    ended = ran(folder, *command)
    assert ended.returncode == 1
    assert f"{folder} belongs to nobody" in ended.stderr
    assert "sudo -u nobody" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert list(folder.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    ended = ran(tmp_path / "file" / "data", "init", "--operator", "木村")
    assert ended.returncode == 1
    assert "Not a directory" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_the_settings_of_the_service_are_read_from_their_file(tmp_path: Path) -> None:
    file = tmp_path / "kairanban.env"
    file.write_text(
        f"# The service\nKAIRANBAN_DATA={tmp_path / 'data'}\nKAIRANBAN_PROXIES=two\nPATH=/nowhere\n"
    )
    given = environment(tmp_path)
    given.pop("KAIRANBAN_DATA")
    ended = subprocess.run(
        [sys.executable, "-m", "kairanban", "--settings", str(file), "doctor"],
        cwd=ROOT, env=given, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ended.returncode == 1
    assert "KAIRANBAN_PROXIES cannot be used" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_lines_of_a_settings_file() -> None:
    assert settings_in('# one\n\n; two\nKAIRANBAN_MAIL_FROM="a@example.jp"\nLANG=C\n') == {
        "KAIRANBAN_MAIL_FROM": "a@example.jp"
    }
    with pytest.raises(WrongSetting, match="Line 2"):
        settings_in("KAIRANBAN_PROXIES=1\nexport KAIRANBAN_DATA=/x\n")
