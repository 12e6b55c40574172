"""Decisions about the association's earlier files, applied to the next one."""

import json
from datetime import date

from kairanban.access.permission import require
from kairanban.community.roster.actions.planning import Proposal
from kairanban.community.roster.queries import uploads
from kairanban.community.roster.reading import read_roster
from kairanban.community.roster.rules.choices import Choices
from kairanban.community.roster.rules.frozen_json import from_plain, to_plain
from kairanban.community.roster.rules.memory import Memory, recalled, recalled_tables, remembered
from kairanban.community.roster.rules.understanding import Understanding
from kairanban.core.ids import PlaceId
from kairanban.core.tasks import Task
from kairanban.db.tx import Tx


async def memory_of(tx: Tx, association: PlaceId) -> Memory:
    """Return what was decided before; empty for an association's first file."""
    await require(tx, Task.CHANGE_ROSTER, association)
    stored = await tx.value(uploads.MEMORY, association=association)
    return from_plain(Memory, json.loads(stored)) if stored else Memory()


async def first_choices(
    memory: Memory, data: bytes, filename: str, understanding: Understanding, today: date
) -> Choices:
    """Return the choices a new file begins with; raise Unreadable."""
    choices = recalled_tables(memory, understanding)
    if choices.tables:
        understanding = await read_roster(data, filename, choices, today)
    return recalled(memory, understanding, choices)


async def remember(tx: Tx, proposal: Proposal) -> None:
    """Store the decisions of an import. The caller has asked for permission."""
    stored = {entry.row for entry in proposal.plan.entries if entry.household is not None}
    before = await memory_of(tx, proposal.association)
    memory = remembered(before, proposal.understanding, proposal.choices, stored)
    await tx.run(uploads.REMEMBER, association=proposal.association, decided=json.dumps(to_plain(memory)))
