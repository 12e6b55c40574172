"""Commands on the tree of places; they also work while the server runs."""

import click

from kairanban.community.places.rules import PlaceKind
from kairanban.operations.cli.output import plainly, settled
from kairanban.operations.command_socket import command

KINDS = [kind.value for kind in PlaceKind]


@click.group()
def place() -> None:
    """Add, rename, move and close towns, districts, associations and what lies in them.

    A PLACE is a name, names from above (若葉市/みどりヶ丘自治会), or the number that 'list' shows.
    """


@place.command("list")
@plainly
async def list_places() -> None:
    """List every place with its number, each below what it lies in."""
    await _run("place_list", {})


@place.command()
@click.argument("kind", type=click.Choice(KINDS))
@click.argument("name")
@click.option("--in", "into", help="The place it lies in; without it stands alone.")
@plainly
async def add(kind: str, name: str, into: str | None) -> None:
    """Add a place."""
    await _run("place_add", {"kind": kind, "name": name, "into": into})


@place.command()
@click.argument("of", metavar="PLACE")
@click.argument("name")
@plainly
async def rename(of: str, name: str) -> None:
    """Give PLACE another name."""
    await _run("place_rename", {"place": of, "name": name})


@place.command()
@click.argument("of", metavar="PLACE")
@click.option("--in", "into", help="Where it lies from now on; without it stands alone.")
@plainly
async def move(of: str, into: str | None) -> None:
    """Put PLACE, with everything in it, into another one."""
    await _run("place_move", {"place": of, "into": into})


@place.command()
@click.argument("of", metavar="PLACE")
@plainly
async def close(of: str) -> None:
    """Close PLACE: it must be empty; what was recorded stays."""
    await _run("place_close", {"place": of})


async def _run(name: str, given: dict[str, str | None]) -> None:
    for line in (await command(settled(), name, given)).lines:
        click.echo(line)
