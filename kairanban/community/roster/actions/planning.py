"""The plan of an import, against the current roster."""

import asyncio
import hashlib
import json
from dataclasses import dataclass

from kairanban.access.permission import require
from kairanban.community.roster.actions.present_roster import current_households, departed_households
from kairanban.community.roster.queries.current import NEWEST_CHANGE
from kairanban.community.roster.reading import read_roster
from kairanban.community.roster.rules.choices import Choices
from kairanban.community.roster.rules.frozen_json import to_plain
from kairanban.community.roster.rules.plan import CurrentHousehold, Entry, EntryKind, Plan
from kairanban.community.roster.rules.proposing import propose
from kairanban.community.roster.rules.understanding import Understanding
from kairanban.core.actor import Anyone
from kairanban.core.clock import day_of
from kairanban.core.ids import PlaceId
from kairanban.core.tasks import Task
from kairanban.db.engine import Database

TAKEN = frozenset({EntryKind.NEW, EntryKind.CHANGED, EntryKind.NEW_HEAD, EntryKind.MOVED})


@dataclass(frozen=True, slots=True)
class Proposal:
    """A plan and the roster it was made against; `seen` is the roster's newest journal entry."""

    association: PlaceId
    understanding: Understanding
    choices: Choices
    plan: Plan
    current: tuple[CurrentHousehold, ...]
    seen: int | None

    @property
    def digest(self) -> str:
        """Hash of all entries a person decides about."""
        counted = [*TAKEN, EntryKind.CONFLICT]
        told = [to_plain(entry) for entry in self.plan.entries if entry.kind in counted]
        return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()

    @property
    def taken(self) -> list[Entry]:
        """Entries that an import stores; conflicts need a decision first."""
        return [entry for entry in self.plan.entries if entry.kind in TAKEN]


async def propose_changes(
    database: Database, actor: Anyone, association: PlaceId, data: bytes, filename: str, choices: Choices
) -> Proposal:
    """Read the file and compare it with the current roster; raise Unreadable."""
    today = day_of(database.clock())
    understanding = await read_roster(data, filename, choices, today)
    async with database.read(actor) as tx:
        await require(tx, Task.CHANGE_ROSTER, association)
        current = tuple(await current_households(tx, association))
        departed = await departed_households(tx, association)
        seen = await tx.value(NEWEST_CHANGE, association=association)
    # Comparing thousands of rows takes long; in a thread it does not block other requests.
    plan = await asyncio.to_thread(propose, understanding, current, choices, departed)
    return Proposal(association, understanding, choices, plan, current, seen)
