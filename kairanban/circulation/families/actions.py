"""Link the households of one family in two associations, by its own press, and part them again."""

from itertools import combinations

from kairanban.circulation.families import queries
from kairanban.circulation.families.queries import Member
from kairanban.circulation.replies.actions import twins
from kairanban.circulation.replies.queries.twins import (
    IS_PASSED_ON,
    UNEVEN_OF_CIRCULAR,
    UNEVEN_OF_HOUSEHOLD,
    Pair,
    Twin,
)
from kairanban.community.announcements.actions import announce
from kairanban.community.announcements.rules import Told
from kairanban.community.signin.actions.devices import require_settled
from kairanban.core.actor import System
from kairanban.core.errors import Conflict, NotFound, Refused
from kairanban.core.ids import CircularId, HouseholdId
from kairanban.db import journal
from kairanban.db.engine import Database
from kairanban.db.tx import Tx
from kairanban.i18n.marks import N as _n

NOT_SHARED = _n("This tablet is shared. Please do this on a device of the household.")
SAME_ASSOCIATION = _n("Two households of the same association are counted apart, and cannot be linked.")


async def own(tx: Tx) -> list[Member]:
    """Return the households of this device."""
    return await tx.all(queries.OWN)


def could_be_one(homes: list[Member]) -> list[tuple[Member, Member]]:
    """Return the pairs that are not linked and lie in different associations."""
    return [
        (one, other)
        for one, other in combinations(homes, 2)
        if one.association != other.association and (one.family is None or one.family != other.family)
    ]


async def link(tx: Tx, household: HouseholdId, other: HouseholdId) -> None:
    """Link two households of this device; a second call changes nothing.

    Raise NotFound for another's household, Refused on a shared tablet or one added lately, Conflict for two of one association.
    """
    one, two = await _held(tx, household, other)
    for member in (one, two):
        # The link would outlive a device that is taken off: who holds the other household would go on answering for this one.
        await require_settled(tx, member.id)
    if one.family is not None and one.family == two.family:
        return
    family = await _family(tx, one) + await _family(tx, two)
    if len({member.association for member in family}) < len(family):
        raise Conflict(SAME_ASSOCIATION)
    # Its own entry of the journal: a number that no family had before, so that those who parted stay apart.
    number = await journal.record(tx, "family_formed", association=one.association, household=one.id)
    for member in family:
        await tx.run(queries.JOIN, household_id=member.id, new_family=number)
        await journal.record(tx, "family_linked", association=member.association, household=member.id)
        await _tell(tx, member.id, Told.LINKED)
    for member in (one, two):
        await _carry(tx, await tx.all(UNEVEN_OF_HOUSEHOLD, household=member.id))


async def part(tx: Tx, household: HouseholdId) -> None:
    """Part a household of this device from its family; a second call changes nothing. What was answered stays."""
    (one,) = await _held(tx, household)
    family = await _family(tx, one)
    if one.family is None:
        return
    # One alone is no family.
    for member in family if len(family) == 2 else [one]:
        await tx.run(queries.JOIN, household_id=member.id, new_family=None)
        await journal.record(tx, "family_parted", association=member.association, household=member.id)
        await _tell(tx, member.id, Told.PARTED)


async def carry_over(database: Database, worker: System, circular: CircularId) -> None:
    """Record replies of linked households to the same request at a circular that came later, each in its own transaction."""
    async with database.read(worker) as tx:
        passed_on = await tx.column(IS_PASSED_ON, circular=circular)
        pairs = await tx.all(UNEVEN_OF_CIRCULAR, circular=circular) if passed_on else []
    for pair in pairs:
        async with database.write(worker) as tx:
            await _carry(tx, [pair])


async def _carry(tx: Tx, pairs: list[Pair]) -> None:
    for pair in pairs:
        here, there = Twin(pair.circular, pair.household), Twin(pair.twin, pair.linked)
        await twins.carry(tx, *((here, there) if pair.replied else (there, here)))


async def _tell(tx: Tx, household: HouseholdId, what: Told) -> None:
    """Tell the household on its other devices; this one has said it."""
    if await tx.column(queries.OTHER_DEVICES, household=household):
        await announce(tx, household, what, tx.actor.person)


async def _held(tx: Tx, *asked: HouseholdId) -> list[Member]:
    """Return the asked households of this device, locked; raise NotFound, Refused."""
    if tx.actor.kiosk:
        raise Refused(NOT_SHARED)
    await tx.column(queries.HOLD)
    homes = {member.id: member for member in await own(tx)}
    if len(set(asked)) < len(asked) or not set(asked) <= set(homes):
        raise NotFound
    return [homes[id] for id in asked]


async def _family(tx: Tx, member: Member) -> list[Member]:
    return [member] if member.family is None else await tx.all(queries.FAMILY, of_family=member.family)
