"""受け取りました: both say that the office has gone over; the help contact and the keys go over with it."""

import contextlib

from kairanban.access.permission import require
from kairanban.community.handovers.queries import handovers
from kairanban.community.handovers.queries.handovers import Due
from kairanban.community.handovers.rules import Handover
from kairanban.community.people.actions import successions
from kairanban.community.places.actions.places import find_place
from kairanban.community.places.queries.places import HOLD
from kairanban.community.signin.actions.recovery import end_keys
from kairanban.core.actor import System
from kairanban.core.errors import Conflict, Invalid, NotFound, Problem
from kairanban.core.ids import PlaceId
from kairanban.core.tasks import Task
from kairanban.db import journal
from kairanban.db.engine import Database
from kairanban.db.tx import Tx
from kairanban.i18n.marks import N as _n


async def receive(tx: Tx, association: PlaceId) -> None:
    """Say as the successor, or as the one before, that the successor has received the office; a second call changes nothing.

    Raise NotFound for anybody else, Conflict before the term has begun.
    """
    await require(tx, Task.SEE_HANDOVER, association)
    # Two who say it at once: the second one closes it.
    await tx.column(HOLD, in_place=association)
    found = await _open(tx, association)
    me = tx.actor.person
    if me is None or me not in (found.person, found.before_person):
        raise NotFound
    if not found.begun(tx.now):
        raise Conflict(_n("This can be said from the first day of the new term on."))
    if me == found.person:
        await tx.run(handovers.ACCEPT, appointment_id=found.successor)
    if me == found.before_person and found.before is not None:
        await tx.run(handovers.HAND, appointment_id=found.before)
    await journal.record(tx, "handover_received", association=association, other=found.id)
    await successions.settle(tx, association)
    if found.id in {one.id for one in await tx.all(handovers.OVER)}:
        await _close(tx, Due(found.id, association))


async def settle_contact(tx: Tx, association: PlaceId, name: str, phone: str) -> None:
    """Set whom every page names for help, from the day of the new term on; raise Invalid without a name or a number."""
    await require(tx, Task.HAND_OVER, association)
    found = await _open(tx, association)
    if not name or not phone:
        raise Invalid({"help_name": _n("Please write a name and a telephone number.")})
    await tx.run(handovers.SETTLE_CONTACT, of_handover=found.id, new_name=name, new_phone=phone)
    await journal.record(tx, "help_contact_settled", association=association, other=found.id)
    if found.begun(tx.now):
        await _change_contact(tx, Due(found.id, association))


async def go_over(database: Database, worker: System) -> None:
    """Let go over what is due: the help contact on the day, the leaver's keys when both have said so or the time is up."""
    async with database.read(worker) as tx:
        contacts, over = await tx.all(handovers.CONTACTS_DUE), await tx.all(handovers.OVER)
    for step, due in ((_change_contact, contacts), (_close, over)):
        for one in due:
            with contextlib.suppress(Problem):
                async with database.write(worker) as tx:
                    await step(tx, one)


async def _open(tx: Tx, association: PlaceId) -> Handover:
    found = await tx.first(handovers.NEWEST, association=association)
    if found is None or found.closed is not None:
        raise NotFound
    return found


async def _change_contact(tx: Tx, due: Due) -> None:
    found = await tx.first(handovers.BY_ID, handover=due.id)
    if found is None or not found.help_name:
        return
    before = await find_place(tx, due.association)
    await tx.run(
        handovers.KEEP_CONTACT, of_handover=due.id, old_name=before.help_name, old_phone=before.help_phone
    )
    await tx.run(
        handovers.CHANGE_CONTACT,
        place_id=due.association,
        new_name=found.help_name,
        new_phone=found.help_phone,
    )
    await tx.run(handovers.SETTLE_CONTACT, of_handover=due.id, new_name="", new_phone="")
    await journal.record(tx, "association_changed", association=due.association)


async def _close(tx: Tx, due: Due) -> None:
    """Close the handover; end the leaver's keys unless they open another office."""
    found = await tx.first(handovers.BY_ID, handover=due.id)
    if found is None or not await tx.run(handovers.CLOSE, of_handover=due.id):
        return
    leaver = found.before_person
    if leaver is not None and not await tx.column(handovers.SERVES, of_person=leaver):
        await end_keys(tx, leaver)
    await journal.record(tx, "handover_closed", association=due.association, other=due.id)
