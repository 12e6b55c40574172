"""Run as a program: tries every way out of every job, as some user, on a kernel that lacks something; prints JSON.

python -m tests.confined.prober '{"user": 65534, "lacks": ["landlock"]}'
"""

import asyncio
import ctypes
import json
import os
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from kairanban.confined import child
from kairanban.confined.errors import Unreadable
from kairanban.confined.inside import seccomp
from kairanban.confined.limits import DOCUMENT, FURIGANA, PHOTOGRAPH, PRINT, SCAN, Limits
from kairanban.confined.protections import protections
from tests.confined.workers.escaping import DONE, attempts

JOBS = (DOCUMENT, PHOTOGRAPH, FURIGANA, SCAN, PRINT)
WORKER = child.Worker("tests.confined.workers.escaping")
SECRET = "secret"
ROOT = Path(__file__).parents[2]


def probe(user: int = 0, lacks: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return the outcome by job, and of the same ways without confinement ("nothing")."""
    asked = json.dumps({"user": user, "lacks": lacks})
    ended = subprocess.run(
        [sys.executable, "-m", "tests.confined.prober", asked],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        timeout=120,
        check=True,
    )
    found: dict[str, Any] = json.loads(ended.stdout)
    return found


def _probe() -> dict[str, Any]:
    other = subprocess.Popen(["sleep", "600"])
    try:
        found = asyncio.run(_confined(other.pid))
        with _data_folder() as given:
            found["nothing"] = attempts({**given, "other": other.pid})
    finally:
        other.kill()
        other.wait()
    return found


async def _confined(other: int) -> dict[str, Any]:
    held = await protections()
    found: dict[str, Any] = {"user": os.geteuid(), "landlock": held.landlock, "seccomp": held.seccomp}
    for limits in JOBS:
        with _data_folder() as given:
            answer, _ = await child.run(WORKER, {**given, "other": other}, (), limits)
            found[limits.job] = {**answer["ended"], "start a program": await _program(limits)}
            found["kept"] = Path(given["database"]).read_text()
    return found


async def _program(limits: Limits) -> str:
    try:
        return str((await child.run(WORKER, {"program": True}, (), limits))[0]["ended"])
    except Unreadable:
        return DONE


@contextmanager
def _data_folder() -> Iterator[dict[str, str]]:
    """A folder with a database that only its owner, this account, may read."""
    with tempfile.TemporaryDirectory() as name:
        database = Path(name) / "kairanban.sqlite3"
        database.write_text(SECRET)
        database.chmod(0o600)
        # Open while the child starts, so that it could inherit them.
        with database.open() as first, database.open() as second:
            for file in (first, second):
                os.set_inheritable(file.fileno(), True)
            yield {"folder": name, "database": str(database)}


def _become(user: int) -> None:
    """Drop root; a home that is closed to others, with this Python in it, is replaced by an open one."""
    libc = ctypes.CDLL(None, use_errno=True)
    closed = [one for one in Path(sys.base_prefix).parents if not one.stat().st_mode & stat.S_IXOTH]
    if closed:
        # In a namespace of our own: an empty folder with only this Python bound into it.
        assert libc.unshare(0x20000) == 0
        assert libc.mount(None, b"/", None, 0x4000 | 0x40000, None) == 0
        with tempfile.TemporaryDirectory() as name:
            assert libc.mount(sys.base_prefix.encode(), name.encode(), None, 0x1000, None) == 0
            assert libc.mount(b"tmpfs", str(closed[-1]).encode(), b"tmpfs", 0, b"mode=755") == 0
            os.makedirs(sys.base_prefix)
            assert libc.mount(name.encode(), sys.base_prefix.encode(), None, 0x2000, None) == 0
    os.setgroups([])
    os.setresgid(user, user, user)
    os.setresuid(user, user, user)


def _without(lacks: list[str]) -> None:
    """Answer as a kernel that lacks Landlock or filters."""
    libc = ctypes.CDLL(None, use_errno=True)
    steps = [
        seccomp._step(0x20, 0, 0, 0),
        *(seccomp._always([444], seccomp.UNKNOWN) if "landlock" in lacks else ()),
        *(seccomp._if(157, 0, 0x15, (22,), seccomp.UNKNOWN, seccomp.ALLOW) if "seccomp" in lacks else ()),
        seccomp._step(0x06, 0, 0, seccomp.ALLOW),
    ]
    given = seccomp._Program(len(steps), b"".join(steps))
    assert libc.prctl(38, 1, 0, 0, 0) == 0
    assert libc.prctl(22, 2, ctypes.byref(given), 0, 0) == 0


if __name__ == "__main__":
    asked = json.loads(sys.argv[1])
    if asked["user"] != os.geteuid():
        _become(asked["user"])
    if asked["lacks"]:
        _without(asked["lacks"])
    sys.stdout.write(json.dumps(_probe()))
