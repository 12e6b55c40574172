"""What taking a file would change, by the roster of this moment."""

import asyncio
import hashlib
import json
from dataclasses import dataclass

from kairanban.access.permission import require
from kairanban.community.roster import queries
from kairanban.community.roster.actions.present_roster import current_households
from kairanban.community.roster.reading import read_roster
from kairanban.community.roster.rules.frozen_json import to_plain
from kairanban.community.roster.rules.plan import CurrentHousehold, Entry, EntryKind, Plan
from kairanban.community.roster.rules.understanding import Choices, Understanding, propose
from kairanban.core.actor import Anyone
from kairanban.core.ids import PlaceId
from kairanban.core.tasks import Task
from kairanban.db.engine import Database

TAKEN = frozenset({EntryKind.NEW, EntryKind.CHANGED, EntryKind.NEW_HEAD, EntryKind.MOVED})


@dataclass(frozen=True, slots=True)
class Proposal:
    """A plan, with the roster it was made against; `seen` is its newest change in the journal."""

    association: PlaceId
    understanding: Understanding
    choices: Choices
    plan: Plan
    current: tuple[CurrentHousehold, ...]
    seen: int | None

    @property
    def digest(self) -> str:
        """Changes with everything somebody looking at this plan decides about."""
        counted = [*TAKEN, EntryKind.CONFLICT]
        told = [to_plain(entry) for entry in self.plan.entries if entry.kind in counted]
        return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()

    @property
    def taken(self) -> list[Entry]:
        """The entries that taking stores; conflicts wait for somebody to decide."""
        return [entry for entry in self.plan.entries if entry.kind in TAKEN]


async def propose_changes(
    database: Database, actor: Anyone, association: PlaceId, data: bytes, filename: str, choices: Choices
) -> Proposal:
    """Read the file, then compare it with the roster of now; raises Unreadable where it cannot be taken."""
    understanding = await read_roster(data, filename, choices)
    async with database.read(actor) as tx:
        await require(tx, Task.CHANGE_ROSTER, association)
        current = tuple(await current_households(tx, association))
        seen = await tx.value(queries.NEWEST_CHANGE, association=association)
    # Thousands of rows take a while to compare; other people's pages do not wait for that.
    plan = await asyncio.to_thread(propose, understanding, current, choices)
    return Proposal(association, understanding, choices, plan, current, seen)
