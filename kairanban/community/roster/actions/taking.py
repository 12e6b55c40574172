"""Import of a plan, in slices that block other writers only briefly; the next plan completes a broken one."""

from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from typing import TypeVar

from kairanban.access.permission import require
from kairanban.community.roster.actions import appointing, headings, remembering
from kairanban.community.roster.actions.dwellings import Wanted, add_missing, wanted
from kairanban.community.roster.actions.planning import Proposal
from kairanban.community.roster.actions.storing import Slice
from kairanban.community.roster.queries import current, uploads
from kairanban.community.roster.rules.fields import Field
from kairanban.community.roster.rules.plan import Entry, EntryKind
from kairanban.core import headway
from kairanban.core.actor import Anyone
from kairanban.core.errors import Conflict
from kairanban.core.tasks import Task
from kairanban.db import journal
from kairanban.db.engine import Database
from kairanban.db.tx import Tx
from kairanban.i18n.marks import N as _n

# A write transaction may last two seconds; this many households take a tenth of that.
AT_ONCE = 200

T = TypeVar("T")


async def take(database: Database, actor: Anyone, proposal: Proposal, file: int | None = None) -> None:
    """Store the plan and empty the file; Conflict if the roster changed since the plan was made.

    After a failure, a new plan stores what is missing.
    """
    if proposal.choices.offices:
        async with database.read(actor) as tx:
            await require(tx, Task.APPOINT, proposal.association)

    going = _Going(database, actor, proposal)
    named = _places(proposal.taken)
    headway.begin("places", len(named))
    for places in _slices(named):
        async with going.slice() as tx:
            await add_missing(tx, proposal.association, places)
        headway.advance(len(places))
    headway.begin("households", len(proposal.taken))
    for entries in _slices(proposal.taken):
        async with going.slice() as tx:
            await (await Slice.begin(tx, proposal)).store(entries)
        headway.advance(len(entries))
    async with going.slice() as tx:
        await appointing.appoint_chosen(tx, proposal)
        await headings.remember(tx, proposal.association, proposal.understanding)
        await remembering.remember(tx, proposal)
        if file is not None:
            await tx.run(uploads.EMPTY_FILE, file=file)
        await journal.record(tx, "roster_taken", association=proposal.association)


class _Going:
    """The slices of one import; each raises Conflict if another change came between."""

    def __init__(self, database: Database, actor: Anyone, proposal: Proposal) -> None:
        self.database, self.actor = database, actor
        self.association, self.seen = proposal.association, proposal.seen

    @asynccontextmanager
    async def slice(self) -> AsyncIterator[Tx]:
        async with self.database.write(self.actor) as tx:
            await require(tx, Task.CHANGE_ROSTER, self.association)
            await tx.run(current.HOLD, association=self.association)
            if await self._newest(tx) != self.seen:
                raise Conflict(_n("The roster has changed in the meantime. Please look at it once more."))
            yield tx
            self.seen = await self._newest(tx)

    async def _newest(self, tx: Tx) -> int | None:
        newest: int | None = await tx.value(current.NEWEST_CHANGE, association=self.association)
        return newest


def _places(entries: Sequence[Entry]) -> list[Wanted]:
    """Return every place the entries name, once, in the order of the file."""
    moved = {Field.BLOCK, Field.SETTLEMENT}
    named = (
        wanted(entry.values)
        for entry in entries
        if entry.kind is EntryKind.NEW or any(change.field in moved for change in entry.changes)
    )
    return list(dict.fromkeys(named))


def _slices(things: Sequence[T]) -> Iterator[Sequence[T]]:
    return (things[first : first + AT_ONCE] for first in range(0, len(things), AT_ONCE))
