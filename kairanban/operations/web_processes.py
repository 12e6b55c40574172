"""Several web processes behind one port: forked after the imports, watched, and replaced when they die.

A process that starts or answers slowly on a busy machine is given time; one that is gone is said in the log and replaced.
"""

import asyncio
import gc
import multiprocessing
import os
import signal
import sys
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from types import FrameType

import structlog

from kairanban.config import Settings
from kairanban.db.engine import Database
from kairanban.operations.renewal import Renewal
from kairanban.operations.restarts import SILENT_MOST, START_MOST, next_wait
from kairanban.web.leaving import LEAVE

log = structlog.get_logger()

BEAT_SECONDS = 1.0
LOOK_SECONDS = 0.5
# Requests that are being answered end by themselves; what still runs then is cut off.
STOP_SECONDS = 30.0
_fork = multiprocessing.get_context("fork")

# Exit status of a server whose application could not start.
STARTUP_FAILED = 3

Serve = Callable[["Beat"], None]


class Beat:
    """The time of a process's last sign of life, in memory that parent and child share; 0.0 before the first."""

    def __init__(self) -> None:
        self._at = _fork.RawValue("d", 0.0)
        self._parent = os.getpid()

    @property
    def at(self) -> float:
        return float(self._at.value)

    def now(self) -> None:
        self._at.value = time.monotonic()

    @asynccontextmanager
    async def running(self, _database: Database, _settings: Settings) -> AsyncIterator[None]:
        """Give signs of life from the event loop during the block; end the process when its parent is gone."""
        task = asyncio.create_task(self._go_on())
        try:
            yield
        finally:
            task.cancel()

    async def _go_on(self) -> None:
        while os.getppid() == self._parent:
            self.now()
            await asyncio.sleep(BEAT_SECONDS)
        os.kill(os.getpid(), signal.SIGTERM)


@dataclass
class _Place:
    """One of the processes that are to run, whichever fills the place now."""

    process: BaseProcess | None = None
    beat: Beat = field(default_factory=Beat)
    started: float = 0.0
    quick_deaths: int = 0
    start_at: float = 0.0


class WebProcesses:
    """Runs `number` processes of `serve` until SIGTERM or SIGINT; SIGHUP replaces them, and this program, by the newest version.

    `before` are processes of the version before: each leaves when one of ours answers in its place.
    """

    def __init__(
        self, serve: Serve, number: int, renewal: Renewal | None = None, before: Sequence[int] = ()
    ) -> None:
        self._serve, self._renewal = serve, renewal
        self._places = [_Place() for _ in range(number)]
        self._stops = self._failed = False
        # While others serve, one that cannot start is tried again.
        self._any_answered = bool(before)
        self._before = {pid: False for pid in before}
        self._signals: list[int] = []

    def run(self) -> bool:
        """Run until a signal; return False if no process could start at all."""
        # Keep imported modules out of the collector, so that forked children go on sharing their memory pages.
        gc.collect()
        gc.freeze()
        for one in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(one, self._note)
        try:
            while not self._stops:
                self._heed()
                now = time.monotonic()
                for place in self._places:
                    self._look_at(place, now)
                self._relieve()
                self._renew()
                alive = [place.process.sentinel for place in self._places if place.process]
                wait(alive, timeout=LOOK_SECONDS) if alive else time.sleep(LOOK_SECONDS)
        finally:
            self._end()
        return not self._failed

    def _note(self, number: int, _frame: FrameType | None) -> None:
        self._signals.append(number)

    def _heed(self) -> None:
        while self._signals:
            if self._signals.pop(0) != signal.SIGHUP:
                self._stops = True
            elif self._renewal is not None:
                self._renewal.begin()

    def _look_at(self, place: _Place, now: float) -> None:
        """Start the place's process when it is time, and replace one that has died or fallen silent."""
        process = place.process
        if process is None:
            if now >= place.start_at:
                self._start(place, now)
            return
        self._any_answered = self._any_answered or bool(place.beat.at)
        silent = now - (place.beat.at or place.started)
        if process.is_alive() and silent > (SILENT_MOST if place.beat.at else START_MOST):
            log.warning("web_process_silent", pid=process.pid, seconds=round(silent))
            process.kill()
            process.join()
        if process.is_alive():
            return
        process.join()
        if process.exitcode == STARTUP_FAILED and not self._any_answered:
            # It would fail in the same way each time.
            self._stops = self._failed = True
        lived = now - place.started
        place.process = None
        place.quick_deaths, pause = next_wait(place.quick_deaths, lived)
        place.start_at = now + pause
        log.warning("web_process_died", pid=process.pid, code=process.exitcode, lived_seconds=round(lived), again_in_seconds=pause)  # fmt: skip

    def _start(self, place: _Place, now: float) -> None:
        place.beat, place.started = Beat(), now
        place.process = _fork.Process(target=_run, args=(self._serve, place.beat), daemon=False)
        place.process.start()
        log.info("web_process_started", pid=place.process.pid)

    def _relieve(self) -> None:
        """Let processes of the version before leave where enough of ours answer."""
        self._before = {pid: told for pid, told in self._before.items() if _is_alive(pid)}
        answering = sum(bool(place.beat.at) for place in self._places if place.process)
        stay = len(self._places) - answering
        for pid in [pid for pid, told in self._before.items() if not told][stay:]:
            self._before[pid] = True
            _signal(pid, LEAVE)

    def _renew(self) -> None:
        """Become the newest version once it was tried; all processes go on meanwhile."""
        if self._renewal is not None and self._renewal.is_tried():
            running = [place.process.pid for place in self._places if place.process and place.process.pid]
            self._renewal.become([*running, *self._before])

    def _end(self) -> None:
        running = [place.process for place in self._places if place.process]
        for process in running:
            _ask_to_stop(process)
        for pid in self._before:
            _signal(pid, signal.SIGTERM)
        for process in running:
            _stop(process)
        end = time.monotonic() + STOP_SECONDS
        while (alive := [pid for pid in self._before if _is_alive(pid)]) and time.monotonic() < end:
            time.sleep(0.05)
        for pid in alive:
            _signal(pid, signal.SIGKILL)


def _is_alive(pid: int) -> bool:
    """Tell whether a child that an earlier version of this program has started still runs."""
    try:
        return os.waitpid(pid, os.WNOHANG) == (0, 0)
    except ChildProcessError:
        return False


def _signal(pid: int, number: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, number)


def _run(serve: Serve, beat: Beat) -> None:
    for one in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(one, signal.SIG_DFL)
    # Ctrl+C reaches the whole group: the parent asks its children to stop.
    os.setpgid(0, 0)
    try:
        serve(beat)
    except Exception as problem:
        # multiprocessing would write the message, which may repeat what was typed.
        log.critical("web_process_failed", exc_info=problem)
        sys.exit(1)


def _ask_to_stop(process: BaseProcess) -> None:
    if process.is_alive():
        process.terminate()


def _stop(process: BaseProcess) -> None:
    """Let it end its requests; kill it if it does not."""
    _ask_to_stop(process)
    process.join(STOP_SECONDS)
    if process.is_alive():
        process.kill()
        process.join()
