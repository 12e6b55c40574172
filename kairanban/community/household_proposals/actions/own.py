"""A household proposes on its own device what is to be changed in what is written down about it."""

from collections.abc import Sequence

from kairanban.community.hiding.actions import require_private
from kairanban.community.household_proposals.queries import own as queries
from kairanban.community.household_proposals.queries.own import OwnProposal
from kairanban.community.household_proposals.rules import ADD, RENAME, VALUES, WAITING_MOST, Change, Written
from kairanban.community.people.actions.households import residents
from kairanban.community.people.queries.people import Resident
from kairanban.core.errors import Conflict, Invalid, NotFound
from kairanban.core.ids import HouseholdId, ResidentId
from kairanban.db import journal
from kairanban.db.tx import Tx
from kairanban.i18n.marks import N as _n

MANY = _n("So many changes wait already. Please ring whoever is named below.")


async def written(tx: Tx, household: HouseholdId) -> Written:
    """Return what is written down, on a device of the household that it trusts."""
    await require_private(tx, household)
    return await tx.one(queries.WRITTEN, of_household=household)


async def members(tx: Tx, household: HouseholdId) -> list[Resident]:
    await require_private(tx, household)
    return await residents(tx, household)


async def member(tx: Tx, household: HouseholdId, resident: ResidentId) -> Resident:
    """Return one resident of the household; raise NotFound."""
    for one in await members(tx, household):
        if one.id == resident:
            return one
    raise NotFound


async def proposals(tx: Tx, household: HouseholdId) -> list[OwnProposal]:
    """Return what the household proposed: what waits, then what was answered."""
    await require_private(tx, household)
    return await tx.all(queries.OWN, of_household=household)


async def propose(tx: Tx, household: HouseholdId, changes: Sequence[Change], press: str) -> int:
    """Propose what differs from what is written down, and return how many changes wait for an answer now.

    The same press proposes once; a newer proposal about the same thing takes the place of the older one. Raise
    NotFound for a resident of another household, Invalid for a representative who would be a child.
    """
    await require_private(tx, household)
    await tx.run(queries.HOLD, of_household=household)
    if not await tx.column(queries.PRESSED, of_household=household, press=press):
        now, living = await written(tx, household), await residents(tx, household)
        waiting = [one for one in await proposals(tx, household) if one.settled is None]
        if len(waiting) >= WAITING_MOST:
            raise Conflict(MANY)
        added = 0
        for change in changes:
            added += await _propose(tx, household, change, press, now, living, waiting)
        if added:
            await journal.record(
                tx, "household_proposed", association=_of(tx, household), household=household
            )
    return sum(one.settled is None for one in await proposals(tx, household))


async def _propose(
    tx: Tx,
    household: HouseholdId,
    change: Change,
    press: str,
    now: Written,
    living: Sequence[Resident],
    waiting: Sequence[OwnProposal],
) -> int:
    """Store one change unless it says what is written down or waits already; return 1 if it was stored."""
    who = next((one for one in living if one.id == change.resident), None)
    if change.kind not in (*VALUES, ADD) and who is None:
        raise NotFound
    if change.kind == RENAME and change.child and who and who.representative:
        raise Invalid({"child": _n("The representative is an adult.")})
    was = now.value(change.kind) if change.kind in VALUES else who.name if who else ""
    about = change.resident or 0
    asked = (change.kind, about, change.becomes, change.child)
    if asked in {(one.kind, one.resident, one.becomes, bool(one.child)) for one in waiting}:
        return 0
    if change.kind == ADD:
        if change.becomes in {one.name for one in living}:
            return 0
    else:
        await tx.run(queries.REPLACE, of_household=household, of_kind=change.kind, about=about)
    if change.kind in VALUES and change.becomes == was:
        return 0
    if change.kind == RENAME and who and (who.name, bool(who.child)) == (change.becomes, change.child):
        return 0
    maker = next(home.resident for home in tx.actor.homes if home.household == household)
    return await tx.run(
        queries.ADD, household=household, kind=change.kind, resident=change.resident, was=was,
        becomes=change.becomes, child=int(change.child), made=tx.now, made_by=maker, press=press,
    )  # fmt: skip


async def take_back(tx: Tx, household: HouseholdId, proposal: int) -> None:
    """Take back a proposal that waits; one that was answered stays as it is. Raise NotFound."""
    if proposal not in {one.id for one in await proposals(tx, household)}:
        raise NotFound
    if await tx.run(queries.TAKE_BACK, of_household=household, proposal=proposal):
        await journal.record(
            tx, "proposal_taken_back", association=_of(tx, household), household=household, other=proposal
        )


async def speak(tx: Tx, household: HouseholdId, language: str) -> None:
    """Change the household's language at once: it is its own preference, and nobody else's record."""
    if (await written(tx, household)).language == language:
        return
    await tx.run(queries.SPEAKS, of_household=household, spoken=language)
    await journal.record(tx, "household_changed", association=_of(tx, household), household=household)


def _of(tx: Tx, household: HouseholdId) -> int:
    return next(home.association for home in tx.actor.homes if home.household == household)
