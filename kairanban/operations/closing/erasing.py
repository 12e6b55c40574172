"""Erase the data: the database, and what the program has written beside it."""

import shutil
from pathlib import Path

from kairanban.config import Settings
from kairanban.db.backup_keys import FILE as BACKUP_KEY
from kairanban.db.whole import drop_tables
from kairanban.measures.processes import FOLDER as PROCESSES
from kairanban.web.forwarded import FILE as FORWARDED

# What the program writes into the data folder; the lock goes last, with the folder.
_FILES = ("kairanban.sock", "last-backup", "demo-links.json", "kairanban.lock", BACKUP_KEY, FORWARDED)
_FOLDERS = ("backups", "mail", PROCESSES)


def erase(settings: Settings) -> list[Path]:
    """Erase the database, its backups in the data folder, and mails; return what lies there and is not ours.

    On SQLite the file is overwritten before it is deleted; on PostgreSQL the tables are dropped.
    """
    for name in _FOLDERS:
        shutil.rmtree(settings.data / name, ignore_errors=True)
    for name in _FILES:
        (settings.data / name).unlink(missing_ok=True)
    # Last: until then it can be told what is to be erased.
    if settings.on_sqlite:
        _erase_file(Path(settings.database_url.removeprefix("sqlite:///")))
    else:
        drop_tables(settings.database_url)
    left = sorted(settings.data.iterdir()) if settings.data.is_dir() else []
    if not left and settings.data.is_dir():
        settings.data.rmdir()
    return left


def _erase_file(file: Path) -> None:
    """Overwrite the file once and delete it: an undelete finds nothing, as far as the disk writes in place."""
    for one in (file, file.with_name(f"{file.name}-wal"), file.with_name(f"{file.name}-shm")):
        if one.exists():
            with one.open("r+b") as opened:
                size = one.stat().st_size
                for at in range(0, size, 1 << 20):
                    opened.write(bytes(min(1 << 20, size - at)))
                opened.flush()
            one.unlink()
