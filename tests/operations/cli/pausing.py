"""A command that waits for a signal at a moment of its work: pausing DOING UNIT NUMBER COMMAND …; it says "waiting" then."""

import sys
import time
from types import FrameType

import click

from kairanban.operations.cli import main
from kairanban.operations.cli.headway import Stoppable

doing, unit, most = sys.argv[1], sys.argv[2], int(sys.argv[3])
advance, stop = Stoppable.advance, Stoppable._stop
# A list, not an event: a handler that comes while the event is being waited for would wait for its lock for ever.
came: list[int] = []


def _advance(self: Stoppable, by: int) -> None:
    advance(self, by)
    if self._doing == doing and not came and self.counts.get(unit, (0, None))[0] >= most:
        click.echo("waiting")
        while not came:
            time.sleep(0.005)


def _stop(self: Stoppable, number: int, _frame: FrameType | None) -> None:
    came.append(number)
    stop(self, number, _frame)


Stoppable.advance = _advance  # type: ignore[method-assign]
Stoppable._stop = _stop  # type: ignore[method-assign]
main(sys.argv[4:], prog_name="kairanban")
