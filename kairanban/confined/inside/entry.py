"""The child's first and last steps: give up what is not needed, read the job, do it, write the answer."""

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
    """What every worker module offers."""

    def work(self, header: dict[str, Any], blobs: Sequence[bytes]) -> bytes: ...


def main(worker: str, limits: str) -> None:
    """Do one job and leave; nothing is read from outside before the limits stand."""
    # Whatever a library prints must not get in between the bytes of the answer.
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
        # Libraries that are tidying up after a hostile file have nothing left to say.
        os._exit(0)
