import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

# Tests of one engine, and browser tests, run separately.
APART = ("tests/db/sqlite_only", "tests/db/postgresql_only", "tests/browser")

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


def test_both_engines_run_the_same_tests() -> None:
    on_sqlite = collected("sqlite")

    assert on_sqlite == collected("postgresql")
    folders = {name.split("/")[1] for name in on_sqlite}
    assert folders >= {
        "access",
        "care",
        "circulation",
        "community",
        "db",
        "desks",
        "house",
        "notify",
        "operations",
    }


def test_what_one_engine_leaves_out_opens_no_database() -> None:
    """A test that opens a database by itself must ask for a fixture, so that both engines run it."""
    with_database = {name.split("::")[0] for name in collected("sqlite")}
    for path in Path("tests").rglob("test_*.py"):
        name = path.as_posix()
        if name.startswith((*APART, *ELSEWHERE)) or name in with_database:
            continue
        assert not re.search(r"\b(open_database|migrate)\(", path.read_text()), name
