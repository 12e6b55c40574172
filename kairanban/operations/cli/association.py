"""Commands on an association's data; they also work while the server runs."""

from pathlib import Path

import click

from kairanban.core.roles import Role
from kairanban.operations.cli.output import plainly, settled
from kairanban.operations.command_socket import command

# A caretaker follows by herself when a term ends.
ROLES = [role.value for role in Role if role is not Role.CARETAKER]


@click.command()
@click.argument("place")
@click.argument("name")
@click.option("--role", type=click.Choice(ROLES), default="chair", show_default=True, help="The office.")
@click.option("--phone", help="A telephone number shown as help, for a new association.")
@click.option("--same", is_flag=True, help="The person of that name who serves there already.")
@click.option("--another", is_flag=True, help="Another person, though one of that name serves there.")
@plainly
async def invite(place: str, name: str, role: str, phone: str | None, same: bool, another: bool) -> None:
    """Appoint NAME at PLACE and print a one-use invitation; an association or a town that does not exist is made.

    PLACE is a name, names from above (若葉市/みどりヶ丘自治会), or the number that 'kairanban place list' shows.
    """
    given = {"place": place, "name": name, "role": role, "phone": phone, "same": same, "another": another}
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
@click.argument("association")
@click.option("--chair", help="Who gets the key: an officer there, or a new person.")
@click.option("--finish", is_flag=True, help="Hand over the key, 48 hours after both sides agreed.")
@click.option("--stop", "stopped", is_flag=True, help="Stop it: nobody gets a key.")
@click.option("--present", help="An officer there without a key, who is here in person and agrees.")
@click.option(
    "--notice",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the notice for households on paper and notice boards to this PDF.",
)
@plainly
async def recover(
    association: str, chair: str | None, finish: bool, stopped: bool, present: str | None, notice: Path | None
) -> None:
    """Give the chair of ASSOCIATION a new key together with an officer there, where nobody can sign in any more."""
    given = {
        "association": association, "chair": chair, "finish": finish, "stop": stopped, "present": present,
        "notice": notice is not None,
    }  # fmt: skip
    done = await command(settled(), "recover", given)
    for line in done.lines:
        click.echo(f"{line} {notice}" if notice else line)
    if notice is not None:
        notice.write_bytes(done.file or b"")


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
@click.option(
    "--notices",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("notices.pdf"),
    show_default=True,
    help="The notices of what the data is used for, one a household, in the order of the cards.",
)
@click.option("--all", "everyone", is_flag=True, help="New cards for all; earlier cards end.")
@plainly
async def cards(association: str, to: Path, notices: Path, everyone: bool) -> None:
    """Print household cards of ASSOCIATION to a PDF, eight to an A4 sheet, and the notices that go with them."""
    done = await command(settled(), "cards", {"association": association, "all": everyone})
    for path, file in ((to, done.file), (notices, done.second)):
        path.write_bytes(file or b"")
        path.chmod(0o600)
    for line in done.lines:
        click.echo(f"{line} {to} {notices}")
