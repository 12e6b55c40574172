"""Commands on the data folder and database: init, migrate, backup, restore, doctor."""

import json
import sys
from pathlib import Path

import click

from kairanban.config import Settings, read_settings
from kairanban.core.actor import System
from kairanban.db.backup import NotWritten, read_backup
from kairanban.db.backup_keys import NotSignedByIt, same_mark
from kairanban.db.backup_lines import Broken, Newer, mark_of_file
from kairanban.db.migrate import migrate as migrate_database
from kairanban.db.migrate import newest
from kairanban.db.settings import set_operator
from kairanban.notify.keys import ensure_keys
from kairanban.operations.cli.backups import in_data_folder, make_backup
from kairanban.operations.cli.doctor import CHECKS
from kairanban.operations.cli.headway import long_command
from kairanban.operations.cli.output import alone, opened, plainly, revision, settled, stop
from kairanban.operations.cli.stopped import backup_stopped, migrate_stopped, restore_stopped
from kairanban.operations.command_socket import command
from kairanban.operations.commands.places import PHONE


@click.command()
@click.option("--association", help="Set up this one association.")
@click.option("--municipality", help="Set up this town; its officer then adds the associations.")
@click.option("--name", help="Who begins: the chair of the association, or an officer of the town.")
@click.option("--phone", help="A telephone number shown as help.")
@click.option("--operator", help="Who operates this server, named where an association has no help contact.")
@click.option("--operator-phone", help="The operator's telephone number.")
def init(
    association: str | None,
    municipality: str | None,
    name: str | None,
    phone: str | None,
    operator: str | None,
    operator_phone: str | None,
) -> None:
    """Make the data folder and an empty database, and invite the first person.

    At a terminal it asks who operates the server and what is being set up; empty answers leave it for later.
    """
    settings = read_settings()
    if operator_phone and not PHONE.fullmatch(operator_phone):
        stop(f"'{operator_phone}' is not a telephone number.")
    if association and municipality:
        stop("Please give an association or a municipality, not both.")
    if (association or municipality) and not name and not at_terminal():
        stop("Please give the --name of whoever begins.")
    _make_folder(settings)
    if revision(settings) is not None:
        stop("There is a database already. Nothing was changed.")
    migrate_database(settings.database_url)
    if at_terminal() and not (operator or operator_phone or settings.help_phone):
        operator, operator_phone = _asked_operator()
    _set_up(settings, operator or "", operator_phone or "")
    click.echo(f"Ready: {settings.data}")
    if at_terminal() and not (association or municipality):
        association, municipality = _asked_what()
    place = association or municipality
    if place and not name:
        name = click.prompt("Who begins there (name)")
    if not place or not name:
        click.echo('Next: kairanban invite "みどりヶ丘自治会" "山田 花子"')
        click.echo('A town: kairanban invite "若葉市" "清水 博" --role municipal_officer')
        return
    _invite(settings, place, name, "chair" if association else "municipal_officer", phone)
    click.echo("Next: kairanban serve, then open the address on the device of that person.")


def at_terminal() -> bool:
    """Tell whether somebody can answer questions."""
    return sys.stdin.isatty()


def _asked_operator() -> tuple[str, str]:
    """Ask whom people ring before they have signed in; empty answers leave it out."""
    name = click.prompt("Who operates this server (name)", default="", show_default=False)
    while True:
        phone = click.prompt("The operator's telephone number", default="", show_default=False)
        if not phone or PHONE.fullmatch(phone):
            return name, phone
        click.echo(f"'{phone}' is not a telephone number.")


def _asked_what() -> tuple[str | None, str | None]:
    """Ask for the association or the town; empty answers give neither."""
    kind = click.prompt(
        "What is being set up", type=click.Choice(["association", "town", "later"]), default="association"
    )
    if kind == "later":
        return None, None
    name = click.prompt("Its name", default="", show_default=False) or None
    return (name, None) if kind == "association" else (None, name)


@plainly
async def _invite(settings: Settings, place: str, name: str, role: str, phone: str | None) -> None:
    given = {"place": place, "name": name, "role": role, "phone": phone}
    for line in (await command(settings, "invite", given)).lines:
        click.echo(line)


@click.command()
def migrate() -> None:
    """Bring the database to this version. Stop the server first; a cut-off upgrade leaves the old version whole."""
    settings = read_settings()
    before = revision(settings)
    if before is None:
        stop("There is no database yet. Run 'kairanban init' first.")
    if before == newest():
        click.echo("The database is up to date.")
        return
    with (
        alone(settings, "The server is running. Stop it first, then upgrade."),
        long_command("Upgrading", migrate_stopped(settings, before)),
    ):
        migrate_database(settings.database_url)
    click.echo(f"Upgraded from {before} to {newest()}.")


@click.command()
@click.option(
    "--to", type=click.Path(dir_okay=False, path_type=Path), help="The file to write (else in data/backups)."
)
def backup(to: Path | None) -> None:
    """Write everything into one file, while the server runs. Keep it somewhere else, and locked away."""
    settings = settled()
    to = to or in_data_folder(settings)
    with long_command("Backup", backup_stopped(to)):
        made = make_backup(settings, to)
    said = f"its mark is {made.written.mark}" if made.written.mark else "it is not signed"
    click.echo(
        f"{made.file}: {made.written.total} rows, {made.file.stat().st_size / 1_048_576:.1f} MiB; {said}"
    )


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--mark", default="", help="The mark of the backups, from the operator's sealed sheet.")
def restore(file: Path, mark: str) -> None:
    """Bring FILE, written by 'backup', into an empty data folder or database, on either engine.

    With the mark on the sealed sheet, a backup that was changed by others is refused. Without it there is a question, and no refusal.
    """
    settings = read_settings()
    _make_folder(settings)
    if revision(settings) is not None:
        stop("The database is not empty. Restore into a new data folder (--data) or database.")
    try:
        _look_at_mark(settings, file, mark)
        with long_command("Restoring", restore_stopped(settings)):
            written = read_backup(file, settings.database_url, mark)
    except Newer as newer:
        stop(
            f"{file} was written by a newer version of the program ({newer}). Bring this program up to date first; nothing was restored."
        )
    except NotSignedByIt:
        stop(f"{file} does not carry the mark {mark}. Nothing was restored.")
    except Broken:
        stop(f"{file} is not a whole backup. Nothing was restored; please use another one.")
    except NotWritten:
        stop("The database could not be written; is there room on the disk? Nothing was restored.")
    click.echo(f"Restored {written.total} rows into {settings.data}.")


def _look_at_mark(settings: Settings, file: Path, mark: str) -> None:
    """Stop for another mark than the sheet's; without the sheet, say what cannot be told, and ask at a terminal."""
    with long_command("Reading", restore_stopped(settings)):
        found = mark_of_file(file)
    if mark and not found:
        stop(
            f"{file} is not signed, so it may have been changed. Nothing was restored. Without --mark it can be."
        )
    if mark and not same_mark(mark, found):
        stop(f"{file} carries the mark {found}, not {mark}: other hands made it. Nothing was restored.")
    if mark:
        return
    said = f"carries the mark {found}" if found else "is not signed"
    click.echo(
        f"{file} {said}. Only with --mark and the sealed sheet can it be told whether others changed it.",
        err=True,
    )
    if at_terminal() and not click.confirm("Restore it without that?", default=True):
        stop("Nothing was restored.")


@click.command()
@click.option("--json", "as_json", is_flag=True, help="For a monitor: one object with every check.")
def doctor(as_json: bool) -> None:
    """Look whether everything is well, and say what to do where it is not."""
    settings = read_settings()
    found = {check.__name__: check(settings) for check in CHECKS}
    wrong = sum(not well for well, _ in found.values())
    if as_json:
        checks = {name: {"ok": well, "says": sentence} for name, (well, sentence) in found.items()}
        click.echo(json.dumps({"ok": not wrong, "checks": checks}, ensure_ascii=False, indent=2))
        sys.exit(1 if wrong else 0)
    for well, sentence in found.values():
        click.echo(f"{'ok   ' if well else 'LOOK '} {sentence}")
    if wrong:
        stop(f"{wrong} to look at.")


@plainly
async def _set_up(settings: Settings, operator: str, phone: str) -> None:
    """Create the signing keys of messages and store the operator's contact; backups contain both."""
    async with opened(settings) as database:
        await ensure_keys(database)
        async with database.write(System("init")) as tx:
            await set_operator(tx, operator, phone)


def _make_folder(settings: Settings) -> None:
    settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
