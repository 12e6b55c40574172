"""The program as an operator starts it, in its own processes."""

import os
import resource
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.engines import BODY_SECONDS

ROOT = Path(__file__).parents[1]
SECONDS = 120


@dataclass(frozen=True)
class Served:
    """A running server and the file with its output."""

    port: int
    process: "subprocess.Popen[bytes]"
    said: Path

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}"


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def environment(folder: Path, url: str | None = None, port: int = 8321) -> dict[str, str]:
    """Return the environment of a command for this data folder, optionally with another database."""
    given = {
        **os.environ,
        "KAIRANBAN_DATA": str(folder),
        "KAIRANBAN_PUBLIC_ADDRESS": f"http://localhost:{port}",
        "KAIRANBAN_BODY_SECONDS": str(BODY_SECONDS),
    }
    given.pop("KAIRANBAN_DATABASE_URL", None)
    return given if url is None else {**given, "KAIRANBAN_DATABASE_URL": url}


@contextmanager
def serving(
    folder: Path, *arguments: str, url: str | None = None, longest_file: int | None = None
) -> Iterator[Served]:
    """Run the server until the block ends; no file it writes exceeds `longest_file` bytes."""
    port = free_port()
    with running(
        folder, "serve", "--port", str(port), *arguments, url=url, port=port, longest_file=longest_file
    ) as (process, said):
        wait_for_answer(port, process, said)
        yield Served(port, process, said)


@contextmanager
def running(
    folder: Path, *arguments: str, url: str | None = None, port: int = 8321, longest_file: int | None = None
) -> Iterator[tuple["subprocess.Popen[bytes]", Path]]:
    """Run a command until the block ends."""
    said = folder / f"{arguments[0]}-{time.monotonic_ns()}.said"
    with said.open("wb") as file:
        process = subprocess.Popen(
            [sys.executable, "-m", "kairanban", *arguments],
            cwd=ROOT,
            env=environment(folder, url, port),
            stdout=file,
            stderr=subprocess.STDOUT,
            preexec_fn=None if longest_file is None else lambda: _no_file_longer_than(longest_file),
        )
    try:
        yield process, said
    finally:
        if process.poll() is None:
            process.terminate()
        try:
            process.wait(SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_for_answer(port: int, process: "subprocess.Popen[bytes]", said: Path) -> None:
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        assert process.poll() is None, said.read_text()
        try:
            urllib.request.urlopen(f"http://localhost:{port}/health", timeout=5).close()
            return
        except urllib.error.HTTPError as error:
            error.close()
        except OSError:
            pass
        time.sleep(0.05)
    raise AssertionError(said.read_text())


def _no_file_longer_than(size: int) -> None:
    """Limit file sizes as a full disk does; Python itself ignores the signal."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
