"""What a long command says when it was stopped: it looks at what there is, since a signal may come a moment too late."""

from collections.abc import Callable
from pathlib import Path

from kairanban.config import Settings
from kairanban.db.settings import read_directly
from kairanban.operations.cli.headway import Stoppable
from kairanban.operations.cli.output import database_file, revision

Says = Callable[[Stoppable], str]


def backup_stopped(to: Path) -> Says:
    before = _stamp(to)

    def says(_work: Stoppable) -> str:
        if _stamp(to) != before:
            return f"Stopped, when {to} was written and whole."
        if before is None:
            return "Stopped. No backup was written."
        return f"Stopped. No backup was written; {to} is as it was."

    return says


def restore_stopped(settings: Settings) -> Says:
    file = database_file(settings) if settings.on_sqlite else None
    new = file is not None and not file.exists()

    def says(_work: Stoppable) -> str:
        if revision(settings) is not None:
            return "Stopped, when everything was restored."
        if file is not None and new:
            file.unlink(missing_ok=True)
        return "Stopped. Nothing was restored; the database is as empty as before."

    return says


def migrate_stopped(settings: Settings, before: str) -> Says:
    def says(_work: Stoppable) -> str:
        after = revision(settings)
        if after == before:
            return f"Stopped. Nothing was upgraded; the database is of version {before}, as before."
        return f"Stopped, when the upgrade from {before} to {after} was done."

    return says


def demo_stopped(settings: Settings) -> Says:
    def says(_work: Stoppable) -> str:
        there = revision(settings) is not None
        if there and read_directly(settings.database_url, "demo").get("demo") == "yes":
            return "Stopped. The demo town is complete; the same command shows its links."
        return "Stopped. The demo town is not complete; the same command begins it anew."

    return says


def import_stopped(work: Stoppable) -> str:
    done, of = work.counts.get("households", (0, None))
    if done:
        return (
            f"Stopped. {done:,} of {of or done:,} households of the file are stored; "
            "the same command stores the others."
        )
    places, _ = work.counts.get("places", (0, None))
    if places:
        return f"Stopped. {places:,} places of the file are stored, and no household yet; the same command goes on."
    return "Stopped before anything was changed: the roster is as before."


def _stamp(file: Path) -> tuple[int, int] | None:
    """Return what tells one file from another that took its name; None for none."""
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns
