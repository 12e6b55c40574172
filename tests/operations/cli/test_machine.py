"""What `doctor` says of the web server in front and of the clock."""

import json
import os
import time
from dataclasses import replace
from pathlib import Path

import pytest

from kairanban.config import Settings
from kairanban.operations.cli.machine import proxies, time_kept
from kairanban.web.forwarded import DAY_SECONDS, FILE, Forwarded, Seen, seen

HTTPS = "https://kairan.example.jp"


def settings(folder: Path, named: int, address: str = HTTPS) -> Settings:
    return replace(Settings(folder, "sqlite:////nowhere", address), proxies=named)


@pytest.mark.parametrize(
    ("named", "least", "well", "words"),
    [
        (1, 1, True, "1 web server in front"), (2, 2, True, "2 web servers in front"), (0, None, False, "Set KAIRANBAN_PROXIES=1"),
        (1, None, True, "no request was seen"), (1, 0, False, "carry no addresses"), (2, 1, False, "KAIRANBAN_PROXIES=1"),
        (1, 2, False, "Set KAIRANBAN_PROXIES=2"), (0, 1, False, "Set KAIRANBAN_PROXIES=1"), (0, 0, False, "Set KAIRANBAN_PROXIES=1"), (0, 2, False, "Set KAIRANBAN_PROXIES=2"),
    ],
)  # fmt: skip
def test_the_setting_is_compared_with_what_requests_carried(
    tmp_path: Path, named: int, least: int | None, well: bool, words: str
) -> None:
    if least is not None:
        (tmp_path / FILE).write_text(json.dumps({"least": least, "requests": 8}))
    found, said = proxies(settings(tmp_path, named))
    assert (found, words in said) == (well, True), said
    assert proxies(settings(tmp_path, named, "http://localhost:8321"))[0]


def test_what_was_seen_long_ago_or_cannot_be_read_says_nothing(tmp_path: Path) -> None:
    assert seen(tmp_path) is None
    (tmp_path / FILE).write_text('{"least": 1, "requests": 1}')
    assert seen(tmp_path) == Seen(1, 1)
    then = time.time() - DAY_SECONDS - 60
    os.utime(tmp_path / FILE, (then, then))
    assert seen(tmp_path) is None
    for broken in ("", "[]", '{"least": 1}', "x"):
        (tmp_path / FILE).write_text(broken)
        assert seen(tmp_path) is None


def _scope(path: str, *headers: tuple[bytes, bytes]) -> dict[str, object]:
    return {"type": "http", "path": path, "headers": list(headers)}


@pytest.mark.anyio
async def test_the_fewest_addresses_count_and_no_address_is_kept(tmp_path: Path) -> None:
    host = (b"host", b"Kairan.Example.jp")
    forwarded = Forwarded(settings(tmp_path, 1))
    async with forwarded.noted(tmp_path):
        # A client adds what it likes; the web server adds one more.
        forwarded.look(_scope("/", host, (b"x-forwarded-for", b"1.2.3.4, 5.6.7.8, 198.51.100.7")))
        forwarded.look(_scope("/", host, (b"x-forwarded-for", b"198.51.100.7")))
        forwarded.look(
            _scope("/", host, (b"x-forwarded-for", b"1.2.3.4"), (b"x-forwarded-for", b"198.51.100.7"))
        )
        # A monitor on the machine, and others that come past the web server by another name.
        forwarded.look(_scope("/health", host))
        forwarded.look(_scope("/", (b"host", b"localhost:8321")))
    assert seen(tmp_path) == Seen(1, 3)
    assert "198.51" not in (tmp_path / FILE).read_text()


@pytest.mark.anyio
async def test_nothing_is_noted_without_a_public_name_or_a_folder(tmp_path: Path) -> None:
    for folder, address in ((tmp_path, "http://localhost:8321"), (tmp_path / "none", HTTPS)):
        forwarded = Forwarded(settings(folder, 0, address))
        async with forwarded.noted(folder):
            forwarded.look(_scope("/", (b"host", b"kairan.example.jp")))
        assert seen(folder) is None


@pytest.mark.parametrize(
    ("says", "well", "words"),
    [
        ("echo yes", True, "kept right"),
        ("echo no", False, "set-ntp true"),
        ("exit 1", True, "cannot be told"),
        (None, True, "no timedatectl"),
    ],
)
def test_a_clock_that_nobody_sets_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, says: str | None, well: bool, words: str
) -> None:
    if says is not None:
        program = tmp_path / "timedatectl"
        program.write_text(f"#!/bin/sh\n{says}\n")
        program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    found, said = time_kept(settings(tmp_path, 0))
    assert (found, words in said) == (well, True), said
