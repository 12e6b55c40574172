"""Command: return everything and erase it, in two steps that a person looks at between."""

import shutil
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from kairanban.config import Settings, read_settings
from kairanban.core.clock import Moment
from kairanban.db.backup import write_backup
from kairanban.db.backup_lines import content_of, mark_of_file
from kairanban.operations.cli.backups import make_backup, prove_restore
from kairanban.operations.cli.headway import long_command
from kairanban.operations.cli.output import alone, opened, plainly, settled, stop
from kairanban.operations.cli.running import worker
from kairanban.operations.cli.sealed_sheet import print_page, require_printing
from kairanban.operations.closing import manifest, tables
from kairanban.operations.closing.erasing import erase
from kairanban.operations.closing.manifest import Manifest
from kairanban.operations.closing.returning import write_associations

CERTIFICATE, LIST = "消去証明書.pdf", "返却一覧.pdf"
# For the body that ordered the server: notes of supporters and hidden households are in it.
ALL = "全体"
BACKUP, TABLES = "kairanban.backup", "表"
# Lies in the folder from the first thing that is erased to the certificate.
ERASING = "erasing"
TEMPLATE = "operations/closing.html"


@dataclass(frozen=True, slots=True)
class ClosingPage:
    """The list of what is returned, and once it is erased the certificate."""

    address: str
    made: Moment
    circulars: int
    tables: Sequence[tuple[str, int]]
    """Tables with rows, and how many."""
    files: int
    mark: str
    erased: Moment | None = None
    left: Sequence[str] = ()
    """What lies in the data folder and was not written by the program."""

    @property
    def rows(self) -> int:
        return sum(number for _, number in self.tables)


@click.command()
@click.option(
    "--to",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    help="The folder for what is returned; later the one to look into before erasing.",
)
@click.option(
    "--erase", "erases", is_flag=True, help="Erase what was returned there, and write the certificate."
)
@click.option("--yes", is_flag=True, help="Do not ask before erasing.")
def close(folder: Path, erases: bool, yes: bool) -> None:
    """Close this server: first everything is returned into a folder, then, with --erase, everything is erased. Stop the server first.

    Each association gets its roster (CSV), its circulars (PDF) and the answers (CSV); 全体 holds every table and a backup.
    """
    settings = read_settings()
    if erases and (folder / ERASING).exists():
        # Stopped before: nothing of it can be restored from here, so it goes on.
        _finish(settings, folder)
        return
    settings = settled()
    if folder.resolve().is_relative_to(settings.data):
        stop(f"{folder} lies in the data folder, which is erased. Please name one elsewhere.")
    with alone(settings, "The server is running. Stop it first."):
        if not settings.on_sqlite and worker(settings)[0]:
            stop("A worker has just written. Stop every 'kairanban serve' and 'worker' first.")
        if erases:
            _require_the_same(settings, folder, yes)
            (folder / ERASING).write_text("")
            _finish(settings, folder)
            return
    _return(settings, folder)


def _return(settings: Settings, folder: Path) -> None:
    if folder.exists() and any(folder.iterdir()):
        stop(f"{folder} is not empty. Please name a new folder.")
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    try:
        with long_command(
            "Returning", lambda _: f"Stopped. Nothing was returned, and nothing erased; {folder} is gone."
        ):
            found, mark = _fill(settings, folder)
            print_page(folder / LIST, TEMPLATE, _page(found, mark))
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    click.echo(
        f"{folder}: {found.circulars} circulars, {found.total} rows, {len(found.files)} files. Nothing is erased yet."
    )
    click.echo(f"Look at it, hand it over, keep a copy, then: kairanban close --to '{folder}' --erase")


def _fill(settings: Settings, folder: Path) -> tuple[Manifest, str]:
    """Write everything; return the manifest and the mark of the backup in it, which was restored once."""
    circulars = _associations(settings, folder)
    (folder / ALL).mkdir()
    rows = tables.write_tables(settings.database_url, folder / ALL / TABLES)
    made = make_backup(settings, folder / ALL / BACKUP)
    prove_restore(made)
    found = Manifest(settings.public_address, _now(), rows, circulars, manifest.digests(folder))
    manifest.write(folder, found)
    return found, made.written.mark


@plainly
async def _associations(settings: Settings, folder: Path) -> int:
    await require_printing()
    async with opened(settings) as database:
        return await write_associations(database, settings, folder)


@plainly
async def _require_printing() -> None:
    await require_printing()


def _page(found: Manifest, mark: str, erased: Moment | None = None, left: Sequence[str] = ()) -> ClosingPage:
    rows = [(name, number) for name, number in sorted(found.rows.items()) if number]
    return ClosingPage(
        found.address, Moment(found.made), found.circulars, rows, len(found.files), mark, erased, left
    )


def _now() -> int:
    return time.time_ns() // 1_000_000


def _require_the_same(settings: Settings, folder: Path, yes: bool) -> None:
    """Stop unless the folder holds what is stored now, the certificate can be printed, and the operator says so."""
    found = manifest.read(folder)
    if found is None or found.address != settings.public_address:
        stop(f"{folder} holds nothing returned by this server. Run 'kairanban close --to FOLDER' first.")
    if manifest.digests(folder) != found.files:
        stop(
            f"Files in {folder} are missing or were changed since. Nothing was erased; return everything anew."
        )
    _require_printing()
    host = settings.host
    if not yes and click.prompt(f"Everything of {host} is erased, for good. Please type its name") != host:
        stop("That is another name. Nothing was erased.")
    # Last, so that nothing is written between.
    with tempfile.TemporaryDirectory(dir=folder, prefix=".now-") as now:
        present = Path(now) / BACKUP
        write_backup(settings.database_url, present)
        same = content_of(present) == content_of(folder / ALL / BACKUP)
    if not same:
        stop(f"Something has changed since {folder} was written. Nothing was erased; return everything anew.")


def _finish(settings: Settings, folder: Path) -> None:
    """Erase what is left to be erased, and write the certificate; can be done again after it was stopped."""
    found = manifest.read(folder)
    if found is None:
        stop(f"{folder} has no manifest any more. Nothing was erased.")
    left = erase(settings)
    page = _page(found, mark_of_file(folder / ALL / BACKUP), Moment(_now()), [one.name for one in left])
    print_page(folder / CERTIFICATE, TEMPLATE, page)
    (folder / ERASING).unlink()
    click.echo(f"Erased: {found.total} rows. The certificate is {folder / CERTIFICATE}.")
    for one in left:
        click.echo(f"Not of the program, and left as it is: {one}")
    click.echo("Backups on other machines, settings with passwords and the domain name are left to you.")
