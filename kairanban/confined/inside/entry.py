"""Entry points of a child: set the limits, then run a job or become a program."""

import importlib
import os
import sys
from collections.abc import Sequence
from typing import Any, Protocol, cast

from kairanban.confined import frames
from kairanban.confined.inside.confine import confine
from kairanban.confined.limits import Limits


class WorkerModule(Protocol):
    """The interface of a worker module."""

    def work(self, header: dict[str, Any], blobs: Sequence[bytes]) -> bytes: ...


def main(limits: str, worker: str) -> None:
    """Run one job and exit; no input is read before the limits are set."""
    # Output of libraries must not mix with the answer.
    answer_to = os.dup(1)
    os.dup2(2, 1)

    # The packages are found now: the folder above them is closed afterwards.
    packages = {"kairanban", worker.partition(".")[0]}
    folders = tuple(folder for name in packages for folder in importlib.import_module(name).__path__)
    protections = confine(Limits.of_job(limits), folders)
    module = cast(WorkerModule, importlib.import_module(worker))
    try:
        header, blobs = frames.unpack(sys.stdin.buffer.read())
        answer = module.work({**header, "protections": protections}, blobs)
    except BaseException as error:
        answer = frames.pack({"failed": type(error).__name__})

    with open(answer_to, "wb") as pipe:
        pipe.write(answer)
        pipe.flush()
        # Skip the clean-up of libraries after a hostile file.
        os._exit(0)


def become(limits: str, *command: str) -> None:
    """Turn into a program, which has the limits, the input and the output of this process."""
    confine(Limits.of_job(limits), ())
    os.execv(command[0], command)
