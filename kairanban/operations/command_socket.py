"""Send writing commands to the server process, which alone may write to a SQLite file, over a Unix socket.

A line asks; lines of how far it is come back, and one with the answer. A second line asks to stop.
"""

import asyncio
import contextlib
import json
import os
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import structlog

from kairanban.config import Settings
from kairanban.core import headway
from kairanban.core.errors import Conflict, Invalid, Problem
from kairanban.db.engine import Database, open_database
from kairanban.i18n.marks import N as _n
from kairanban.operations.commands import COMMANDS, Arguments, Done

LARGEST = 64 * 1024 * 1024
log = structlog.get_logger()


def address(settings: Settings) -> Path:
    return settings.data / "kairanban.sock"


async def command(settings: Settings, name: str, given: Arguments) -> Done:
    """Run a command in this process, or in the server's if that has the database open."""
    try:
        database = await open_database(settings.database_url, body_seconds=settings.body_seconds)
    except Conflict:
        return await _send_command(settings, name, given)
    try:
        return await COMMANDS[name](database, settings, given)
    finally:
        await database.close()


@asynccontextmanager
async def serve_commands(database: Database, settings: Settings) -> AsyncIterator[None]:
    """Serve commands during the block; the socket's mode 0600 admits the owner of the data folder only."""
    path = address(settings)
    path.unlink(missing_ok=True)
    old = os.umask(0o177)
    try:
        server = await asyncio.start_unix_server(
            lambda r, w: _answer(database, settings, r, w), path, limit=LARGEST
        )
    finally:
        os.umask(old)
    try:
        yield
    finally:
        server.close()
        path.unlink(missing_ok=True)


async def _answer(
    database: Database, settings: Settings, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> None:
    try:
        asked = json.loads(await reader.readline())
        with headway.heard_by(_Passed(writer)):
            work = COMMANDS[asked["command"]](database, settings, asked["given"])
            done = await _until_stopped(reader, work)
        answer = done.plain() if done is not None else {"stopped": True}
    except Invalid as problem:
        answer = {"wrong": problem.fields}
    except Problem as problem:
        answer = {"problem": problem.message % problem.values if problem.values else problem.message}
    except (ValueError, KeyError) as error:
        log.warning("command_not_understood", exc_info=error)
        answer = {"problem": "The command was not understood."}
    except Exception as error:
        # The client waits for an answer.
        log.error("command_failed", exc_info=error)
        answer = {"problem": f"The command failed ({type(error).__name__})."}
    with contextlib.suppress(ConnectionError):
        writer.write(json.dumps(answer).encode() + b"\n")
        await writer.drain()
    writer.close()


class _Passed:
    """Passes on how far the work is to the command's process, before the answer; that process may be gone."""

    def __init__(self, writer: asyncio.StreamWriter) -> None:
        self._writer = writer

    def begin(self, unit: str, of: int | None) -> None:
        self._say({"begin": unit, "of": of})

    def advance(self, by: int) -> None:
        self._say({"advance": by})

    def _say(self, line: dict[str, Any]) -> None:
        if not self._writer.is_closing():
            self._writer.write(json.dumps(line).encode() + b"\n")


async def _until_stopped(reader: asyncio.StreamReader, work: Coroutine[Any, Any, Done]) -> Done | None:
    """Return what the command did; None if the other side asked to stop it, and it was undone as far as it was not stored.

    A command whose process is gone goes on.
    """
    task = asyncio.create_task(work)

    async def watch() -> bool:
        if await reader.readline():
            task.cancel()
            return True
        return False

    watching = asyncio.create_task(watch())
    try:
        return await task
    except asyncio.CancelledError:
        if watching.done() and not watching.cancelled() and watching.result():
            return None
        raise
    finally:
        watching.cancel()


async def _send_command(settings: Settings, name: str, given: Arguments) -> Done:
    try:
        reader, writer = await asyncio.open_unix_connection(address(settings), limit=LARGEST)
    except OSError:
        raise Conflict(
            _n(
                "Another process has this data folder open and takes no commands. Please try again in a moment."
            )
        ) from None
    try:
        writer.write(json.dumps({"command": name, "given": given}).encode() + b"\n")
        await writer.drain()
        answer = await _answer_of(reader)
    except asyncio.CancelledError:
        # What was stored until then is told before the answer.
        writer.write(b"stop\n")
        await writer.drain()
        await _answer_of(reader)
        raise
    finally:
        writer.close()
    if "wrong" in answer:
        raise Invalid(answer["wrong"])
    if "problem" in answer:
        raise Conflict(answer["problem"])
    return Done.of(answer)


async def _answer_of(reader: asyncio.StreamReader) -> dict[str, Any]:
    """Return the answer, and pass on how far the work is before it."""
    while said := await reader.readline():
        answer: dict[str, Any] = json.loads(said)
        if "begin" in answer:
            headway.begin(answer["begin"], answer["of"])
        elif "advance" in answer:
            headway.advance(answer["advance"])
        else:
            return answer
    raise Conflict(_n("The server ended before it answered. Please look whether the command was done."))
