"""Nobody holds the keys: an officer of the association and its town, or the operator, give the chair's office a new key together.

Both agree, every household and officer is told, and after 48 hours in which anybody who serves there can stop it the key is handed over.
"""

from kairanban.access.permission import is_stepped_up, may, require
from kairanban.community.announcements.actions import announce
from kairanban.community.announcements.rules import Told
from kairanban.community.handovers.actions.naming import set_aside
from kairanban.community.handovers.queries import recovery
from kairanban.community.handovers.queries.recovery import Recovery, Serves
from kairanban.community.handovers.rules import RECOVERY_LASTS, RECOVERY_WAITS
from kairanban.community.people.actions.offices import add_person, enter
from kairanban.community.places.queries.places import HOLD
from kairanban.community.signin.actions import persons
from kairanban.core.actor import System
from kairanban.core.errors import Conflict, Invalid, NotFound, StepUpNeeded
from kairanban.core.ids import HouseholdId, PersonId, PlaceId
from kairanban.core.roles import Role
from kairanban.core.tasks import Task
from kairanban.db import journal
from kairanban.db.tx import Tx
from kairanban.i18n.marks import N as _n


async def under_way(tx: Tx, association: PlaceId) -> tuple[Recovery | None, bool]:
    """Return the association's open recovery, and whether the actor acts for the town; raise for anybody else."""
    of_town = await _side(tx, association)
    return await _open(tx, association), of_town


async def of_towns(tx: Tx) -> list[Recovery]:
    """Return the open recoveries of the associations whose towns the actor serves."""
    return await tx.all(recovery.OF_TOWN, lasts=RECOVERY_LASTS)


async def serving(tx: Tx, association: PlaceId) -> list[Serves]:
    """Return who may get the new key: chair, caretakers and officers, each once."""
    await _side(tx, association)
    found = await tx.all(recovery.SERVING, association=association)
    return list({one.person: one for one in reversed(found)}.values())[::-1]


async def ask(tx: Tx, association: PlaceId, person: PersonId | None, name: str) -> None:
    """Begin a recovery for a person who serves there, or for a new chair of this name; the actor's own side agrees by it.

    Raise Invalid without a name, NotFound for a person of elsewhere, Conflict while one is open.
    """
    of_town = await _side(tx, association, proven=True)
    await tx.column(HOLD, in_place=association)
    if await _open(tx, association) is not None:
        raise Conflict(_n("This has been asked for already. Please look at the page once more."))
    if person is None and not name:
        raise Invalid({"name": _n("Please write the name.")})
    if person is not None and person not in {one.person for one in await serving(tx, association)}:
        raise NotFound
    mine = tx.actor.person
    id = await tx.value(
        recovery.ASK,
        association=association,
        person=person,
        name="" if person is not None else name,
        asked=tx.now,
        officer=None if of_town else mine,
        officer_agreed=None if of_town else tx.now,
        town_officer=mine if of_town else None,
        town_agreed=tx.now if of_town else None,
    )
    await journal.record(tx, "recovery_asked", association=association, other=id)


async def agree(tx: Tx, association: PlaceId) -> None:
    """Agree as the other side: everybody is told, and the 48 hours begin. A second call changes nothing.

    Raise NotFound without an open recovery, Conflict for the side that asked.
    """
    of_town = await _side(tx, association, proven=True)
    found = await _open(tx, association)
    if found is None:
        raise NotFound
    if (found.town_agreed if of_town else found.officer_agreed) is not None:
        if found.told is None:
            raise Conflict(_n("Somebody of the other side must agree."))
        return
    statement = recovery.AGREE_AS_TOWN if of_town else recovery.AGREE_AS_OFFICER
    if not await tx.run(statement, recovery_id=found.id, of_person=tx.actor.person):
        return
    await _tell(tx, found, Told.RECOVERY, found.officer if of_town else tx.actor.person)


async def agree_in_person(tx: Tx, association: PlaceId, officer: PersonId) -> None:
    """Agree for an officer who cannot sign in now, and stands before the town's officer or the operator; everybody is told so by her name.

    Whether she can is not asked: a lost key is still a key here. What holds is that she and all others are told by name, and can stop it for 48 hours.
    Raise NotFound for the association's own side, without an open recovery and for a person who does not serve there, Conflict for the one who gets
    the key, where somebody else could agree, and where the town has not asked. A second call changes nothing.
    """
    of_town = await _side(tx, association, proven=True)
    found = await _open(tx, association)
    there = {one.person for one in await serving(tx, association)}
    if found is None or not of_town or officer not in there:
        raise NotFound
    if officer == found.person and len(there) > 1:
        raise Conflict(_n("The key is for this person. Please ask somebody else who serves there to come."))
    if await tx.run(recovery.AGREE_IN_PERSON, recovery_id=found.id, of_person=officer):
        await _tell(tx, found, Told.RECOVERY_PRESENT, officer)
    elif found.told is None:
        raise Conflict(_n("Somebody of the other side must agree."))


async def stop(tx: Tx, association: PlaceId) -> None:
    """Stop it: nobody gets a key. A second call changes nothing."""
    await _side(tx, association)
    found = await _open(tx, association)
    if found is not None and await tx.run(recovery.STOP, recovery_id=found.id, of_person=tx.actor.person):
        await journal.record(tx, "recovery_stopped", association=association, other=found.id)


async def finish(tx: Tx, association: PlaceId) -> tuple[str, str]:
    """Make the person chair, unless she is, and return her name and an invitation; Conflict before the 48 hours have passed."""
    await _side(tx, association, proven=True)
    found = await _open(tx, association)
    if found is None:
        raise NotFound
    if not await tx.run(recovery.FINISH, recovery_id=found.id, waits=RECOVERY_WAITS):
        raise Conflict(_n("Both sides must agree, and 48 hours must pass. Everybody has time to object."))
    person = found.person if found.person is not None else await add_person(tx, found.name)
    if not await tx.column(recovery.IS_CHAIR, association=association, of_person=person):
        await set_aside(tx, association)
        await enter(tx, person, Role.CHAIR, association, title="", starts=tx.now, ends=None)
    await journal.record(tx, "recovery_finished", association=association, other=found.id)
    return found.name, await persons.invite(tx, person, association)


async def _tell(tx: Tx, found: Recovery, kind: Told, officer: PersonId | None) -> None:
    for home in await tx.all(recovery.HOUSEHOLDS, association=found.association):
        await announce(tx, HouseholdId(home.id), kind, officer)
    await journal.record(tx, "recovery_agreed", association=found.association, other=found.id)


async def _open(tx: Tx, association: PlaceId) -> Recovery | None:
    return await tx.first(recovery.OF_ASSOCIATION, association=association, lasts=RECOVERY_LASTS)


async def _side(tx: Tx, association: PlaceId, *, proven: bool = False) -> bool:
    """Return whether the actor acts for the town (the operator does too), not for the association; raise for others.

    `proven`: raise StepUpNeeded unless the actor has just proven herself.
    """
    if isinstance(tx.actor, System):
        return True
    of_town = await may(tx, Task.APPOINT_FOR_TOWN, association)
    if not of_town:
        await require(tx, Task.HAND_OVER, association)
    if proven and not is_stepped_up(tx):
        raise StepUpNeeded
    return of_town
