"""Entry point of a child: set the limits, read the job, run it, write the answer."""

import importlib
import json
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


def main(worker: str, limits: str) -> None:
    """Run one job and exit; no input is read before the limits are set."""
    # Output of libraries must not mix with the answer.
    answer_to = os.dup(1)
    os.dup2(2, 1)

    confine(Limits(**json.loads(limits)))
    module = cast(WorkerModule, importlib.import_module(worker))
    try:
        answer = module.work(*frames.unpack(sys.stdin.buffer.read()))
    except BaseException as error:
        answer = frames.pack({"failed": type(error).__name__})

    with open(answer_to, "wb") as pipe:
        pipe.write(answer)
        pipe.flush()
        # Skip the clean-up of libraries after a hostile file.
        os._exit(0)
