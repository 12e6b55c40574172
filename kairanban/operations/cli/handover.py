"""Command: hand the server over to another operator, with new secrets, a proven backup and a sheet to seal."""

from pathlib import Path

import click

from kairanban.community.signin.queries.persons import END_INVITATIONS_OF_COMMANDS
from kairanban.config import Settings
from kairanban.core.actor import System
from kairanban.db.backup_keys import renew_key
from kairanban.db.settings import operator, set_operator
from kairanban.db.tx import Tx
from kairanban.notify.keys import renew_link_key, renew_push_key
from kairanban.notify.queries.addresses import END_PUSH, PUSH_DEVICES
from kairanban.operations.cli.backups import in_data_folder, make_backup, prove_restore
from kairanban.operations.cli.output import alone, opened, plainly, settled, stop
from kairanban.operations.cli.running import worker
from kairanban.operations.cli.sealed_sheet import (
    TEMPLATE,
    Contact,
    Renewed,
    SheetPage,
    print_page,
    require_printing,
    sheet_page,
)
from kairanban.operations.commands.places import PHONE

HANDING_OVER = System("handover")
AGREE_AGAIN = "{devices} devices are told by push messages, and each has to agree again. Replace the key?"


@click.command()
@click.option("--to", "name", default="", help="Who looks after the server from now on.")
@click.option("--phone", default="", help="That person's telephone number.")
@click.option(
    "--push-key", is_flag=True, help="Also a new key of push messages: every device has to agree again."
)
@click.option("--sheet-only", is_flag=True, help="Only the sheet and the proof: no secret is changed.")
@click.option(
    "--sheet",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("handover.pdf"),
    show_default=True,
    help="The PDF to print, to sign and to seal.",
)
@click.option("--yes", is_flag=True, help="Do not ask before the key of push messages is replaced.")
def handover(name: str, phone: str, push_key: bool, sheet_only: bool, sheet: Path, yes: bool) -> None:
    """Hand the server over: new secrets, a backup that was proven by a restore, and a sheet to seal. Stop the server first.

    The key that signs push messages is kept, because with another one every device would have to agree again.
    """
    settings = settled()
    if phone and not PHONE.fullmatch(phone):
        stop(f"'{phone}' is not a telephone number.")
    if sheet_only and push_key:
        stop("--sheet-only changes no secret: give one of the two.")
    with alone(settings, "The server is running. Stop it first, then hand it over."):
        _require_stopped(settings)
    # Where it cannot be written nothing is changed.
    new = not sheet.exists()
    sheet.touch(mode=0o600)
    try:
        page = _hand_over(settings, (name, phone), push_key, sheet_only, yes)
        print_page(sheet, TEMPLATE, page)
    except BaseException:
        if new and sheet.stat().st_size == 0:
            sheet.unlink()
        raise
    for line in _said(page, sheet):
        click.echo(line)


def _require_stopped(settings: Settings) -> None:
    """Stop while processes run beside PostgreSQL: they hold the keys in memory."""
    if not settings.on_sqlite and worker(settings)[0]:
        stop("A worker has just written. Stop every 'kairanban serve' and 'worker' first, then hand over.")


@plainly
async def _hand_over(
    settings: Settings, after: Contact, push_key: bool, sheet_only: bool, yes: bool
) -> SheetPage:
    """Prove a restore, renew the secrets, and make a backup with them; nothing is renewed where the proof fails."""
    async with opened(settings) as database:
        async with database.read(HANDING_OVER) as tx:
            before, devices = await operator(tx), await tx.value(PUSH_DEVICES)
        if push_key and not yes:
            click.confirm(AGREE_AGAIN.format(devices=devices), abort=True)
        await require_printing()
        prove_restore(make_backup(settings, in_data_folder(settings)))
        renewed = None
        if not sheet_only:
            async with database.write(HANDING_OVER) as tx:
                renewed = await _renew(tx, after, push_key)
            renew_key(settings.data)
        try:
            made = make_backup(settings, in_data_folder(settings))
            return sheet_page(settings, made, prove_restore(made), renewed, (before, after))
        except BaseException:
            if renewed is not None:
                click.echo(
                    "The secrets are new already. Run 'kairanban handover --sheet-only' for the sheet.",
                    err=True,
                )
            raise


async def _renew(tx: Tx, after: Contact, push_key: bool) -> Renewed:
    await renew_link_key(tx)
    await set_operator(tx, *after)
    invitations = await tx.run(END_INVITATIONS_OF_COMMANDS)
    if not push_key:
        return Renewed(invitations, None)
    await renew_push_key(tx)
    return Renewed(invitations, await tx.run(END_PUSH))


def _said(page: SheetPage, sheet: Path) -> list[str]:
    renewed = page.renewed
    lines = [
        f"{page.backup}: {page.rows} rows, restored once in {page.seconds:.1f} seconds. Its mark is {page.mark}."
    ]
    if renewed is not None:
        lines.append(
            "New: the key of links in mail, so that links in mails sent before open nothing; the key of backups."
        )
        if renewed.invitations:
            lines.append(f"{renewed.invitations} invitations printed by commands have ended.")
        if renewed.devices is not None:
            lines.append(f"New: the key of push messages. {renewed.devices} devices have to agree again.")
    for name in page.secrets:
        lines.append(f"To be changed by hand: the password in {name}.")
    lines.append(
        f"Print {sheet}, sign it, seal it in an envelope, and delete the file. Then start the server."
    )
    return lines
