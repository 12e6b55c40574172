"""Households, their memberships in places, and their residents."""

from dataclasses import dataclass

from kairanban.access.permission import require
from kairanban.community.people.actions.successions import end_offices
from kairanban.community.people.queries import empty_houses, people
from kairanban.community.people.queries.people import HouseholdLine, Resident
from kairanban.core.errors import NotFound
from kairanban.core.ids import HouseholdId, PersonId, PlaceId, ResidentId
from kairanban.core.tasks import Task
from kairanban.db import journal
from kairanban.db.tx import Tx


@dataclass(frozen=True, slots=True)
class NewHousehold:
    """Values of a household to add; `place` is its block, building or settlement."""

    association: PlaceId
    label: str
    place: PlaceId
    route_order: int = 0
    code: str | None = None
    postal: str = ""
    address: str = ""
    phone: str = ""
    second_phone: str = ""
    email: str = ""
    language: str = "ja"
    method: str = "both"
    standing: str = "full"


async def add_household(tx: Tx, new: NewHousehold) -> HouseholdId:
    """Add a household that lives in its place from now on, and return it."""
    await require(tx, Task.CHANGE_ROSTER, new.association)
    id: HouseholdId = await tx.value(
        people.ADD_HOUSEHOLD,
        association=new.association,
        code=new.code,
        label=new.label,
        postal=new.postal,
        address=new.address,
        phone=new.phone,
        second_phone=new.second_phone,
        email=new.email,
        language=new.language,
        method=new.method,
        standing=new.standing,
        hidden=0,
        arrived=tx.now,
    )
    await join(tx, id, new.place, new.route_order)
    await journal.record(tx, "household_added", association=new.association, household=id)
    return id


async def join(tx: Tx, household: HouseholdId, place: PlaceId, route_order: int = 0) -> None:
    """Add a membership in a block or a group from now on. The caller has asked for permission."""
    await tx.value(
        people.ADD_MEMBERSHIP, household=household, place=place, since=tx.now, route_order=route_order
    )


async def add_resident(
    tx: Tx,
    household: HouseholdId,
    name: str,
    reading: str = "",
    *,
    representative: bool = False,
    child: bool = False,
    person: PersonId | None = None,
) -> ResidentId:
    """Add a resident. The caller has asked for permission."""
    id: ResidentId = await tx.value(
        people.ADD_RESIDENT,
        household=household,
        person=person,
        name=name,
        reading=reading,
        representative=int(representative),
        child=int(child),
        since=tx.now,
    )
    return id


async def household_line(tx: Tx, association: PlaceId, household: HouseholdId) -> HouseholdLine:
    """Return one household of the association; raise NotFound."""
    for line in await households(tx, association):
        if line.id == household:
            return line
    raise NotFound


async def residents(tx: Tx, household: HouseholdId) -> list[Resident]:
    """Return the residents, the representative first. The caller has asked for permission."""
    return await tx.all(people.RESIDENTS_OF, household=household)


async def died(tx: Tx, association: PlaceId, household: HouseholdId, resident: ResidentId) -> None:
    """お亡くなりになりました: end the resident, her name on devices and her offices at once."""
    await require(tx, Task.CHANGE_ROSTER, association)
    if await tx.value(people.ONE_HOUSEHOLD, household=household, association=association) is None:
        raise NotFound
    ended = await tx.column(people.END_RESIDENT, resident_id=resident, household_id=household)
    if not ended:
        raise NotFound
    await tx.run(people.FORGET_ON_DEVICES, resident_id=resident)
    await tx.run(people.END_MAIL_OF, resident_id=resident)
    (person,) = ended
    if person is not None:
        await end_offices(tx, person)
    await tx.run(empty_houses.ASK, household_id=household)
    await journal.record(tx, "resident_ended", association=association, household=household, other=resident)


async def nobody_left(tx: Tx, association: PlaceId) -> set[HouseholdId]:
    """Return the households whose last resident has died or gone. The caller has asked for permission."""
    return set(await tx.column(empty_houses.ASKED_OF, of_association=association))


async def households(tx: Tx, association: PlaceId) -> list[HouseholdLine]:
    """Return the current households in route order."""
    await require(tx, Task.SEE_ROSTER, association)
    return await tx.all(people.HOUSEHOLDS, association=association)
