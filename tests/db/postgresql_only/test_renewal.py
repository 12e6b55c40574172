"""A new version under a steady stream of requests: none fails, on connections kept alive and on new ones."""

import http.client
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.serving import ROOT, SECONDS, environment, free_port, wait_for_answer

SCRIPT = """#!{python}
import sys
print("this is {version}", flush=True)
from kairanban.operations.cli import main
main()
"""


class Stream:
    """Clients that ask until they are stopped, and say what they were answered; none asks a second time."""

    def __init__(self, port: int) -> None:
        self.port, self.stops = port, threading.Event()
        self.answers, self.failures = 0, list[str]()
        self._clients = [
            threading.Thread(target=self._client, args=(kept, pause))
            for kept, pause in ((True, 0.003), (True, 0.05), (True, 0.4), (False, 0.003), (False, 0.02))
        ]

    def __enter__(self) -> "Stream":
        for client in self._clients:
            client.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stops.set()
        for client in self._clients:
            client.join()

    def _client(self, kept: bool, pause: float) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=SECONDS)
        while not self.stops.wait(pause):
            try:
                connection.request("GET", "/health", headers={"Host": f"localhost:{self.port}"})
                answer = connection.getresponse()
                if answer.read() != b"ok" or answer.status != 200:
                    self.failures.append(str(answer.status))
            except (OSError, http.client.HTTPException) as error:
                self.failures.append(repr(error))
                connection.close()
            self.answers += 1
            if not kept:
                connection.close()
        connection.close()


def _version(folder: Path, name: str) -> None:
    """Install a version beside the others, and let the link lead to it."""
    script = folder / name / "kairanban"
    script.parent.mkdir()
    script.write_text(SCRIPT.format(python=sys.executable, version=name))
    script.chmod(0o755)
    (folder / "new").symlink_to(folder / name)
    (folder / "new").replace(folder / "current")


def _children(pid: int) -> set[str]:
    return set(Path(f"/proc/{pid}/task/{pid}/children").read_text().split())


def _until(what: Callable[[], bool], said: Path) -> None:
    end = time.monotonic() + SECONDS
    while not what():
        assert time.monotonic() < end, said.read_text()
        time.sleep(0.05)


def test_no_request_fails_over_two_versions(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    data, port, said = tmp_path / "data", free_port(), tmp_path / "said"
    data.mkdir()
    _version(tmp_path, "one")
    with said.open("wb") as out:
        process = subprocess.Popen(
            [tmp_path / "current" / "kairanban", "serve", "--port", str(port), "--processes", "2"],
            env=environment(data, database_url, port),
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    try:
        wait_for_answer(port, process, said)
        _until(lambda: said.read_text().count('"event": "started"') == 2, said)
        old = _children(process.pid)
        with Stream(port) as stream:
            _until(lambda: stream.answers > 200, said)
            _version(tmp_path, "two")
            process.send_signal(signal.SIGHUP)
            _until(lambda: said.read_text().count('"event": "started"') == 4, said)
            _until(lambda: not old & _children(process.pid), said)
            answered = stream.answers
            _until(lambda: stream.answers > answered + 200, said)
        assert stream.failures == []
        # Once it was tried, then it serves; the process that systemd watches is the same.
        assert said.read_text().count("this is two") == 2
        assert len(_children(process.pid)) == 2
    finally:
        process.terminate()
        assert process.wait(SECONDS) == 0
