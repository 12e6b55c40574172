"""A disk that records every write and sync, to simulate a power cut at any moment."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import apsw

SECTOR = 512


@dataclass(frozen=True, slots=True)
class Write:
    file: str
    offset: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Truncate:
    file: str
    size: int


@dataclass(frozen=True, slots=True)
class Delete:
    """Durable at once: the folder is synced with the first sync of a new log, before any success."""

    file: str


@dataclass(frozen=True, slots=True)
class Sync:
    file: str


@dataclass(frozen=True, slots=True)
class Told:
    """A reported success, which must survive from here on."""

    kind: str


Event = Write | Truncate | Delete | Sync | Told


class RecordingDisk(apsw.VFS):
    """Ordinary files with a record of the operations on them."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        super().__init__("recording", "")

    def xOpen(self, name: Any, flags: list[int]) -> apsw.VFSFile:
        return _RecordedFile(self.events, name, flags)

    def xDelete(self, filename: str, syncdir: bool) -> None:
        super().xDelete(filename, syncdir)
        self.events.append(Delete(Path(filename).name))


class _RecordedFile(apsw.VFSFile):
    def __init__(self, events: list[Event], name: Any, flags: list[int]) -> None:
        self._events = events
        path = name.filename() if isinstance(name, apsw.URIFilename) else name
        self._name = Path(path).name if path else ""
        super().__init__("", name, flags)

    def xWrite(self, data: bytes, offset: int) -> None:
        self._events.append(Write(self._name, offset, bytes(data)))
        super().xWrite(data, offset)

    def xTruncate(self, size: int) -> None:
        self._events.append(Truncate(self._name, size))
        super().xTruncate(size)

    def xSync(self, flags: int) -> None:
        super().xSync(flags)
        self._events.append(Sync(self._name))


@dataclass(frozen=True)
class Cut:
    """The disk's content after a power cut, and the successes reported before it."""

    files: dict[str, bytes]
    told: frozenset[str]


def cuts(events: list[Event], moments: list[int], chance: random.Random) -> Iterator[Cut]:
    """Yield cuts: synced data survives; of the rest any part may, in any order, torn at sectors."""
    synced: dict[str, bytearray] = {}
    loose: dict[str, list[Write | Truncate]] = {}
    told: list[str] = []
    done = 0
    for moment in sorted(moments):
        for event in events[done:moment]:
            match event:
                case Told(kind):
                    told.append(kind)
                case Sync(file):
                    for change in loose.pop(file, []):
                        _apply(synced.setdefault(file, bytearray()), change)
                case Delete(file):
                    synced.pop(file, None)
                    loose.pop(file, None)
                case _:
                    loose.setdefault(event.file, []).append(event)
        done = moment

        files = {name: bytearray(content) for name, content in synced.items()}
        for name, changes in loose.items():
            kept = chance.random()
            for change in changes:
                for piece in _pieces(change):
                    if chance.random() < kept:
                        _apply(files.setdefault(name, bytearray()), piece)
        yield Cut({name: bytes(content) for name, content in files.items()}, frozenset(told))


def _pieces(change: Write | Truncate) -> Iterator[Write | Truncate]:
    if isinstance(change, Truncate):
        yield change
        return
    start, end = change.offset, change.offset + len(change.data)
    while start < end:
        stop = min(end, (start // SECTOR + 1) * SECTOR)
        yield Write(change.file, start, change.data[start - change.offset : stop - change.offset])
        start = stop


def _apply(content: bytearray, change: Write | Truncate) -> None:
    if isinstance(change, Truncate):
        del content[change.size :]
        return
    missing = change.offset - len(content)
    if missing > 0:
        content.extend(bytes(missing))
    content[change.offset : change.offset + len(change.data)] = change.data
