"""What doctor says of the program that reads scans."""

from pathlib import Path

import pytest

from kairanban.config import Settings
from kairanban.operations.cli.doctor import CHECKS
from kairanban.operations.cli.scans import NONE, scans
from tests.programs import program

SETTINGS = Settings(Path("/nonexistent"), "sqlite://", "https://example.jp")


def test_doctor_says_whether_scans_can_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    assert scans in CHECKS
    found = program("tesseract")
    assert scans(SETTINGS) == (True, f"Scanned papers are read by {found}, in Japanese.")
    monkeypatch.setenv("PATH", "/nonexistent")
    assert scans(SETTINGS) == (False, NONE)
