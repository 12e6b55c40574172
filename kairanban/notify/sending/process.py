"""The server's side of the sending process: pass jobs, receive outcomes, restart it when it dies."""

import asyncio
import contextlib
import json
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from pathlib import Path
from typing import Any

from kairanban.notify.channels.interface import Job
from kairanban.notify.rules.outcomes import Answer, Outcome

LONGEST_LINE = 1024 * 1024
_ROOT = str(Path(__file__).parents[3])

# -I keeps environment and current folder out of sys.path, so the child is told the package's folder.
_START = """
import sys
if sys.argv[1] not in sys.path: sys.path.insert(0, sys.argv[1])
import uvloop
from kairanban.notify.sending.inside import main
uvloop.run(main())
"""


class Lost(Exception):
    """The process died before it returned an outcome."""


class Sending:
    """A child process that lives as long as the server, started with the first job."""

    def __init__(self, settings: dict[str, Any]) -> None:
        self._settings = settings
        self._process: Process | None = None
        self._listening: asyncio.Task[None] | None = None
        self._waiting: dict[int, asyncio.Future[Outcome]] = {}
        self._number = 0
        self._starting = asyncio.Lock()

    async def send(self, job: Job, begin_by: float) -> Outcome:
        """Send a job and return its outcome; raise Lost if the process died.

        Its try does not begin after `begin_by`, a time of `time.monotonic`, which all processes share.
        """
        stdin = await self._open()
        self._number += 1
        number, ended = self._number, asyncio.get_running_loop().create_future()
        self._waiting[number] = ended
        try:
            stdin.write(json.dumps({"number": number, "job": job, "begin_by": begin_by}).encode() + b"\n")
            await stdin.drain()
            found: Outcome = await ended
            return found
        except (BrokenPipeError, ConnectionResetError):
            raise Lost from None
        finally:
            self._waiting.pop(number, None)

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    async def _open(self) -> asyncio.StreamWriter:
        async with self._starting:
            if self._process is None or self._process.returncode is not None:
                await self._end()
                self._process = await asyncio.create_subprocess_exec(
                    *(sys.executable, "-I", "-B", "-W", "ignore", "-c", _START, _ROOT),
                    stdin=PIPE,
                    stdout=PIPE,
                    stderr=DEVNULL,
                    env=_environment(),
                    cwd="/",
                    start_new_session=True,
                    limit=LONGEST_LINE,
                )
                self._listening = asyncio.create_task(self._listen(self._process))
                assert self._process.stdin is not None
                self._process.stdin.write(json.dumps(self._settings).encode() + b"\n")
        assert self._process.stdin is not None
        return self._process.stdin

    async def _listen(self, process: Process) -> None:
        assert process.stdout is not None
        try:
            while line := await process.stdout.readline():
                said = json.loads(line)
                ended = self._waiting.get(said["number"])
                if ended is not None and not ended.done():
                    ended.set_result(
                        Outcome(Answer(said["answer"]), said["code"], said["after"], said["why"])
                    )
        finally:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await asyncio.shield(process.wait())
            for ended in self._waiting.values():
                if not ended.done():
                    ended.set_exception(Lost())

    async def _end(self) -> None:
        if self._listening is not None:
            self._listening.cancel()
            await asyncio.gather(self._listening, return_exceptions=True)
        self._listening = self._process = None

    async def close(self) -> None:
        """Stop the process; messages in flight are retried after their lease."""
        await self._end()


def _environment() -> dict[str, str]:
    kept = ("SSL_CERT_FILE", "SSL_CERT_DIR", "RES_OPTIONS")
    return {"LANG": "C.UTF-8"} | {name: os.environ[name] for name in kept if name in os.environ}
