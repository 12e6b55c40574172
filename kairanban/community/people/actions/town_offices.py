"""Offices that a town gives: its own officers, supporters, commissioners, and the first chair of an association."""

from kairanban.access.permission import require
from kairanban.community.people.actions.offices import enter, require_another
from kairanban.community.people.queries.offices import (
    END_APPOINTMENT,
    ENDED_BY_TOWN,
    NEW_PERSON,
    TOWN_OFFICERS,
    Officer,
)
from kairanban.community.places.queries.places import HOLD
from kairanban.core.errors import NotFound
from kairanban.core.ids import AppointmentId, PersonId, PlaceId
from kairanban.core.roles import Role
from kairanban.core.tasks import Task
from kairanban.db import journal
from kairanban.db.tx import Tx


async def appoint_first_chair(tx: Tx, person: PersonId, association: PlaceId) -> AppointmentId:
    """Appoint a new person as chair where the association has none who can sign in: its town helps it begin.

    The caller has looked whether there is one. Raise NotFound for a person known already.
    """
    await require(tx, Task.APPOINT_FOR_TOWN, association)
    if not await tx.column(NEW_PERSON, person=person):
        raise NotFound
    return await enter(tx, person, Role.CHAIR, association, title="", starts=tx.now, ends=None)


async def end_for_town(tx: Tx, town: PlaceId, appointment: AppointmentId) -> None:
    """End an appointment the town gave; a second call changes nothing.

    Raise NotFound for one of elsewhere or given by an association, Conflict for the last officer of the town who can sign in.
    """
    await require(tx, Task.APPOINT_FOR_TOWN, town)
    # Two officers who end each other at once: the second one is told.
    await tx.column(HOLD, in_place=town)
    given = await given_by_town(tx, town)
    found = next((one for one in given if one.appointment == appointment), None)
    if found is None:
        if not await tx.column(ENDED_BY_TOWN, appointment=appointment, town=town):
            raise NotFound
        return
    await require_another(tx, found.role, town, appointment)
    await tx.run(END_APPOINTMENT, appointment_id=appointment)
    await journal.record(tx, "appointment_ended", association=town, other=appointment)


async def given_by_town(tx: Tx, town: PlaceId) -> list[Officer]:
    """Return the current and future appointments that the town gave, at its own places."""
    await require(tx, Task.ARRANGE_PLACES, town)
    return await tx.all(TOWN_OFFICERS, association=town)


async def invitable_by_town(tx: Tx, town: PlaceId, person: PersonId) -> Officer:
    """Return the officer to invite: the key opens what this town gave her; raise NotFound for others."""
    await require(tx, Task.APPOINT_FOR_TOWN, town)
    for one in await given_by_town(tx, town):
        if one.person == person:
            return one
    raise NotFound
