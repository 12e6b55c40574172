"""A worker that does what it is told, in particular what is forbidden."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from kairanban.confined import frames


def work(header: dict[str, Any], blobs: Sequence[bytes]) -> bytes:
    match header["do"]:
        case "echo":
            return frames.pack({"lengths": [len(blob) for blob in blobs]}, *blobs)
        case "sleep":
            time.sleep(60)
        case "spin":
            while True:
                pass
        case "eat":
            return bytes(2_000_000_000)
        case "flood":
            return bytes(3_000_000)
        case "die":
            os.abort()
        case "killed":
            # As by the kernel: SIGXCPU is blocked, and SIGKILL comes at the hard limit.
            signal.signal(signal.SIGXCPU, signal.SIG_IGN)
            while True:
                pass
        case "nonsense":
            return b"\xff\xff\xff\xffhello"
        case "fail":
            raise ValueError("a name nobody should see")
        case "talk":
            ctypes.CDLL(None).puts(b"noise on the way")
            ctypes.CDLL(None).fflush(None)
            sys.stdout.write("more noise")
            sys.stdout.flush()
        case "escape":
            return frames.pack({"escaped": [name for name, way in _WAYS.items() if _works(way)]})
        case "look":
            database = [
                name for name in sys.modules if name.startswith(("sqlalchemy", "starlette", "sqlite3"))
            ]
            return frames.pack(
                {"environment": sorted(os.environ), "modules": database, "folder": os.getcwd()}
            )
    return frames.pack({})


def _works(way: Any) -> bool:
    try:
        way()
    except OSError:
        return False
    return True


_WAYS = {
    "write": lambda: Path("/tmp/kairanban-escaped").write_bytes(b"something"),
    "socket": lambda: socket.socket(),
    "pair": lambda: socket.socketpair(),
    "program": lambda: subprocess.run(["/bin/true"], check=True),
    "files": lambda: [os.dup(0) for _ in range(100)],
}
