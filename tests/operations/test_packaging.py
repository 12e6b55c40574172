"""The files of packaging/, each tried with the program it is for."""

import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2
import pytest

from kairanban.confined.limits import LARGEST_FILE
from tests.serving import ROOT, free_port, serving

PACKAGING = ROOT / "packaging"
UNITS = sorted((PACKAGING / "systemd").iterdir())
PROGRAM = "/opt/kairanban/.venv/bin/kairanban"
SECONDS = 60


def _ran(*command: str | Path) -> str:
    ended = subprocess.run([*map(str, command)], capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout + ended.stderr


def test_units_are_what_systemd_understands(tmp_path: Path) -> None:
    for unit in UNITS:
        text = unit.read_text()
        assert unit.suffix == ".timer" or PROGRAM in text
        # The program stands elsewhere here.
        (tmp_path / unit.name).write_text(text.replace(PROGRAM, "/bin/true"))
    said = _ran("systemd-analyze", "verify", "--man=no", *(tmp_path / unit.name for unit in UNITS))
    assert "kairanban" not in said, said


def test_the_backup_comes_every_night() -> None:
    when = re.search(r"OnCalendar=(.*)", (PACKAGING / "systemd/kairanban-backup.timer").read_text())
    assert when is not None
    assert "02:30:00" in _ran("systemd-analyze", "calendar", when[1])


def test_the_server_has_descriptors_for_a_town_and_time_to_stop() -> None:
    for name in ("kairanban.service", "kairanban-worker.service"):
        text = (PACKAGING / "systemd" / name).read_text()
        assert "LimitNOFILE=65536" in text
        assert "TimeoutStopSec=60" in text


def test_the_user_and_the_folders_are_made(tmp_path: Path) -> None:
    for place in ("etc", "var/lib"):
        (tmp_path / place).mkdir(parents=True)
    _ran("systemd-sysusers", f"--root={tmp_path}", PACKAGING / "sysusers.d/kairanban.conf")
    assert "kairanban:" in (tmp_path / "etc/passwd").read_text()
    _ran("systemd-tmpfiles", "--create", f"--root={tmp_path}", PACKAGING / "tmpfiles.d/kairanban.conf")
    folder = tmp_path / "var/lib/kairanban"
    assert folder.stat().st_mode & 0o777 == 0o700
    number = re.search(r"kairanban:x:(\d+)", (tmp_path / "etc/passwd").read_text())
    assert number is not None
    assert folder.stat().st_uid == int(number[1])


def test_the_settings_file_is_read_by_the_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from kairanban.config import read_settings

    lines = (PACKAGING / "kairanban.env").read_text().splitlines()
    given = dict(line.removeprefix("#").split("=", 1) for line in lines if re.match(r"#?KAIRANBAN_", line))
    settings = read_settings(given)
    assert (settings.proxies, settings.host) == (1, "kairan.example.jp")


def _caddy(folder: Path, port: int, behind: int) -> list[str]:
    text = (PACKAGING / "caddy/Caddyfile").read_text()
    text = text.replace("kairan.example.jp {", f"http://localhost:{port} {{").replace("8321", str(behind))
    (folder / "Caddyfile").write_text("{\n\tadmin off\n}\n" + text)
    return ["caddy", "run", "--adapter", "caddyfile", "--config", str(folder / "Caddyfile")]


def _nginx(folder: Path, port: int, behind: int) -> list[str]:
    text = (PACKAGING / "nginx/kairanban.conf").read_text()
    first = text[: text.index("server {\n    listen 80;")]
    first = re.sub(r" *listen \[::\].*\n| *ssl_.*\n", "", first)
    first = first.replace("443 ssl http2", f"127.0.0.1:{port}").replace("kairan.example.jp", "localhost")
    first = first.replace("8321", str(behind))
    places = "".join(
        f"{name}_temp_path {folder}/{name};\n"
        for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "nginx.conf").write_text(
        f"user root;\npid {folder}/pid;\nerror_log stderr;\nevents {{}}\nhttp {{\naccess_log off;\n{places}{first}}}\n"
    )
    return [_nginx_program(), "-c", str(folder / "nginx.conf"), "-g", "daemon off;"]


def _nginx_program() -> str:
    return shutil.which("nginx") or "/usr/sbin/nginx"


@contextmanager
def _proxy(command: list[str], port: int, folder: Path) -> Iterator[httpx2.Client]:
    with (folder / "proxy.said").open("wb") as said:
        process = subprocess.Popen(command, stdout=said, stderr=said)
    try:
        end = time.monotonic() + SECONDS
        while True:
            assert process.poll() is None, (folder / "proxy.said").read_text()
            assert time.monotonic() < end
            with socket.socket() as tried:
                if tried.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        with httpx2.Client(base_url=f"http://localhost:{port}", timeout=SECONDS) as client:
            yield client
    finally:
        process.terminate()
        process.wait(SECONDS)


@pytest.mark.parametrize("made", [_caddy, _nginx])
def test_pages_and_large_files_pass_the_proxy(database_url: str, tmp_path: Path, made: object) -> None:
    data = tmp_path / "data"
    data.mkdir()
    with serving(data, url=database_url) as server:
        port = free_port()
        command = made(tmp_path, port, server.port)  # type: ignore[operator]
        with _proxy(command, port, tmp_path) as client:
            assert client.get("/health").text == "ok"
            page = client.get("/")
            assert page.status_code == 200
            large = {"files": ("紙.pdf", b"%PDF-1.7" + bytes(LARGEST_FILE - 8), "application/pdf")}
            answer = client.post("/circulars/1/attachments", files=large)
            # The program answers, not the proxy: nobody is signed in.
            assert answer.status_code in (303, 401, 403)
            assert "content-security-policy" in answer.headers


def test_the_other_server_of_nginx_leads_to_https(tmp_path: Path) -> None:
    text = (PACKAGING / "nginx/kairanban.conf").read_text()
    assert "return 301 https://kairan.example.jp$request_uri;" in text
    key, certificate = tmp_path / "key.pem", tmp_path / "cert.pem"
    _ran("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "1",
         "-subj", "/CN=kairan.example.jp", "-keyout", key, "-out", certificate)  # fmt: skip
    text = text.replace("/etc/letsencrypt/live/kairan.example.jp/fullchain.pem", str(certificate))
    text = text.replace("/etc/letsencrypt/live/kairan.example.jp/privkey.pem", str(key))
    (tmp_path / "nginx.conf").write_text(
        f"pid {tmp_path}/pid;\nerror_log stderr;\nevents {{}}\nhttp {{\n{text}}}\n"
    )
    assert "syntax is ok" in _ran(_nginx_program(), "-t", "-c", tmp_path / "nginx.conf")
