"""The measures of all processes of a data folder, each asked over a socket of its own.

A process takes the first free name of its kind (web-1, web-2, worker-1), and one that replaces it takes the same: its
counters begin at zero there, which is how a monitor sees that a process was started again.
"""

import asyncio
import contextlib
import fcntl
import json
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kairanban.measures import instruments

FOLDER = "processes"
# As many of one kind as a machine has use for.
MOST = 64
PATIENCE_SECONDS = 2.0
LARGEST = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Measured:
    """The name of a process, and its measures; None if it did not answer."""

    process: str
    families: list[list[Any]] | None


@asynccontextmanager
async def measured(data: Path, kind: str) -> AsyncIterator[str]:
    """Count in this process during the block, and answer what was counted; yield the name of the process."""
    folder = data / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    with _name(folder, kind) as name, _short(folder) as short:
        path = short / f"{name}.sock"
        path.unlink(missing_ok=True)
        instruments.start()
        server = await asyncio.start_unix_server(_answer, path)
        os.chmod(path, 0o600)
        try:
            yield name
        finally:
            server.close()
            instruments.stop()
            path.unlink(missing_ok=True)


async def of_all(data: Path) -> list[Measured]:
    """Return the measures of every process that has a name now."""
    folder = data / FOLDER
    with contextlib.suppress(FileNotFoundError), _short(folder) as short:
        held = [lock for lock in sorted(folder.glob("*.lock")) if _is_held(lock)]
        return list(await asyncio.gather(*[_asked(short, lock.stem) for lock in held]))
    return []


async def _answer(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(ConnectionError):
        writer.write(json.dumps(instruments.families()).encode() + b"\n")
        await writer.drain()
    writer.close()


async def _asked(folder: Path, name: str) -> Measured:
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            reader, writer = await asyncio.open_unix_connection(folder / f"{name}.sock", limit=LARGEST)
            try:
                return Measured(name, json.loads(await reader.readline()))
            finally:
                writer.close()
    except (OSError, ValueError):
        return Measured(name, None)


@contextmanager
def _name(folder: Path, kind: str) -> Iterator[str]:
    """Hold the first free name of the kind; the lock ends with the process, however that ends."""
    for number in range(1, MOST + 1):
        name = f"{kind}-{number}"
        lock = os.open(folder / f"{name}.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(lock)
            continue
        try:
            yield name
        finally:
            os.close(lock)
        return
    raise RuntimeError(f"more than {MOST} processes of one kind")


def _is_held(lock: Path) -> bool:
    opened = os.open(lock, os.O_RDWR)
    try:
        fcntl.flock(opened, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(opened)
    return False


@contextmanager
def _short(folder: Path) -> Iterator[Path]:
    """Give the folder a short name: a socket's path has 107 bytes at most."""
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield Path(f"/proc/self/fd/{opened}")
    finally:
        os.close(opened)
