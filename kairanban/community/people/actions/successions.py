"""Successions: an elected officer serves until the successor's term, then a caretaker follows."""

from kairanban.community.people.queries import terms
from kairanban.community.people.queries.offices import APPOINT, END_APPOINTMENTS_OF
from kairanban.community.people.rules.terms import CARRIES_ON, carrying_on
from kairanban.community.places.queries.places import HOLD
from kairanban.core.clock import Moment
from kairanban.core.ids import AppointmentId, PersonId, PlaceId
from kairanban.core.roles import Role
from kairanban.db.tx import Tx


async def succeed(tx: Tx, association: PlaceId, successor: AppointmentId, starts: Moment) -> None:
    """End the present chair's term when the successor's starts; until then the successor looks on."""
    await tx.run(terms.CHAIRS_UNTIL, of_place=association, successor=successor, until_then=starts)
    await look_on(tx, association)


async def look_on(tx: Tx, association: PlaceId) -> None:
    """Let the next chair look on until her term begins; nobody else does."""
    await tx.run(terms.NO_LONGER_LOOKS, of_association=association)
    for one in await tx.all(terms.TO_COME, association=association):
        await tx.value(
            APPOINT,
            person=one.person,
            role=Role.SUCCESSOR.value,
            place=association,
            title="",
            starts=tx.now,
            ends=one.starts,
            appointed_by=tx.actor.person,
        )


async def settle(tx: Tx, association: PlaceId) -> None:
    """Store the caretakers due without a successor; a second call changes nothing."""
    # Two steps at once would store them twice.
    await tx.column(HOLD, in_place=association)
    offices = await tx.all(terms.ELECTED, association=association, not_before=tx.now - CARRIES_ON)
    wanted = carrying_on(offices, tx.now)
    written = set(await tx.all(terms.CARRYING_ON, association=association))
    if wanted == written:
        return
    await tx.run(terms.NO_LONGER, of_association=association)
    for one in sorted(wanted, key=lambda one: (one.starts, one.person)):
        await tx.value(
            APPOINT,
            person=one.person,
            role=Role.CARETAKER.value,
            place=association,
            title="",
            starts=one.starts,
            ends=one.ends,
            appointed_by=None,
        )


async def took_office(tx: Tx, person: PersonId) -> None:
    """Note that the person has signed in with her own key: a successor whom the one before waited for has come."""
    if await tx.run(terms.REACHED, person_id=person):
        for association in await tx.column(terms.CHAIRED_BY, person=person):
            await settle(tx, association)


async def end_offices(tx: Tx, person: PersonId) -> None:
    """End all appointments of a person; caretakers follow. The caller has asked for permission."""
    chaired = await tx.column(terms.CHAIRED_BY, person=person)
    await tx.run(END_APPOINTMENTS_OF, person_id=person)
    for association in chaired:
        await settle(tx, association)


async def carries_on_until(tx: Tx, association: PlaceId) -> Moment | None:
    """Return when the actor's time as caretaker ends, None if she is none."""
    until: Moment | None = await tx.value(terms.MY_CARRYING_ON, association=association)
    return until
