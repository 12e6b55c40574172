"""The building contact: the person responsible for a building's notice board."""

from kairanban.access.permission import require
from kairanban.community.buildings.queries import contacts as queries
from kairanban.community.buildings.queries.contacts import Choosable, Contact, Household
from kairanban.community.people.actions.offices import add_person, appoint, end_appointment
from kairanban.community.people.queries.turns import LINK_RESIDENT
from kairanban.community.places.actions.places import building_of
from kairanban.core.errors import Invalid
from kairanban.core.ids import PersonId, PlaceId
from kairanban.core.roles import Role
from kairanban.core.tasks import Task
from kairanban.db.tx import Tx
from kairanban.i18n.marks import N as _n


async def contact(tx: Tx, building: PlaceId) -> Contact | None:
    """Return the current contact. The caller has asked for permission."""
    return await tx.first(queries.CONTACTS, building=building)


async def choosable(tx: Tx, association: PlaceId, building: PlaceId) -> list[Choosable]:
    """Return the residents who can become the contact; a household without residents as itself."""
    await require(tx, Task.SEE_ROSTER, association)
    return await tx.all(queries.CHOOSABLE, building=building)


async def households(tx: Tx, association: PlaceId, building: PlaceId) -> list[Household]:
    await require(tx, Task.SEE_ROSTER, association)
    return await tx.all(queries.HOUSEHOLDS, building=building)


async def choose_contact(
    tx: Tx, association: PlaceId, building: PlaceId, *, key: str = "", name: str = ""
) -> PersonId:
    """Appoint a resident (`key`), else a new person with this name; end the previous appointment."""
    await require(tx, Task.APPOINT, association)
    await building_of(tx, association, building)
    chosen = {one.key: one for one in await choosable(tx, association, building)}.get(key)
    if chosen is None and not name:
        raise Invalid({"name": _n("Please choose somebody, or write a name.")})
    before = await contact(tx, building)
    if before is not None and chosen is not None and chosen.person == before.person:
        return before.person
    person = chosen.person if chosen else None
    if person is None:
        person = await add_person(tx, chosen.name if chosen else name)
        if chosen and chosen.resident is not None:
            await tx.run(LINK_RESIDENT, resident_id=chosen.resident, to_person=person)
    if before is not None:
        await end_appointment(tx, association, before.appointment)
    await appoint(tx, person, Role.BUILDING_CONTACT, building, starts=tx.now, ends=None)
    return person
