"""Read the journal and the access log."""

from typing import NamedTuple

from sqlalchemy import bindparam, select

from kairanban.db.statements import Query
from kairanban.db.tables.ledger import journal, look
from tests.world import SYSTEM, World


class Entry(NamedTuple):
    """A journal entry; `person` is None for a household's device."""

    kind: str
    person: int | None = None
    association: int | None = None
    circular: int | None = None
    household: int | None = None
    other: int | None = None


class Access(NamedTuple):
    """A record of the access log; household 0 stands for a list of a place."""

    purpose: str
    place: int
    household: int = 0


_j = journal.c
_ENTRIES = Query(
    select(_j.kind, _j.person, _j.association, _j.circular, _j.household, _j.other).order_by(_j.id), Entry
)
_ACCESSES = Query(
    select(look.c.purpose, look.c.place, look.c.household).where(look.c.viewer == bindparam("viewer")), Access
)


async def journalled(world: World, *kinds: str) -> list[Entry]:
    """Return the entries of these kinds, in order."""
    async with world.database.read(SYSTEM) as tx:
        return [entry for entry in await tx.all(_ENTRIES) if entry.kind in kinds]


async def accesses(world: World, by: str) -> set[Access]:
    """Return the access log's records of this person."""
    async with world.database.read(SYSTEM) as tx:
        return set(await tx.all(_ACCESSES, viewer=world.people[by]))
