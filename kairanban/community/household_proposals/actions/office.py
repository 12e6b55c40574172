"""An officer sees old and new side by side, and accepts a proposal or says why not."""

from kairanban.access.permission import require
from kairanban.community.announcements.actions import announce
from kairanban.community.announcements.rules import Told
from kairanban.community.hiding.actions import reseal
from kairanban.community.household_changes.actions import members
from kairanban.community.household_proposals.queries import office as queries
from kairanban.community.household_proposals.queries.office import OfficeProposal
from kairanban.community.household_proposals.rules import ACCEPTED, ADD, CHANGED, DECLINED, RENAME, VALUES
from kairanban.community.people.actions.households import nobody_left
from kairanban.community.people.actions.particulars import change
from kairanban.core.errors import Invalid, NotFound, Refused
from kairanban.core.ids import PlaceId
from kairanban.core.tasks import Task
from kairanban.db import journal
from kairanban.db.tx import Tx
from kairanban.i18n.marks import N as _n

LISTED = 300
NOT_KNOWN = _n("Only the officer who knows this household answers it.")


async def waiting(tx: Tx, association: PlaceId) -> int:
    """Return how many households wait for an answer, or may stand empty. The caller has asked for permission."""
    proposing: int = await tx.value(queries.HOUSEHOLDS_WAITING, of_association=association)
    return proposing + len(await nobody_left(tx, association))


async def of_association(tx: Tx, association: PlaceId) -> list[OfficeProposal]:
    """Return what waits, the household that waits longest first."""
    await require(tx, Task.CHANGE_ROSTER, association)
    return await tx.all(queries.WAITING, of_association=association, most=LISTED)


async def accept(tx: Tx, association: PlaceId, proposal: int, seen: str) -> None:
    """Change it as proposed, once; the household is told.

    `seen` is the value the officer saw as the one now. Raise NotFound, Refused, or Invalid if it has changed since.
    """
    found = await _find(tx, association, proposal)
    if found.settled is not None:
        return
    if found.proposed.now != seen:
        raise Invalid({"seen": CHANGED})
    if await _settle(tx, association, found, ACCEPTED, ""):
        await _apply(tx, association, found)


async def decline(tx: Tx, association: PlaceId, proposal: int, answer: str) -> None:
    """Leave it as it is, with a word to the household; raise NotFound, Refused, or Invalid without the word."""
    found = await _find(tx, association, proposal)
    if found.settled is not None:
        return
    if not answer:
        raise Invalid({"answer": _n("Please write a word: the household reads it.")})
    await _settle(tx, association, found, DECLINED, answer)


async def _find(tx: Tx, association: PlaceId, proposal: int) -> OfficeProposal:
    await require(tx, Task.CHANGE_ROSTER, association)
    found = await tx.one(queries.ONE, of_association=association, proposal=proposal)
    if not found.open:
        raise Refused(NOT_KNOWN)
    return found


async def _settle(tx: Tx, association: PlaceId, found: OfficeProposal, how: str, said: str) -> bool:
    """Settle it; return False if it was settled before, or the household has taken it back."""
    if not await tx.run(queries.SETTLE, proposal=found.id, how=how, said=said, by=tx.actor.person):
        return False
    told = Told.CHANGED if how == ACCEPTED else Told.NOT_CHANGED
    await announce(tx, found.household, told, tx.actor.person)
    await journal.record(
        tx, f"proposal_{how}", association=association, household=found.household, other=found.id
    )
    return True


async def _apply(tx: Tx, association: PlaceId, found: OfficeProposal) -> None:
    """Change what was proposed; nothing for a resident who was taken off."""
    asked, of = found.proposed, (association, found.household)
    if asked.kind in VALUES:
        if found.hidden:
            await reseal(tx, found.household, asked.kind, asked.becomes)
            await journal.record(tx, "household_changed", association=association, household=found.household)
        else:
            await change(tx, *of, {asked.kind: asked.becomes})
        return
    try:
        if asked.kind == ADD:
            await members.add(tx, *of, asked.becomes, child=bool(asked.child))
        elif asked.kind == RENAME:
            await members.rename(tx, *of, asked.resident, asked.becomes, child=bool(asked.child))
        else:
            await members.take_off(tx, *of, asked.resident)
    except NotFound:
        return
