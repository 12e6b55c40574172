"""A command that the server does: its headway is passed on, it can be stopped, and goes on when its process is gone."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from kairanban.config import Settings, read_settings
from kairanban.core import headway
from kairanban.db.engine import Database
from kairanban.operations.command_socket import address, serve_commands
from kairanban.operations.commands import COMMANDS, Arguments, Done

pytestmark = pytest.mark.anyio


class Importing:
    """A command that has done one of two households, and waits."""

    def __init__(self) -> None:
        self.going_on, self.ended = asyncio.Event(), asyncio.Event()
        self.done = ""

    async def __call__(self, _database: Database, _settings: Settings, _given: Arguments) -> Done:
        headway.begin("households", 2)
        headway.advance()
        try:
            await self.going_on.wait()
            self.done = "both"
        except asyncio.CancelledError:
            self.done = "one"
            raise
        finally:
            self.ended.set()
        return Done(["Both."])


@pytest.fixture
async def importing(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Importing]:
    """The command, asked for over a socket in the folder."""
    command = Importing()
    monkeypatch.setitem(COMMANDS, "roster_import", command)
    settings = read_settings({"KAIRANBAN_DATA": str(tmp_path)})
    async with serve_commands(database, settings):
        yield command


async def _asked(folder: Path) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    reader, writer = await asyncio.open_unix_connection(
        address(read_settings({"KAIRANBAN_DATA": str(folder)}))
    )
    writer.write(b'{"command": "roster_import", "given": {}}\n')
    assert await _line(reader) == {"begin": "households", "of": 2}
    assert await _line(reader) == {"advance": 1}
    return reader, writer


async def _line(reader: asyncio.StreamReader) -> Any:
    return json.loads(await reader.readline())


async def test_headway_comes_before_the_answer(importing: Importing, tmp_path: Path) -> None:
    reader, writer = await _asked(tmp_path)
    importing.going_on.set()
    assert (await _line(reader))["lines"] == ["Both."]
    writer.close()


async def test_a_second_line_stops_the_command(importing: Importing, tmp_path: Path) -> None:
    reader, writer = await _asked(tmp_path)
    writer.write(b"stop\n")
    assert await _line(reader) == {"stopped": True}
    assert importing.done == "one"
    writer.close()


async def test_a_command_goes_on_when_its_process_is_gone(importing: Importing, tmp_path: Path) -> None:
    _reader, writer = await _asked(tmp_path)
    writer.close()
    await writer.wait_closed()
    # Another one is answered: by then the server knows that the first is gone.
    _reader, other = await _asked(tmp_path)
    importing.going_on.set()
    await importing.ended.wait()
    assert importing.done == "both"
    other.close()
