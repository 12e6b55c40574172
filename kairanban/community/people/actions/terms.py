"""Terms of appointments: corrected, renewed, and ending soon, by the body that gave them."""

from dataclasses import dataclass
from datetime import date

from kairanban.access.permission import may, require
from kairanban.community.people.actions import successions
from kairanban.community.people.actions.offices import officers
from kairanban.community.people.actions.town_offices import given_by_town
from kairanban.community.people.queries import ending
from kairanban.community.people.queries.ending import Ending
from kairanban.community.people.queries.offices import CHANGE, SEAT, Officer
from kairanban.community.people.rules.last_days import closing, renewed
from kairanban.community.places.rules import PlaceKind
from kairanban.core.clock import Moment, at, day_of
from kairanban.core.errors import Conflict, Invalid, NotFound
from kairanban.core.ids import AppointmentId, PlaceId
from kairanban.core.roles import Role
from kairanban.core.tasks import Task
from kairanban.db import journal
from kairanban.db.tx import Tx
from kairanban.i18n.marks import N as _n


@dataclass(frozen=True, slots=True)
class Change:
    """What may be put right: `starts` of a term that has not begun, `last_day` None for a term until the successor."""

    title: str
    starts: date | None
    last_day: date | None


async def given(tx: Tx, body: PlaceId, appointment: AppointmentId) -> Officer:
    """Return an appointment that the body, a town or an association, gave; raise NotFound for any other."""
    if await _is_town(tx, body):
        await require(tx, Task.APPOINT_FOR_TOWN, body)
        found = await given_by_town(tx, body)
    else:
        await require(tx, Task.APPOINT, body)
        found = [one for one in await officers(tx, body) if one.given_here]
    for one in found:
        if one.appointment == appointment:
            return one
    raise NotFound


async def change(tx: Tx, body: PlaceId, appointment: AppointmentId, to: Change) -> None:
    """Correct title and term; raise Invalid for days that cannot be, NotFound for an appointment of elsewhere.

    The days of a chair are changed by handing over only.
    """
    one = await given(tx, body, appointment)
    starts, ends = Moment(one.starts), closing(to.last_day)
    if one.role == Role.CHAIR and one.place_kind != PlaceKind.GROUP:
        ends = Moment(one.ends) if one.ends is not None else None
    elif to.starts is not None and to.starts != day_of(one.starts):
        if one.starts <= tx.now:
            raise Invalid({"starts": _n("This term has begun already.")})
        starts = first_day(tx, to.starts)
    if ends is not None and ends <= max(starts, tx.now):
        raise Invalid({"last_day": _n("This day has already passed.")})
    await tx.run(CHANGE, appointment_id=appointment, new_title=to.title, new_starts=starts, new_ends=ends)
    await journal.record(tx, "appointment_changed", association=body, other=appointment)
    if one.role == Role.OFFICER:
        await successions.settle(tx, body)


async def renew(tx: Tx, body: PlaceId, appointment: AppointmentId, ends: Moment) -> None:
    """Renew the term that ends then by one of the same length; a second call changes nothing.

    Raise Conflict for an office without a term of its own.
    """
    one = await given(tx, body, appointment)
    if one.ends != ends:
        return
    until = renewed(Role(one.role), ends)
    if until is None:
        raise Conflict(_n("This office has no term of its own. Please write its last day."))
    await tx.run(
        CHANGE, appointment_id=appointment, new_title=one.title, new_starts=one.starts, new_ends=until
    )
    await journal.record(tx, "appointment_renewed", association=body, other=appointment)


async def ending_soon(tx: Tx, body: PlaceId) -> list[Ending]:
    """Return what ends in the next 60 days without a successor, for those who can renew it there."""
    if await _is_town(tx, body):
        return await tx.all(ending.BY_TOWN, body=body) if await may(tx, Task.APPOINT_FOR_TOWN, body) else []
    return await tx.all(ending.BY_ASSOCIATION, body=body) if await may(tx, Task.APPOINT, body) else []


async def _is_town(tx: Tx, body: PlaceId) -> bool:
    return (await tx.one(SEAT, place=body)).kind == PlaceKind.MUNICIPALITY


def first_day(tx: Tx, day: date | None) -> Moment:
    """Return when a term that begins on a day (today if None) does; raise Invalid for a day that has passed."""
    today = day_of(tx.now)
    if day is not None and day < today:
        raise Invalid({"starts": _n("This day has already passed.")})
    return tx.now if day is None or day == today else at(day)
