"""Run one job in a confined child process and make sure that the process has ended."""

import asyncio
import contextlib
import os
import signal
import sys
import time
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Any, NewType

import structlog
from anyio.lowlevel import RunVar

from kairanban.confined import errors, frames
from kairanban.confined.errors import Unreadable
from kairanban.confined.limits import LANES, PLACES, Lane, Limits
from kairanban.measures import instruments

Worker = NewType("Worker", str)
Answer = tuple[dict[str, Any], Sequence[bytes]]

_CHUNK = 256 * 1024
_ROOT = str(Path(__file__).parents[2])

# -I keeps environment and current folder out of sys.path, so the child is told the package's folder.
_START = """
import sys
root, start, *given = sys.argv[1:]
if root not in sys.path: sys.path.insert(0, root)
from kairanban.confined.inside import entry
getattr(entry, start)(*given)
"""

# One of each lane per event loop: a semaphore cannot be shared between loops.
_slots: RunVar[dict[Lane, asyncio.Semaphore]] = RunVar("confined children")


log = structlog.get_logger()


class Ended(StrEnum):
    """How a child ended, for those who watch; what the person is told is in `errors`."""

    DONE = "done"
    NOT_STARTED = "not_started"
    TIMEOUT = "timeout"
    CPU = "cpu"
    OUTPUT = "output"
    KILLED = "killed"
    FAILED = "failed"


_SAID = {
    # No memory or no process left for another one.
    Ended.NOT_STARTED: errors.BUSY,
    # A file that is too much work runs out of processor time first.
    Ended.TIMEOUT: errors.BUSY,
    Ended.CPU: errors.TOO_LONG,
    Ended.OUTPUT: errors.TOO_HEAVY,
    # The kernel ends a process so when the machine has no memory left.
    Ended.KILLED: errors.BUSY,
    Ended.FAILED: errors.TOO_HEAVY,
}
_BY_CODE = {0: Ended.DONE, -signal.SIGXCPU: Ended.CPU, -signal.SIGKILL: Ended.KILLED}


class _TooMuch(Exception):
    """The child wrote more than it may."""


async def run(worker: Worker, header: Mapping[str, Any], blobs: Sequence[bytes], limits: Limits) -> Answer:
    """Run a job in a new child; raise Unreadable when it dies, exceeds a limit or answers nonsense."""
    return _answer(await _output(("main", limits.as_job(), worker), frames.pack(header, *blobs), limits))


async def run_program(command: Sequence[str], file: bytes, limits: Limits) -> bytes:
    """Return what a confined program writes about a file; raise Unreadable when it fails."""
    given = replace(limits, program=command[0])
    return await _output(("become", given.as_job(), *command), file, given)


async def _output(start: Sequence[str], given: bytes, limits: Limits) -> bytes:
    with instruments.child(limits.lane, "waiting"):
        turn = slot(limits.lane)
        await turn.acquire()
    began = time.monotonic()
    try:
        with instruments.child(limits.lane, "running"):
            ended, output = await _ended(start, given, limits)
    finally:
        turn.release()
    instruments.note_child(limits.lane, ended, time.monotonic() - began)
    if ended is not Ended.DONE:
        log.warning("child_failed", job=limits.job, lane=limits.lane, how=ended)
        raise Unreadable(_SAID[ended])
    return output


async def _ended(start: Sequence[str], given: bytes, limits: Limits) -> tuple[Ended, bytes]:
    """Run the child to its end; return how it ended, and what it wrote."""
    try:
        process = await _start(start)
    except OSError:
        return Ended.NOT_STARTED, b""
    try:
        async with asyncio.timeout(limits.wall):
            _, output = await asyncio.gather(_feed(process, given), _collect(process, limits.output))
            code = await process.wait()
    except TimeoutError:
        return Ended.TIMEOUT, b""
    except _TooMuch:
        return Ended.OUTPUT, b""
    finally:
        await _end(process)
    return _BY_CODE.get(code, Ended.FAILED), output


def slot(lane: Lane) -> asyncio.Semaphore:
    """Return the turns of a lane in this event loop."""
    try:
        slots = _slots.get()
    except LookupError:
        slots = {one: asyncio.Semaphore(most) for one, most in LANES.items()}
        _slots.set(slots)
    return slots[lane]


async def _start(start: Sequence[str]) -> Process:
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-I", "-B", "-W", "ignore", "-c", _START, _ROOT),
        *start,
        stdin=PIPE,
        stdout=PIPE,
        stderr=DEVNULL,
        env=_environment(),
        cwd="/",
        # A process group of its own, so that everything the child started is killed with it.
        start_new_session=True,
        limit=_CHUNK,
    )


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in PLACES if name in os.environ}
    return {"LANG": "C.UTF-8", "HOME": "/nonexistent", "OMP_THREAD_LIMIT": "1", **kept}


async def _feed(process: Process, job: bytes) -> None:
    assert process.stdin is not None
    # A child that is done or dead stops reading; its answer or exit code tells which.
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        process.stdin.write(job)
        await process.stdin.drain()
        process.stdin.close()
        await process.stdin.wait_closed()


async def _collect(process: Process, most: int) -> bytes:
    assert process.stdout is not None
    output = bytearray()
    while chunk := await process.stdout.read(_CHUNK):
        output += chunk
        if len(output) > most:
            raise _TooMuch
    return bytes(output)


async def _end(process: Process) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    await asyncio.shield(process.wait())


def _answer(output: bytes) -> Answer:
    try:
        header, blobs = frames.unpack(output)
    except frames.MalformedFrame:
        raise Unreadable(errors.DAMAGED) from None

    match header.get("failed"):
        case None:
            return header, blobs
        case "MemoryError":
            raise Unreadable(errors.TOO_HEAVY)
        case _:
            raise Unreadable(errors.DAMAGED)
