"""名簿更新 at the desk: started, seen, printed as 世帯票, entered from paper, ended."""

from collections.abc import Collection
from dataclasses import dataclass, field

from kairanban.access.permission import require
from kairanban.community.places.actions.places import places_within
from kairanban.community.places.queries.places import Within
from kairanban.community.places.rules import DWELLING
from kairanban.community.roster_renewals.queries import office as queries
from kairanban.community.roster_renewals.queries import own
from kairanban.community.roster_renewals.queries.office import Form, Line, Living
from kairanban.community.roster_renewals.rules import Renewal
from kairanban.core.errors import Conflict, NotFound
from kairanban.core.ids import HouseholdId, PlaceId
from kairanban.core.tasks import Task
from kairanban.db import journal
from kairanban.db.tx import Tx
from kairanban.i18n.marks import N as _n

OVER = _n("This round has ended. Please start the next one first.")


@dataclass(frozen=True, slots=True)
class Sheet:
    """The 世帯票 of one household."""

    form: Form
    living: list[Living] = field(default_factory=list)


async def newest(tx: Tx, association: PlaceId) -> Renewal | None:
    """Return the newest round, running or ended."""
    await require(tx, Task.CHANGE_ROSTER, association)
    return await tx.first(queries.NEWEST, of_association=association)


async def start(tx: Tx, association: PlaceId) -> None:
    """Ask each household of the association; one that runs goes on."""
    await require(tx, Task.CHANGE_ROSTER, association)
    await tx.run(queries.CLOSE, of_association=association)
    if await tx.run(queries.START, association=association, started=tx.now, started_by=tx.actor.person):
        await journal.record(tx, "renewal_started", association=association)


async def end(tx: Tx, association: PlaceId) -> None:
    """End the running round; a second call changes nothing."""
    await require(tx, Task.CHANGE_ROSTER, association)
    if await tx.run(queries.END, of_association=association):
        await journal.record(tx, "renewal_ended", association=association)


async def lines(tx: Tx, association: PlaceId, renewal: int) -> list[Line]:
    """Return the households in route order with their answers."""
    await require(tx, Task.CHANGE_ROSTER, association)
    return await tx.all(queries.LINES, of_association=association, renewal=renewal)


async def block_of(tx: Tx, association: PlaceId, block: PlaceId) -> Within:
    """Return a block, building or settlement of the association, or itself; raise NotFound."""
    await require(tx, Task.CHANGE_ROSTER, association)
    for one in await places_within(tx, association):
        if one.id == block and one.kind in (*DWELLING, "association"):
            return one
    raise NotFound


async def sheets(tx: Tx, association: PlaceId, block: PlaceId) -> list[Sheet]:
    """Return the forms of a block in route order; of hidden households without what is written down."""
    await block_of(tx, association, block)
    of = {"of_association": association, "of_block": block}
    found = {one.household: Sheet(one) for one in await tx.all(queries.FORMS, **of)}
    for one in await tx.all(queries.LIVING, **of):
        found[one.household].living.append(one)
    return list(found.values())


async def enter(
    tx: Tx,
    association: PlaceId,
    block: PlaceId,
    right: Collection[HouseholdId],
    taken_off: Collection[HouseholdId],
) -> int:
    """Store the ticks of returned forms and return how many are new; ignore households outside the block.

    Raise Conflict when the round has ended.
    """
    await block_of(tx, association, block)
    renewal = await newest(tx, association)
    if renewal is None or not renewal.runs(tx.now):
        raise Conflict(OVER)
    there = {one.household for one in await lines(tx, association, renewal.id) if one.place == block}
    for household in sorted(there.intersection(taken_off)):
        if await tx.run(queries.TAKE_OFF, of_renewal=renewal.id, of_household=household):
            await journal.record(
                tx, "confirmation_taken_off", association=association, household=household, other=renewal.id
            )
    number = 0
    for household in sorted(there.intersection(right)):
        new = await tx.run(
            own.CONFIRM, renewal=renewal.id, household=household, how="paper", made=tx.now, resident=None,
            entered_by=tx.actor.person,
        )  # fmt: skip
        if new:
            number += 1
            await journal.record(
                tx, "household_confirmed", association=association, household=household, other=renewal.id
            )
    return number
