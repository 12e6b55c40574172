"""The wheel is made from the source archive, holds what git knows, and runs where there is no checkout."""

import json
import re
import subprocess
import sys
import sysconfig
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from zipfile import ZipFile

import httpx2
import pytest

from kairanban.operations.demo.people import MOUNTAIN
from tests.serving import ROOT, free_port, wait_for_answer

SECONDS = 120

# In every Python process of the environment, also in the confined ones: the checkout is not there.
WATCH = """
import os, sys
HIDDEN = {hidden!r}
SEEN = {seen!r}
def hook(event, args):
    if event not in ("open", "os.listdir", "os.scandir") or not args or not isinstance(args[0], (str, bytes)):
        return
    path = os.path.abspath(os.fsdecode(args[0]))
    if path.startswith(HIDDEN) and "/.venv/" not in path:
        os.write(2, f"{{SEEN}} {{path}}".encode())
        os._exit(99)
sys.addaudithook(hook)
"""
SEEN = "A file of the checkout was wanted:"


@dataclass(frozen=True)
class Built:
    """The two files of scripts/wheel."""

    archive: Path
    wheel: Path


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("dist")
    said = _said([str(ROOT / "scripts/wheel"), str(folder)])
    archive, wheel = map(Path, said.split())
    assert {archive, wheel} == set(folder.iterdir())
    return Built(archive, wheel)


def _said(command: list[str], **given: object) -> str:
    ended = subprocess.run(command, capture_output=True, text=True, check=False, timeout=SECONDS, **given)  # type: ignore[call-overload]
    assert ended.returncode == 0, f"{command[1:]}: {ended.stdout[-2000:]}{ended.stderr[-4000:]}"
    assert SEEN not in ended.stderr
    return str(ended.stdout)


def _known(folder: str) -> set[str]:
    """Return the files of a folder that git knows."""
    return set(_said(["git", "-c", "core.quotePath=off", "ls-files", folder], cwd=ROOT).splitlines())


def test_the_wheel_holds_the_files_of_the_package_and_of_packaging(built: Built) -> None:
    names = set(ZipFile(built.wheel).namelist())
    assert {name for name in names if name.startswith("kairanban/")} == _known("kairanban")

    shared = {name.partition("/data/share/kairanban/")[2] for name in names if "/data/" in name}
    assert {name for name in shared if name.startswith("packaging/")} == _known("packaging")
    assert {name for name in shared if "/" not in name} == {"run.lock", "operating.md", "privacy.md"}
    assert any(name.endswith("/licenses/LICENSE") for name in names)


def test_the_source_archive_holds_what_is_needed_to_build(built: Built) -> None:
    with tarfile.open(built.archive) as archive:
        names = {member.name.partition("/")[2] for member in archive if member.isfile()}
    assert names >= _known("kairanban") | _known("packaging") | _known("requirements")
    assert names >= {"pyproject.toml", "README.md", "CHANGELOG.md", "LICENSE"}
    assert not [name for name in names if name.startswith(("tests/", "scripts/")) or "__pycache__" in name]


def test_the_backend_is_the_pinned_one() -> None:
    pinned = re.findall(r"^(\S+)==(\S+) ", (ROOT / "requirements/build.lock").read_text(), re.M)
    ((name, version),) = pinned
    assert name == "setuptools"
    assert metadata.version("setuptools") == version


@dataclass(frozen=True)
class Installed:
    """An environment with the wheel in it, and the test environment's packages beside it."""

    folder: Path
    home: Path
    variables: dict[str, str]

    def run(self, *arguments: str) -> str:
        return _said([str(self.program), *arguments], cwd=self.home, env=self.variables)

    @property
    def program(self) -> Path:
        return self.folder / "bin/kairanban"


@pytest.fixture
def installed(built: Built, tmp_path: Path, empty_url: str) -> Installed:
    folder, home = tmp_path / "program", tmp_path / "elsewhere"
    home.mkdir()
    _said([sys.executable, "-m", "venv", "--without-pip", str(folder)])
    pip = [sys.executable, "-m", "pip", "--python", str(folder / "bin/python"), "install", "-q"]
    _said([*pip, "--no-index", "--no-deps", "--no-compile", str(built.wheel)], cwd=home)
    packages = folder / "lib" / f"python{sysconfig.get_python_version()}" / "site-packages"
    # Files that lead to a checkout (.pth) are not followed from there.
    (packages / "tested.pth").write_text(f"{sysconfig.get_path('purelib')}\nimport watching\n")
    (packages / "watching.py").write_text(WATCH.format(hidden=f"{ROOT}/", seen=SEEN))
    variables = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": str(home)}
    if empty_url.startswith("postgresql:"):
        variables["KAIRANBAN_DATABASE_URL"] = empty_url
    return Installed(folder, home, variables)


def test_what_was_installed_runs_without_the_checkout(installed: Installed) -> None:
    version = re.search(r'^version = "(.*)"', (ROOT / "pyproject.toml").read_text(), re.M)
    assert version is not None
    assert installed.run("--version") == f"kairanban, version {version[1]}\n"

    port = free_port()
    assert f"http://localhost:{port}/demo/" in installed.run("demo", "--no-serve", "--port", str(port))
    links = json.loads((installed.home / "data/demo-links.json").read_text())
    # Printing and reading papers happen in processes of their own.
    assert "cards." in installed.run("cards", MOUNTAIN, "--all", "--to", "cards.pdf")
    assert (installed.home / "cards.pdf").read_bytes().startswith(b"%PDF")

    with _serving(installed, port), httpx2.Client(follow_redirects=True, timeout=SECONDS) as client:
        page = client.get(links["resident"])
        assert page.status_code == 200
        assert "お試し用の" in page.text
        sheet = re.search(r'<link rel="stylesheet" href="([^"]+)"', page.text)
        assert sheet is not None
        styles = client.get(f"http://localhost:{port}{sheet[1]}")
        assert styles.headers["content-type"].startswith("text/css")
        assert "@media" in styles.text


@contextmanager
def _serving(installed: Installed, port: int) -> Iterator[None]:
    log = installed.home / "log"
    with log.open("wb") as file:
        process = subprocess.Popen(
            [installed.program, "serve", "--port", str(port)],
            cwd=installed.home, env=installed.variables, stdout=file, stderr=file,
        )  # fmt: skip
    try:
        wait_for_answer(port, process, log)
        yield
    finally:
        process.terminate()
        process.wait(SECONDS)
    assert SEEN not in log.read_text()
