"""Make a signed backup, note where it lies, and prove that it can be restored."""

import shutil
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import click

from kairanban.config import Settings
from kairanban.core.clock import local
from kairanban.db.backup import LAST_BACKUP, NotWritten, Written, read_backup, write_backup
from kairanban.db.backup_keys import has_key, signing_key
from kairanban.db.backup_lines import Broken
from kairanban.operations.cli.output import stop


@dataclass(frozen=True)
class Made:
    file: Path
    written: Written


def make_backup(settings: Settings, to: Path) -> Made:
    """Write a backup to this file; stop with a sentence if that fails."""
    had = has_key(settings.data)
    try:
        key = signing_key(settings.data)
        if not had:
            click.echo(
                "A new key signs the backups from now on. Print its mark: kairanban handover --sheet-only",
                err=True,
            )
    except OSError as error:
        key = None
        click.echo(f"The backup is not signed: {error.filename}: {error.strerror}.", err=True)
    try:
        written = write_backup(settings.database_url, to, key)
    except OSError as error:
        stop(f"{to} could not be written ({error.strerror}). There is no new backup.")
    try:
        (settings.data / LAST_BACKUP).write_text(str(to.resolve()))
    except OSError as error:
        click.echo(
            f"Where the backup lies could not be noted in {settings.data} ({error.strerror}); 'doctor' does not know of it.",
            err=True,
        )
    return Made(to, written)


def in_data_folder(settings: Settings) -> Path:
    """Return the name of a new backup in `backups` of the data folder, which is made."""
    folder = settings.data / "backups"
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        stop(f"{folder} could not be made ({error.strerror}). There is no new backup; name a file with --to.")
    return folder / f"kairanban-{local(time.time_ns() // 1_000_000):%Y%m%d-%H%M%S}.backup"


def prove_restore(made: Made) -> float:
    """Restore the backup beside itself into a database that is deleted again; return the seconds, or stop with a sentence."""
    began = time.monotonic()
    for left in made.file.parent.glob(".proof-*"):
        # Of a proof that was killed: it holds everything.
        shutil.rmtree(left, ignore_errors=True)
    try:
        with tempfile.TemporaryDirectory(dir=made.file.parent, prefix=".proof-") as folder:
            restored = read_backup(made.file, f"sqlite:///{folder}/proof.sqlite3", made.written.mark)
    except (Broken, NotWritten, OSError) as error:
        stop(
            f"{made.file} could not be restored ({type(error).__name__}). Look at the disk, and make a new backup."
        )
    if restored != made.written:
        stop(f"{made.file} holds other rows than were written. Look at the disk, and make a new backup.")
    return time.monotonic() - began
