import os
import subprocess
import sys

# Tests of one engine, and browser tests, run separately.
APART = ("tests/db/sqlite_only", "tests/db/postgresql_only", "tests/browser")


def collected(engine: str) -> list[str]:
    """Return the names of all tests collected for an engine."""
    quietly = ["-q", "-o", "addopts=--import-mode=importlib", "-p", "no:cacheprovider"]
    command = [sys.executable, "-m", "pytest", "--collect-only", *quietly]
    ended = subprocess.run(
        [*command, *(f"--ignore={folder}" for folder in APART)],
        env={**os.environ, "KAIRANBAN_TEST_ENGINE": engine},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return [line for line in ended.stdout.splitlines() if "::" in line]


def test_both_engines_run_the_same_tests() -> None:
    on_sqlite = collected("sqlite")

    assert on_sqlite == collected("postgresql")
    assert any("tests/db/" in name for name in on_sqlite)
