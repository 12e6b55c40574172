"""Persons and their appointments; a role belongs to a person and has a term."""

from kairanban.access.permission import is_stepped_up, may_anywhere, require
from kairanban.community.people.actions import successions
from kairanban.community.people.queries.keys import OTHERS
from kairanban.community.people.queries.offices import (
    ADD_PERSON,
    APPOINT,
    APPOINTMENT,
    CHAIRS_IN_OFFICE,
    END_APPOINTMENT,
    OFFICERS,
    OWN_OFFICE,
    OWN_PERSON,
    SEAT,
    TOWN_OF,
    Officer,
)
from kairanban.community.people.rules.offices import BY_CHAIR, GIVEN_BY_ASSOCIATION, GIVEN_BY_TOWN, serves_at
from kairanban.community.places.queries.places import HOLD
from kairanban.core.actor import System
from kairanban.core.clock import Moment
from kairanban.core.errors import Conflict, Invalid, NotFound, Refused, StepUpNeeded
from kairanban.core.ids import AppointmentId, PersonId, PlaceId
from kairanban.core.roles import Role
from kairanban.core.tasks import Task
from kairanban.db import journal
from kairanban.db.tx import Tx
from kairanban.i18n.marks import N as _n

# Elected terms: a change of one decides again who is caretaker.
_ELECTED = frozenset({Role.CHAIR, Role.OFFICER})


HANDED_ON = _n("This office is handed on, on the page for handing over the chair's office.")
LAST_OF_TOWN = _n(
    "Nobody else can sign in as an officer of the town. Please invite another one first; once that person has signed in, this can be done."
)


async def add_person(tx: Tx, name: str, reading: str = "", phone: str = "") -> PersonId:
    """Add a person who can be appointed. The caller has asked for permission."""
    id: PersonId = await tx.value(ADD_PERSON, name=name, reading=reading, phone=phone)
    return id


async def appoint(
    tx: Tx,
    person: PersonId,
    role: Role,
    place: PlaceId,
    *,
    title: str = "",
    starts: Moment,
    ends: Moment | None,
) -> AppointmentId:
    """Appoint from `starts` until `ends`, or until a successor takes office; a new chair ends the old term.

    Raise NotFound for a person of other places, Refused for roles that are appointed elsewhere, Invalid if `ends` has passed or the office does not
    exist at this kind of place.
    """
    if role in GIVEN_BY_TOWN and may_anywhere(tx, Task.APPOINT_FOR_TOWN):
        await require(tx, Task.APPOINT_FOR_TOWN, place)
    else:
        await require(tx, Task.APPOINT, place)
        _require_given_here(tx, role)
    body = await body_of(tx, role, place)
    if not isinstance(tx.actor, System) and not await tx.column(OWN_PERSON, person=person, place=body):
        raise NotFound
    return await enter(tx, person, role, place, title=title, starts=starts, ends=ends)


async def enter(
    tx: Tx, person: PersonId, role: Role, place: PlaceId, *, title: str, starts: Moment, ends: Moment | None
) -> AppointmentId:
    """Enter an appointment as `appoint` does. The caller has asked for permission."""
    seat = await tx.one(SEAT, place=place)
    if not serves_at(role, seat.kind, is_association=bool(seat.is_association)):
        raise Invalid({"place": _n("This office does not exist there. Please choose another place.")})
    if ends is not None and ends <= max(starts, tx.now):
        raise Invalid({"ends": _n("This day has already passed.")})
    id: AppointmentId = await tx.value(
        APPOINT,
        person=person,
        role=role.value,
        place=place,
        title=title,
        starts=starts,
        ends=ends,
        appointed_by=tx.actor.person,
    )
    await journal.record(tx, "appointed", association=place, other=id)
    if role is Role.CHAIR:
        await successions.succeed(tx, place, id, starts)
    await _settle(tx, role, place)
    return id


async def end_appointment(tx: Tx, association: PlaceId, appointment: AppointmentId) -> None:
    """End an appointment of the association now; its permissions end with the next request.

    A second call changes nothing. Raise NotFound for an appointment of another association or above, Conflict for the chair of the association, whose office
    is handed on: nobody but she herself ends it.
    """
    found = await tx.one(APPOINTMENT, appointment=appointment)
    if found.association != association:
        raise NotFound
    await require(tx, Task.APPOINT, association)
    _require_given_here(tx, found.role)
    chairs = found.role == Role.CHAIR and found.place == association
    if chairs and not isinstance(tx.actor, System) and found.person != tx.actor.person:
        raise Conflict(HANDED_ON)
    if not await tx.run(END_APPOINTMENT, appointment_id=appointment):
        return
    await journal.record(tx, "appointment_ended", association=association, other=appointment)
    if chairs:
        await successions.look_on(tx, association)
    await _settle(tx, found.role, association)


async def lay_down(tx: Tx, appointment: AppointmentId) -> None:
    """End an own office now; the others stay. A second call, and a key that does not open it, change nothing.

    Raise StepUpNeeded unless the actor has just proven herself, Conflict for the chair of an association, who hands over, and for the last officer of a town who can sign in.
    """
    if not is_stepped_up(tx):
        raise StepUpNeeded
    found = await tx.first(OWN_OFFICE, appointment=appointment)
    if found is None:
        return
    # Two who lay down the same office at once: the second one is told.
    await tx.column(HOLD, in_place=found.place)
    if found.role in (Role.CARETAKER, Role.SUCCESSOR) or (
        found.role == Role.CHAIR and found.place == found.association
    ):
        raise Conflict(HANDED_ON)
    await require_another(tx, found.role, found.place, appointment)
    await tx.run(END_APPOINTMENT, appointment_id=appointment)
    await journal.record(
        tx, "office_laid_down", association=found.association or found.place, other=appointment
    )
    if found.association is not None:
        await _settle(tx, found.role, found.association)


async def require_another(tx: Tx, role: str, place: PlaceId, appointment: AppointmentId) -> None:
    """Raise Conflict if nobody else can sign in as an officer of the town, whose office is about to end."""
    if role == Role.MUNICIPAL_OFFICER and not await tx.column(
        OTHERS, place=place, role=role, appointment=appointment
    ):
        raise Conflict(LAST_OF_TOWN)


async def invitable(tx: Tx, association: PlaceId, person: PersonId) -> Officer:
    """Return the officer to invite: the key opens what this association gave her.

    Raise NotFound for people without an office here, Refused where it was given by others.
    """
    await require(tx, Task.APPOINT, association)
    found = [one for one in await officers(tx, association) if one.person == person]
    if not found:
        raise NotFound
    if person in await tx.column(CHAIRS_IN_OFFICE, association=association):
        _require_the_chair(tx, association)
    for one in found:
        if one.role in GIVEN_BY_ASSOCIATION:
            return one
    raise Refused(_n("This appointment is made elsewhere."))


async def invited_by_others(tx: Tx, association: PlaceId) -> set[PersonId]:
    """Return the people whose invitation `invitable` refuses to the actor: for a caretaker, the chair in office."""
    return (
        set()
        if _is_the_chair(tx, association)
        else set(await tx.column(CHAIRS_IN_OFFICE, association=association))
    )


async def require_no_chair(tx: Tx, association: PlaceId) -> None:
    """Raise Refused for a caretaker once the chair in office has signed in: she alone names the next one."""
    if await tx.column(CHAIRS_IN_OFFICE, association=association):
        _require_the_chair(tx, association)


def _require_the_chair(tx: Tx, association: PlaceId) -> None:
    if not _is_the_chair(tx, association):
        raise Refused(_n("The chair in office does this."))


def _is_the_chair(tx: Tx, association: PlaceId) -> bool:
    """Tell whether the actor is no caretaker there, or the chair as well."""
    carries_on = any(one.role == Role.CARETAKER and one.place == association for one in tx.actor.appointments)
    chairs = any(one.role == Role.CHAIR and one.place == association for one in tx.actor.appointments)
    return chairs or not carries_on


async def body_of(tx: Tx, role: Role, place: PlaceId) -> PlaceId | None:
    """Return the body that gives this office at an association or above; None for a town that is not on this server."""
    if role in GIVEN_BY_ASSOCIATION:
        return place
    town: PlaceId | None = await tx.value(TOWN_OF, place=place)
    return town


async def officers(tx: Tx, association: PlaceId) -> list[Officer]:
    await require(tx, Task.SEE_ROSTER, association)
    return await tx.all(OFFICERS, association=association)


async def officer(tx: Tx, association: PlaceId, person: PersonId) -> Officer:
    """Return one officer of the association; raise NotFound."""
    for one in await officers(tx, association):
        if one.person == person:
            return one
    raise NotFound


async def _settle(tx: Tx, role: str, place: PlaceId) -> None:
    if role in _ELECTED:
        await successions.settle(tx, place)


def _require_given_here(tx: Tx, role: str) -> None:
    """Raise Refused for a role that a chair neither gives nor ends."""
    if role not in BY_CHAIR and not isinstance(tx.actor, System):
        raise Refused(_n("This appointment is made elsewhere."))
