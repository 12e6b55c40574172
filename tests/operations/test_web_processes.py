"""Web processes: forked, watched, replaced, and given time on a busy machine."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from socket import create_server

import pytest

from kairanban.operations.renewal import Renewal
from kairanban.operations.restarts import LONGEST_WAIT, QUICK, next_wait
from kairanban.operations.web_processes import STARTUP_FAILED, Beat, WebProcesses, _Place
from tests.serving import ROOT


def test_a_process_that_dies_again_and_again_is_started_less_often() -> None:
    waits, deaths = [], 0
    for _ in range(9):
        deaths, pause = next_wait(deaths, lived=1.0)
        waits.append(pause)
    assert waits == [0.0, 1.0, 2.0, 4.0, 8.0, 16.0, 30.0, LONGEST_WAIT, LONGEST_WAIT]
    assert next_wait(deaths, lived=QUICK) == (0, 0.0)


class Dummy:
    """A process that is alive until it is killed."""

    pid, exitcode, sentinel = 1, None, 0

    def __init__(self) -> None:
        self.killed = False

    def is_alive(self) -> bool:
        return not self.killed

    def kill(self) -> None:
        self.killed = True

    def join(self, timeout: float | None = None) -> None: ...


@pytest.mark.parametrize(
    ("started", "beat", "now", "lives"),
    [(0.1, 0.0, 119.0, True), (0.1, 0.0, 121.0, False), (0.1, 30.0, 89.0, True), (0.1, 30.0, 91.0, False)],
)
def test_a_slow_process_is_given_time_and_a_silent_one_is_replaced(
    started: float, beat: float, now: float, lives: bool
) -> None:
    """Five seconds were too few where four processes are imported on two busy cores."""
    watched = WebProcesses(lambda _: None, 0)
    dummy = Dummy()
    place = _Place(process=dummy, started=started)  # type: ignore[arg-type]
    place.beat._at.value = beat
    watched._look_at(place, now)
    assert dummy.killed is not lives
    assert (place.process is None) is not lives


FAKE = """
import os, signal, socket, sys, time
from kairanban.operations.renewal import Renewal, inherited, only_checks
from kairanban.operations.web_processes import Beat, WebProcesses

if only_checks():
    sys.exit(os.path.exists("broken"))

def serve(beat):
    {0}

left = inherited()
port = left.port if left else socket.socket()
print("version", os.getpid(), flush=True)
ended = WebProcesses(serve, {1}, Renewal(port), left.pids if left else ()).run()
print("ended", ended, flush=True)
"""
LIVES = """
    beat.now()
    # In one write: two processes say it at once.
    os.write(1, f"up {os.getpid()}\\n".encode())
    while True:
        time.sleep(0.05)
        beat.now()
"""


def _started(folder: Path, body: str, number: int) -> tuple[subprocess.Popen[bytes], Path]:
    said = folder / "said"
    with said.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-c", FAKE.format(body.strip(), number)],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    return process, said


def _until(what: Callable[[], bool], said: Path) -> None:
    end = time.monotonic() + 60
    while not what():
        assert time.monotonic() < end, said.read_text()
        time.sleep(0.05)


def _ups(said: Path) -> list[int]:
    return [int(line.split()[1]) for line in said.read_text().splitlines() if line.startswith("up ")]


def test_one_that_is_killed_is_replaced_and_said(tmp_path: Path) -> None:
    process, said = _started(tmp_path, LIVES, 2)
    try:
        _until(lambda: len(_ups(said)) == 2, said)
        os.kill(_ups(said)[0], signal.SIGKILL)
        _until(lambda: len(_ups(said)) == 3, said)
        assert "web_process_died" in said.read_text()
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0
        assert "ended True" in said.read_text()
    finally:
        process.kill()


def test_hup_replaces_all_by_those_of_a_program_that_begins_anew(tmp_path: Path) -> None:
    process, said = _started(tmp_path, LIVES, 2)
    try:
        _until(lambda: len(_ups(said)) == 2, said)
        process.send_signal(signal.SIGHUP)
        _until(lambda: len(_ups(said)) == 4, said)
        old, new = _ups(said)[:2], _ups(said)[2:]
        _until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in old), said)
        assert all(Path(f"/proc/{pid}").exists() for pid in new)
        assert said.read_text().count(f"version {process.pid}\n") == 2
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0
        assert not any(Path(f"/proc/{pid}").exists() for pid in new)
    finally:
        process.kill()


def test_a_version_that_cannot_start_leaves_the_running_one(tmp_path: Path) -> None:
    process, said = _started(tmp_path, LIVES, 2)
    try:
        _until(lambda: len(_ups(said)) == 2, said)
        (tmp_path / "broken").touch()
        process.send_signal(signal.SIGHUP)
        _until(lambda: "web_processes_not_renewed" in said.read_text(), said)
        assert all(Path(f"/proc/{pid}").exists() for pid in _ups(said))
        assert said.read_text().count("version") == 1
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0
    finally:
        process.kill()


def test_where_none_can_start_the_server_ends(tmp_path: Path) -> None:
    process, said = _started(tmp_path, f"sys.exit({STARTUP_FAILED})", 2)
    assert process.wait(60) == 0
    assert "ended False" in said.read_text()


@pytest.mark.anyio
async def test_a_process_whose_parent_is_gone_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    monkeypatch.setattr(os, "kill", lambda pid, number: asked.append(number))
    beat = Beat()
    monkeypatch.setattr(os, "getppid", lambda: beat._parent + 1)
    await beat._go_on()
    assert asked == [signal.SIGTERM]


def test_where_the_program_is_gone_the_one_that_runs_goes_on() -> None:
    """A link that leads nowhere, at any moment of the renewal."""
    before = signal.getsignal(signal.SIGHUP)
    with create_server(("localhost", 0)) as port:
        renewal = Renewal(port, ["/nowhere/kairanban", "serve"])
        renewal.begin()
        assert renewal.is_tried() is False
        renewal.become([])
        assert port.get_inheritable() is False
    assert signal.getsignal(signal.SIGHUP) is before
