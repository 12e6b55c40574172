import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from tests.conftest import COLLECTED, OF_ROUTES, on_both_engines

# Tests of one engine, and browser tests, run separately.
APART = ("tests/db/sqlite_only", "tests/db/postgresql_only", "tests/browser")

FOLDERS = {"access", "care", "circulation", "community", "db", "desks", "house", "notify", "operations"}

# A real Firefox before a server of its own: one engine is enough. The others hold no tests of the suite.
ELSEWHERE = ("tests/notify/test_firefox.py", "tests/mutation", "tests/bench")


@cache
def collected(engine: str) -> list[str]:
    """Return the names of the tests collected for an engine that use a database."""
    quietly = ["-q", "-o", "addopts=--import-mode=importlib", "-p", "no:cacheprovider"]
    command = [sys.executable, "-m", "pytest", "--collect-only", *quietly]
    ended = subprocess.run(
        [*command, *(f"--ignore={folder}" for folder in APART)],
        env={**os.environ, "KAIRANBAN_TEST_ENGINE": engine, "KAIRANBAN_TEST_DATABASE_ONLY": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return [line for line in ended.stdout.splitlines() if "::" in line]


@pytest.fixture(scope="module")
def both(request: pytest.FixtureRequest) -> list[str]:
    """The names of the tests on SQLite that both engines run; collected once more where this run is of a part."""
    names = [item.nodeid for item in on_both_engines(request.config.stash[COLLECTED])]
    whole = {name.split("/")[1] for name in names} >= FOLDERS
    return [name for name in names if not name.startswith(APART)] if whole else collected("sqlite")


def test_both_engines_run_the_same_tests(both: list[str]) -> None:
    assert both == collected("postgresql")
    assert {name.split("/")[1] for name in both} >= FOLDERS


def test_what_one_engine_leaves_out_opens_no_database(both: list[str]) -> None:
    """A test that opens a database by itself must ask for a fixture, so that both engines run it."""
    with_database = {name.split("::")[0] for name in both}
    for path in Path("tests").rglob("test_*.py"):
        name = path.as_posix()
        if name.startswith((*APART, *ELSEWHERE)) or name in with_database or name in OF_ROUTES:
            continue
        assert not re.search(r"\b(open_database|migrate)\(", path.read_text()), name
