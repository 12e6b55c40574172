"""Commands on an association's data; they also work while the server runs."""

from pathlib import Path

import click

from kairanban.community.people.rules.offices import SERVES_AT
from kairanban.community.places.rules import PlaceKind
from kairanban.core.roles import Role
from kairanban.operations.cli.output import plainly, settled
from kairanban.operations.command_socket import command

# The others belong to a block, a building or a municipality, which this command does not know.
ROLES = [role.value for role in Role if PlaceKind.ASSOCIATION in SERVES_AT[role]]


@click.command()
@click.argument("association")
@click.argument("name")
@click.option("--role", type=click.Choice(ROLES), default="chair", show_default=True, help="The office.")
@click.option("--phone", help="A telephone number shown as help, for a new association.")
@plainly
async def invite(association: str, name: str, role: str, phone: str | None) -> None:
    """Appoint NAME at ASSOCIATION (made if it does not exist) and print a one-use invitation."""
    given = {"association": association, "name": name, "role": role, "phone": phone}
    for line in (await command(settled(), "invite", given)).lines:
        click.echo(line)


@click.command()
@click.argument("name", required=False)
@click.option("--place", help="Where the office is, as this command lists it.")
@plainly
async def confirm(name: str | None, place: str | None) -> None:
    """List the people whose new key opens an office only once it is confirmed, or confirm NAME's at a place."""
    for line in (await command(settled(), "confirm", {"name": name, "place": place})).lines:
        click.echo(line)


@click.command()
@click.option("--household", type=int, help="The number this command listed.")
@click.option("--officer", help="The name of an officer of its association.")
@plainly
async def keeper(household: int | None, officer: str | None) -> None:
    """List hidden households that no officer knows, or name OFFICER for one of them."""
    given = {"household": household, "officer": officer}
    for line in (await command(settled(), "keeper", given)).lines:
        click.echo(line)


@click.command()
@click.argument("association")
@click.option(
    "--to", type=click.Path(dir_okay=False, path_type=Path), default=Path("cards.pdf"), show_default=True
)
@click.option("--all", "everyone", is_flag=True, help="New cards for all; earlier cards end.")
@plainly
async def cards(association: str, to: Path, everyone: bool) -> None:
    """Print household cards of ASSOCIATION to a PDF, eight to an A4 sheet."""
    done = await command(settled(), "cards", {"association": association, "all": everyone})
    to.write_bytes(done.file or b"")
    to.chmod(0o600)
    for line in done.lines:
        click.echo(f"{line} {to}")
