"""Run many timed actions of many people in a few transactions."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace

from kairanban.core import headway
from kairanban.core.actor import Actor, Anyone, System
from kairanban.core.clock import DAY, Moment
from kairanban.db.engine import Database
from kairanban.db.tx import Tx

SYSTEM = System("demo")

# Far below the limit of a transaction, for slower machines.
BATCH_SECONDS = 0.4

Deed = Callable[[Tx], Awaitable[object]]


@dataclass(order=True)
class Event:
    """A timed action; `who` is called when it runs, since people are created by earlier ones."""

    moment: int
    order: int
    who: Callable[[], Anyone] = field(compare=False)
    deed: Deed = field(compare=False)


@dataclass
class Timeline:
    """Events ordered by time; future ones are dropped."""

    now: int
    events: list[Event] = field(default_factory=list)

    def add(self, moment: int, who: Callable[[], Anyone], deed: Deed) -> None:
        if moment <= self.now:
            self.events.append(Event(moment, len(self.events), who, deed))

    async def play(self, database: Database) -> None:
        """Run all events in batches, one transaction each."""
        waiting = sorted(self.events, reverse=True)
        day = waiting[-1].moment // DAY if waiting else 0
        headway.begin("days", self.now // DAY - day)
        while waiting:
            async with database.write(SYSTEM) as tx:
                end = time.monotonic() + BATCH_SECONDS
                while waiting and time.monotonic() < end:
                    event = waiting.pop()
                    await event.deed(acting(tx, event.who(), event.moment))
                    headway.advance(event.moment // DAY - day)
                    day = event.moment // DAY
            await asyncio.sleep(0)


def acting(tx: Tx, who: Anyone, moment: int) -> Tx:
    """Return the transaction as of this person, freshly authenticated, and this time."""
    if isinstance(who, Actor) and who.person is not None:
        who = replace(who, stepped_up_at=Moment(moment))
    return Tx(tx._connection, who, Moment(moment))


@asynccontextmanager
async def at_time(database: Database, moment: int, who: Anyone = SYSTEM) -> AsyncIterator[Tx]:
    """Open a write transaction dated at `moment`."""
    async with database.write(who) as tx:
        yield acting(tx, who, moment)
