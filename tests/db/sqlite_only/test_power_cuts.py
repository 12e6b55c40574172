import os
import random
import shutil
import sqlite3
from itertools import count
from pathlib import Path

import apsw

from kairanban.db.sqlite import ALWAYS, WRITER
from tests.db.ledger import ADD
from tests.db.sqlite_only.power import Cut, Event, RecordingDisk, Sync, Told, Write, cuts

# A release replays ten thousand.
CUTS = int(os.environ.get("KAIRANBAN_TEST_POWER_CUTS", "200"))
BATCHES = 150


def run(path: Path, pragmas: tuple[str, ...], chance: random.Random) -> list[Event]:
    """Commit batches as the writer does on a recording disk; earlier data is synced."""
    disk = RecordingDisk()
    for file in path.parent.glob(path.name + "*"):
        disk.events += [Write(file.name, 0, file.read_bytes()), Sync(file.name)]
    start = len(disk.events)

    connection = apsw.Connection(str(path), vfs="recording")
    # Small enough for many checkpoints.
    for pragma in (*ALWAYS, *pragmas, "wal_autocheckpoint=30"):
        connection.execute(f"PRAGMA {pragma}").fetchall()
    numbers = count()
    for _ in range(BATCHES):
        batch = [f"{next(numbers)} {'x' * chance.randrange(800)}" for _ in range(chance.randint(1, 6))]
        connection.execute("BEGIN IMMEDIATE")
        for place, kind in enumerate(batch):
            if place:
                connection.execute("RELEASE body")
            connection.execute("SAVEPOINT body")
            values = ADD.bind("sqlite", {}, {"at": 1, "kind": kind})
            connection.execute(ADD.text("sqlite"), values).fetchall()
        connection.execute("COMMIT")
        disk.events += [Told(kind) for kind in batch]
    events = list(disk.events)
    connection.close()
    disk.unregister()
    assert start < len(events)
    return events


def lost(cut: Cut, folder: Path) -> int:
    """Count the reported rows that are lost; a damaged file has lost all."""
    folder.mkdir()
    for name, content in cut.files.items():
        (folder / name).write_bytes(content)
    connection = sqlite3.connect(folder / "kairanban.sqlite3")
    try:
        landed = {kind for (kind,) in connection.execute("SELECT kind FROM journal")}
        whole = connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    except sqlite3.DatabaseError:
        return max(1, len(cut.told))
    finally:
        connection.close()
    return len(cut.told - landed) if whole else max(1, len(cut.told))


def losses(url: str, pragmas: tuple[str, ...], tmp_path: Path) -> list[int]:
    """Return the losses of each cut, at moments spread over the run."""
    chance = random.Random(8321)
    events = run(Path(url.removeprefix("sqlite:///")), pragmas, chance)
    moments = [chance.randrange(2, len(events)) for _ in range(CUTS)]
    found = []
    for number, cut in enumerate(cuts(events, moments, chance)):
        folder = tmp_path / f"cut-{number}"
        found.append(lost(cut, folder))
        shutil.rmtree(folder)
    return found


def test_no_power_cut_loses_a_reported_success(database_url: str, tmp_path: Path) -> None:
    assert sum(losses(database_url, WRITER, tmp_path)) == 0


def test_the_same_power_cuts_lose_rows_without_sync(database_url: str, tmp_path: Path) -> None:
    careless = tuple(pragma.replace("FULL", "NORMAL") for pragma in WRITER)
    assert careless != WRITER
    lossy = [lost for lost in losses(database_url, careless, tmp_path) if lost]
    assert len(lossy) > CUTS / 4
