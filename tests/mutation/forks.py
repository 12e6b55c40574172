"""Work in forks of a process in which everything is imported; each leaves this process as it was."""

import json
import os
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")


def each_in_a_fork(
    work: Callable[[T], object], tasks: Iterable[T], jobs: int, seconds: float
) -> Iterator[tuple[T, object]]:
    """Yield each task with what its work returned (as JSON), or None where it was killed or took too long.

    Raise ChildProcessError where the work itself raised; its traceback is on stderr.
    """
    todo = iter(tasks)
    running: dict[int, tuple[T, Path, float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        while True:
            while len(running) < jobs:
                try:
                    task = next(todo)
                except StopIteration:
                    break
                result = Path(tempfile.mktemp(dir=folder))
                running[_fork(work, task, result)] = task, result, time.monotonic() + seconds
            if not running:
                return
            time.sleep(0.01)
            for pid, (task, result, until) in list(running.items()):
                if time.monotonic() > until:
                    os.killpg(pid, signal.SIGKILL)
                    os.waitpid(pid, 0)
                else:
                    ended, status = os.waitpid(pid, os.WNOHANG)
                    if not ended:
                        continue
                    if os.WIFEXITED(status) and os.WEXITSTATUS(status):
                        raise ChildProcessError(task)
                del running[pid]
                yield task, json.loads(result.read_bytes()) if result.exists() else None


def _fork(work: Callable[[T], object], task: T, result: Path) -> int:
    sys.stdout.flush()
    pid = os.fork()
    if pid:
        return pid
    os.setsid()
    # Two runs of pytest would tidy each other's temporary files away.
    own = result.with_suffix(".tmp")
    own.mkdir()
    os.environ["TMPDIR"] = tempfile.tempdir = str(own)
    errors = os.fdopen(os.dup(2), "w")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    try:
        written = json.dumps(work(task))
        part = result.with_suffix(".part")
        part.write_text(written)
        part.rename(result)
        os._exit(0)
    except BaseException:
        traceback.print_exc(file=errors)
        errors.flush()
    finally:
        os._exit(1)
