"""The people a town appoints, and where they may serve."""

from datetime import date

from kairanban.access.permission import require
from kairanban.community.people.actions import offices
from kairanban.community.people.actions.terms import first_day
from kairanban.community.people.actions.town_offices import given_by_town, invitable_by_town
from kairanban.community.people.rules.last_days import closing, last_day
from kairanban.community.places.queries.places import Named
from kairanban.community.signin.actions import persons, recovery
from kairanban.community.towns.queries import associations as queries
from kairanban.core.clock import day_of
from kairanban.core.errors import Invalid, NotFound
from kairanban.core.ids import PersonId, PlaceId
from kairanban.core.roles import Role
from kairanban.core.tasks import Task
from kairanban.db.tx import Tx
from kairanban.i18n.marks import N as _n


async def seats(tx: Tx, town: PlaceId) -> list[Named]:
    """Return the places a person appointed by the town may serve at: it, its districts, associations and settlements."""
    await require(tx, Task.ARRANGE_PLACES, town)
    return await tx.all(queries.SEATS, town=town)


async def appoint(
    tx: Tx,
    town: PlaceId,
    role: Role,
    place: PlaceId,
    *,
    person: PersonId | None = None,
    name: str = "",
    another: bool = False,
    title: str = "",
    starts: date | None = None,
    until: date | None = None,
) -> PersonId:
    """Appoint a person the town knows, or a new one of that name, from a day (today) to a last day (the term of the office).

    Raise Invalid for a new person with the name of a known one unless it is `another`, and for a day in the past.
    """
    await require(tx, Task.APPOINT_FOR_TOWN, town)
    if place not in {one.id for one in await seats(tx, town)}:
        raise NotFound
    known = await given_by_town(tx, town)
    begins = first_day(tx, starts)
    if person is None:
        if not another and any(one.name == name for one in known):
            raise Invalid(
                {
                    "name": _n(
                        "The town has somebody of this name already. Please choose the person above, or say that it is another one."
                    )
                }
            )
        person = await offices.add_person(tx, name)
    elif person not in {one.person for one in known}:
        raise NotFound
    await offices.appoint(
        tx,
        person,
        role,
        place,
        title=title,
        starts=begins,
        ends=closing(until or last_day(role, day_of(begins))),
    )
    return person


async def invite(tx: Tx, town: PlaceId, person: PersonId) -> tuple[str, str]:
    """Return the person's name and an invitation whose key opens the offices the town gave."""
    found = await invitable_by_town(tx, town, person)
    return found.name, await persons.invite(tx, person, town)


async def confirm(tx: Tx, town: PlaceId, person: PersonId) -> None:
    """Open the town's offices to a person's new key that was given elsewhere."""
    await invitable_by_town(tx, town, person)
    await recovery.confirm_at(tx, town, person)
