"""Count rows past their term; trust the clock again."""

import click

from kairanban.operations.cli.output import plainly, settled
from kairanban.operations.command_socket import command


@click.command()
@click.option("--trust-clock", is_flag=True, help="The clock of this machine is right: go on deleting.")
@plainly
async def retention(trust_clock: bool) -> None:
    """Count the rows that would be deleted now because their term is over; delete nothing."""
    for line in (await command(settled(), "retention", {"trust_clock": trust_clock})).lines:
        click.echo(line)
