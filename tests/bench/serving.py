"""Servers in their own processes, and their memory."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
# A process that used less than this in a second waits for requests.
IDLE_TICKS = 3


@contextmanager
def server(module: str, *arguments: str, **environment: str) -> Iterator[tuple[str, int]]:
    """Run `python -m module PORT …` until the block ends; return its URL and process id."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", module, str(port), *arguments], cwd=ROOT, env={**os.environ, **environment}
    )
    address = f"http://localhost:{port}"
    try:
        _wait(address, process)
        yield address, process.pid
    finally:
        process.terminate()
        process.wait(20)


def _wait(address: str, process: "subprocess.Popen[bytes]") -> None:
    # A minute: starting takes seconds of processor time, and the machine may be busy.
    for _ in range(1200):
        if process.poll() is not None:
            sys.exit("The measured server did not start.")
        try:
            urllib.request.urlopen(f"{address}/health", timeout=2)
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.05)
    sys.exit("The measured server does not answer.")


def wait_until_idle(pid: int) -> None:
    """Wait until a server's first work is over, such as the worker's look for rows past their term (60 s at most)."""
    before = _cpu_ticks(pid)
    for _ in range(60):
        time.sleep(1)
        now = _cpu_ticks(pid)
        if now - before <= IDLE_TICKS:
            return
        before = now


def _cpu_ticks(pid: int) -> int:
    """Return the CPU time a process has used, in hundredths of a second."""
    user, system = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]
    return int(user) + int(system)


def processor_seconds(pid: int) -> float:
    """Return the processor time a process has used."""
    return _cpu_ticks(pid) / os.sysconf("SC_CLK_TCK")


def memory(pid: int) -> float:
    """Return the process's peak memory in MiB."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024
    return 0.0


def as_served(port: int, folder: str) -> None:
    """Return the application as `kairanban serve` runs it."""
    import uvicorn

    from kairanban.app import create_app
    from kairanban.config import read_settings
    from kairanban.operations.command_socket import serve_commands
    from kairanban.operations.lifetimes import web_process
    from kairanban.web.logs import log_requests, set_up_logs
    from kairanban.worker import working

    if os.environ.get("BENCH_LOG"):
        set_up_logs()
        log_requests()
        os.dup2(os.open(os.environ["BENCH_LOG"], os.O_WRONLY | os.O_CREAT, 0o600), 2)
    settings = read_settings(data=folder, public_address=f"http://localhost:{port}")
    uvicorn.run(
        create_app(settings, companions=(web_process, working, serve_commands)),
        port=port,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
    )


if __name__ == "__main__":
    if os.environ.get("BENCH_ONE_COMMIT_EACH"):
        from kairanban.db import writer

        writer.BATCH = 1
    as_served(int(sys.argv[1]), sys.argv[2])
