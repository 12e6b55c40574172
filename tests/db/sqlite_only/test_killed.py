import os
import random
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

# A release runs a thousand.
ROUNDS = int(os.environ.get("KAIRANBAN_TEST_KILLS", "10"))
CHILD = "tests.db.sqlite_only.committing"


def run_and_kill(url: str, told: Path, after: float) -> None:
    """Let a process commit for `after` seconds, then kill it with -9."""
    before = told.stat().st_size if told.exists() else 0
    child = subprocess.Popen([sys.executable, "-m", CHILD, url, str(told)])
    try:
        end = time.monotonic() + 30
        while not told.exists() or told.stat().st_size == before:
            assert child.poll() is None
            assert time.monotonic() < end
            time.sleep(0.005)
        time.sleep(after)
    finally:
        child.kill()
        child.wait()


def test_reported_successes_survive_kill_9(database_url: str, tmp_path: Path) -> None:
    told = tmp_path / "told"
    chance = random.Random(8321)
    for _ in range(ROUNDS):
        run_and_kill(database_url, told, chance.uniform(0, 0.2))

        # The last line may be truncated; its success was then not reported.
        successes = set(told.read_text().split("\n")[:-1])
        connection = sqlite3.connect(database_url.removeprefix("sqlite:///"))
        landed = {kind for (kind,) in connection.execute("SELECT kind FROM journal")}
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        connection.close()
        assert successes <= landed
    assert len(successes) > ROUNDS
