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
    for _ in range(200):
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
    from kairanban.worker import working

    settings = read_settings(data=folder, public_address=f"http://localhost:{port}")
    uvicorn.run(
        create_app(settings, companions=(working, serve_commands)),
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
