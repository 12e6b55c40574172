"""What is past its term; trust the clock again."""

import click

from kairanban.operations.cli.output import plainly, settled, stop
from kairanban.operations.command_socket import command


@click.command()
@click.option("--dry-run", is_flag=True, help="Only count; this is what happens without options, too.")
@click.option("--trust-clock", is_flag=True, help="The clock of this machine is right: go on deleting.")
@plainly
async def retention(dry_run: bool, trust_clock: bool) -> None:
    """Count the rows that would be deleted now because their term is over; delete nothing."""
    if dry_run and trust_clock:
        stop("--dry-run changes nothing: give one of the two.")
    for line in (await command(settled(), "retention", {"trust_clock": trust_clock})).lines:
        click.echo(line)
