"""Load by wrk, which costs little itself; only on this machine, with a time limit."""

import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Load:
    """Requests per second, p50 and p99 in milliseconds, and the number of unexpected responses."""

    rate: float
    p50: float
    p99: float
    wrong: int


_UNIT = {"us": 0.001, "ms": 1.0, "s": 1000.0}


def wrk(url: str, *, connections: int, seconds: int, script: Path | None = None, cookie: str = "") -> Load:
    """Run one thread of wrk."""
    if shutil.which("wrk") is None:
        sys.exit("The measurements need wrk. On Debian: apt-get install wrk")
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency"]
    if script is not None:
        command += ["-s", str(script)]
    if cookie:
        command += ["-H", f"Cookie: {cookie}"]
    said = subprocess.run([*command, url], capture_output=True, text=True, check=True).stdout
    wrong = re.search(r"Non-2xx or 3xx responses: (\d+)", said)
    rate = re.search(r"Requests/sec:\s+([\d.]+)", said)
    assert rate is not None, said
    return Load(
        float(rate.group(1)),
        _percentile(said, 50),
        _percentile(said, 99),
        int(wrong.group(1)) if wrong else 0,
    )


def _percentile(said: str, percent: int) -> float:
    found = re.search(rf"{percent}%\s+([\d.]+)(us|ms|s)\b", said)
    return float(found.group(1)) * _UNIT[found.group(2)] if found else 0.0
