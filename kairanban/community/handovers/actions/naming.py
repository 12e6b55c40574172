"""The next chair: named before the day, taken back, or given another day. Nobody is shut out by it."""

from datetime import date

from kairanban.access.permission import require
from kairanban.community.handovers.actions.checklist import begin as begin_checklist
from kairanban.community.handovers.queries import handovers
from kairanban.community.handovers.rules import Handover
from kairanban.community.people.actions import choosing, successions
from kairanban.community.people.actions.offices import appoint, require_no_chair
from kairanban.community.people.actions.terms import first_day
from kairanban.community.places.queries.places import HOLD
from kairanban.community.signin.actions.persons import forget_invitations
from kairanban.core.errors import Conflict, Invalid
from kairanban.core.ids import AppointmentId, PlaceId
from kairanban.core.roles import Role
from kairanban.core.tasks import Task
from kairanban.db import journal
from kairanban.db.tx import Tx
from kairanban.i18n.marks import N as _n


async def current(tx: Tx, association: PlaceId) -> Handover | None:
    """Return the association's newest handover, closed or not; None before the first."""
    await require(tx, Task.SEE_HANDOVER, association)
    return await tx.first(handovers.NEWEST, association=association)


async def name_successor(
    tx: Tx, association: PlaceId, who: str, name: str, day: date | None
) -> AppointmentId:
    """Appoint the next chair from a day (today if None); the present chair's term ends then.

    `who` is the key of a candidate (see `choosing`), "" if nobody else has the name. Raise Invalid for a day that has passed, for the present chair and
    where the name may mean several; Conflict while another successor waits for the day.
    """
    await require(tx, Task.APPOINT, association)
    # Of two concurrent namings the second raises Conflict.
    await tx.column(HOLD, in_place=association)
    await require_no_chair(tx, association)
    waiting = await tx.first(handovers.NEWEST, association=association)
    if waiting is not None and waiting.closed is None and not waiting.begun(tx.now):
        raise Conflict(_n("The next chair is named already. Please take that back first."))
    starts = first_day(tx, day)
    if not who and await choosing.namesakes(tx, association, name):
        raise Invalid({"who": _n("There are people of this name. Please choose who is meant.")})
    person = await choosing.chosen(tx, association, who, name)
    chairs = await tx.all(handovers.CHAIR_AT, association=association, then=starts)
    if person in {one.person for one in chairs}:
        raise Invalid({"who": _n("This is the chair already. The term goes on until a successor begins.")})
    before = chairs[0] if chairs else None
    successor = await appoint(tx, person, Role.CHAIR, association, starts=starts, ends=None)
    await tx.value(
        handovers.ADD,
        association=association,
        successor=successor,
        before=before.appointment if before else None,
        before_ends=before.ends if before else None,
        made=tx.now,
        made_by=tx.actor.person,
    )
    await begin_checklist(tx, association)
    await journal.record(tx, "successor_named", association=association, other=successor)
    return successor


async def take_back(tx: Tx, association: PlaceId) -> None:
    """Undo the naming: the chair's term goes on as before; a second call changes nothing.

    Raise Conflict once the term has begun and a day has passed.
    """
    await require(tx, Task.APPOINT, association)
    await tx.column(HOLD, in_place=association)
    found = await tx.first(handovers.NEWEST, association=association)
    if found is None or found.closed is not None:
        return
    if not found.undoable(tx.now):
        raise Conflict(_n("The new term has begun. Please name the next chair instead."))
    if not await tx.run(handovers.UNDO, of_handover=found.id):
        return
    await tx.run(handovers.VOID, appointment_id=found.successor)
    if found.before is not None:
        await tx.run(
            handovers.RESTORE, appointment_id=found.before, ends_again=found.before_ends, cut_at=found.starts
        )
    if found.was_name or found.was_phone:
        await tx.run(
            handovers.CHANGE_CONTACT,
            place_id=association,
            new_name=found.was_name,
            new_phone=found.was_phone,
        )
    if not found.can_sign_in:
        await forget_invitations(tx, found.person)
    await successions.look_on(tx, association)
    await successions.settle(tx, association)
    await journal.record(tx, "successor_taken_back", association=association, other=found.successor)


async def change_day(tx: Tx, association: PlaceId, day: date | None) -> None:
    """Let the new term begin, and the old one end, on another day; raise Invalid for a day that has passed, Conflict once it has begun."""
    await require(tx, Task.APPOINT, association)
    await tx.column(HOLD, in_place=association)
    found = await tx.first(handovers.NEWEST, association=association)
    if found is None or found.closed is not None or found.begun(tx.now):
        raise Conflict(_n("The new term has begun. Please name the next chair instead."))
    starts = first_day(tx, day)
    await tx.run(handovers.BEGIN_ON, appointment_id=found.successor, new_starts=starts)
    if found.before is not None:
        await tx.run(handovers.END_ON, appointment_id=found.before, new_ends=starts, cut_at=found.starts)
    await successions.look_on(tx, association)
    await successions.settle(tx, association)
    await journal.record(tx, "successor_changed", association=association, other=found.successor)


async def set_aside(tx: Tx, association: PlaceId) -> None:
    """Undo a naming whose term has not begun, because another person becomes chair now. The caller has asked for permission."""
    found = await tx.first(handovers.NEWEST, association=association)
    if found is None or found.closed is not None or found.begun(tx.now):
        return
    if await tx.run(handovers.UNDO, of_handover=found.id):
        await tx.run(handovers.VOID, appointment_id=found.successor)
        await journal.record(tx, "successor_taken_back", association=association, other=found.successor)
