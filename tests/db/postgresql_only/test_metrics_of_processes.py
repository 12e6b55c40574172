"""Two web processes and a worker on one PostgreSQL: any of them answers /metrics for all."""

import asyncio
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

import httpx2
import pytest

from kairanban.db.engine import open_database
from tests.desks.monitoring.test_metrics import TOKEN, Found, parsed, value
from tests.serving import SECONDS, Served, running, serving
from tests.world import build

ASKED = 40


async def _filled(url: str) -> None:
    database = await open_database(url)
    try:
        await build(database)
    finally:
        await database.close()


def _metrics(server: Served) -> Found:
    answer = httpx2.get(f"{server.address}/metrics", headers={"Authorization": f"Bearer {TOKEN}"}, timeout=60)
    assert answer.status_code == 200
    return parsed(answer.text)


def _up(found: Found) -> set[str]:
    return {dict(of)["process"] for (name, of), up in found.items() if name == "kairanban_process_up" and up}


def _until(server: Served, what: Callable[[Found], bool]) -> Found:
    end = time.monotonic() + SECONDS
    while not what(found := _metrics(server)):
        assert time.monotonic() < end, (found, server.said.read_text())
        time.sleep(0.2)
    return found


def _guides(found: Found, **of: str) -> float:
    return value(found, "requests_total", route="/guides", **of)


def test_numbers_are_right_over_all_processes_also_after_one_was_killed(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asyncio.run(_filled(database_url))
    monkeypatch.setenv("KAIRANBAN_METRICS_TOKEN", TOKEN)
    with (
        serving(tmp_path, "--processes", "2", url=database_url) as server,
        running(tmp_path, "worker", url=database_url),
    ):
        found = _until(server, lambda found: _up(found) == {"web-1", "web-2", "worker-1"})
        _until(server, lambda found: value(found, "round_finished_timestamp_seconds", process="worker-1") > 0)
        for _ in range(ASKED):
            # A connection each, so that both processes answer some.
            httpx2.get(f"{server.address}/guides", timeout=60)
        found = _metrics(server)
        assert _guides(found) == ASKED
        assert value(found, "round_seconds_count", process="web-1") == 0

        # The kernel gives connections to whichever is free; the one that answers /metrics now is not known, nor needed.
        children = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children").read_text().split()
        pids = [
            int(pid) for pid in children if (Path(f"/proc/{pid}/cmdline").read_bytes().find(b"serve") >= 0)
        ]
        kept = {name: _guides(found, process=name) for name in ("web-1", "web-2")}
        os.kill(pids[0], signal.SIGKILL)
        _until(
            server,
            lambda found: (
                "web_process_died" in server.said.read_text() and _up(found) == {"web-1", "web-2", "worker-1"}
            ),
        )
        after = _metrics(server)
        # The other has counted on; the one that was started again began at zero, under the same name.
        assert _guides(after) in kept.values()
        assert {_guides(after, process=name) for name in kept} <= {0.0, *kept.values()}
