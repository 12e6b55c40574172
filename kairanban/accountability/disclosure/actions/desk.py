"""開示 at the desk: an officer makes the bundle for the person who asks in person."""

from kairanban.access.access_log import record_access
from kairanban.access.hidden import knows
from kairanban.access.permission import require
from kairanban.accountability.disclosure.actions.gathering import Wanted, gather, lived
from kairanban.accountability.disclosure.queries.asking import SUBJECT, Subject
from kairanban.accountability.disclosure.rules.bundle import Bundle
from kairanban.accountability.disclosure.rules.notes import Lived
from kairanban.community.announcements.actions import announce
from kairanban.community.announcements.rules import Told
from kairanban.core.errors import Invalid, NotFound
from kairanban.core.ids import HouseholdId, PlaceId
from kairanban.core.tasks import Task
from kairanban.db import journal
from kairanban.db.tx import Tx
from kairanban.i18n.marks import N as _n

CHOOSE = _n("Please choose whose copy it is.")


async def subject(tx: Tx, association: PlaceId, household: HouseholdId) -> Subject:
    """Return the household, also within thirty days after it left; raise NotFound and as `require`."""
    await require(tx, Task.EXPORT_ROSTER, association)
    found = await tx.one(SUBJECT, household=household)
    if found.association != association:
        raise NotFound
    return found


async def may_name(tx: Tx, found: Subject) -> bool:
    """Tell whether the officer may see name and address."""
    return not found.hidden or await knows(tx, HouseholdId(found.id))


async def people(tx: Tx, found: Subject) -> list[Lived]:
    """Return those whose own part can be given, none of a hidden household whose names the officer may not see."""
    return await lived(tx, found.id) if await may_name(tx, found) else []


async def bundle_of_household(tx: Tx, association: PlaceId, household: HouseholdId) -> Bundle:
    """Return the household's bundle for those who live there; it is told of it. Invalid once it has left."""
    found = await subject(tx, association, household)
    if found.gone is not None:
        raise Invalid({"whose": CHOOSE})
    made = await gather(tx, Wanted(found, None, whole=True, at_desk=True, may_see=await may_name(tx, found)))
    await record_access(tx, "disclosure", association, household)
    await announce(tx, household, Told.DISCLOSED, tx.actor.person)
    await journal.record(tx, "disclosed", association=association, household=household)
    return made


async def bundle_of_adult(tx: Tx, association: PlaceId, household: HouseholdId, adult: int) -> Bundle:
    """Return one adult's own part, also after she moved out; the others of the household are not told."""
    found = await subject(tx, association, household)
    if adult not in {one.id for one in await people(tx, found)}:
        raise Invalid({"whose": CHOOSE})
    made = await gather(tx, Wanted(found, adult, whole=False, at_desk=True, may_see=True))
    await record_access(tx, "own_part", association, household)
    await journal.record(tx, "disclosed", association=association, household=household, other=adult)
    return made
