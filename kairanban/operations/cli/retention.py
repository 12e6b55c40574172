"""What is past its term, and the clock that decides about it."""

import click

from kairanban.operations.cli.output import plainly, settled
from kairanban.operations.command_socket import command


@click.command()
@click.option("--trust-clock", is_flag=True, help="The clock of this machine is right: go on deleting.")
@plainly
async def retention(trust_clock: bool) -> None:
    """Say what would be deleted now because its term is over; delete nothing."""
    for line in (await command(settled(), "retention", {"trust_clock": trust_clock})).lines:
        click.echo(line)
