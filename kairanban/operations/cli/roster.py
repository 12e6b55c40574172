"""Commands that bring a roster in and give it back; they also work while the server runs."""

from pathlib import Path

import click

from kairanban.config import Settings
from kairanban.i18n.languages import LANGUAGES
from kairanban.operations.cli.headway import Stoppable, long_command
from kairanban.operations.cli.output import plainly, settled
from kairanban.operations.cli.stopped import import_stopped
from kairanban.operations.command_socket import command
from kairanban.operations.commands import Arguments


@click.group()
def roster() -> None:
    """Bring a roster in from a file, or give it back."""


@roster.command("import")
@click.argument("association")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--take", is_flag=True, help="Store it. Without this, only say what was understood.")
@click.option("--language", type=click.Choice(list(LANGUAGES)), default="ja", show_default=True)
def import_roster(association: str, file: Path, take: bool, language: str) -> None:
    """Read FILE (CSV or Excel) for ASSOCIATION: say what was understood, and with --take store it."""
    given = {
        "association": association,
        "name": file.name,
        "data": file.read_bytes().hex(),
        "take": take,
        "language": language,
    }
    settings = settled()
    with long_command("Import", import_stopped) as work:
        lines = _import(settings, given, work)
    for line in lines:
        click.echo(line)


@plainly
async def _import(settings: Settings, given: Arguments, work: Stoppable) -> list[str]:
    async with work.cancellable():
        return (await command(settings, "roster_import", given)).lines


@roster.command("export")
@click.argument("association")
@click.option(
    "--to", type=click.Path(dir_okay=False, path_type=Path), default=Path("roster.csv"), show_default=True
)
@plainly
async def export_roster(association: str, to: Path) -> None:
    """Write the roster of ASSOCIATION as CSV, under the headings of the file it came from."""
    done = await command(settled(), "roster_export", {"association": association})
    to.write_bytes(done.file or b"")
    to.chmod(0o600)
    click.echo(str(to))
