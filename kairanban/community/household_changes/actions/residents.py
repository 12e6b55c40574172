"""Changes of a household's residents: a new representative, or a division into two households."""

from collections.abc import Sequence
from dataclasses import dataclass

from kairanban.access.hidden import knows
from kairanban.access.permission import require
from kairanban.community.hiding.actions import hide
from kairanban.community.household_changes import queries
from kairanban.community.household_changes.rules import Who, called
from kairanban.community.people.actions.households import NewHousehold, add_household, household_line
from kairanban.community.people.actions.particulars import change
from kairanban.community.people.queries import people, route
from kairanban.community.people.queries.people import HouseholdLine
from kairanban.community.people.rules.methods import until_proven
from kairanban.community.places.actions.places import places_within
from kairanban.community.places.rules import DWELLING
from kairanban.community.signin.actions.printing import cancel_card
from kairanban.community.signin.queries import notification_ways, pins
from kairanban.core.clock import Moment
from kairanban.core.errors import Invalid, NotFound, Refused
from kairanban.core.ids import HouseholdId, PersonId, PlaceId, ResidentId
from kairanban.core.tasks import Task
from kairanban.db import journal
from kairanban.db.tx import Tx
from kairanban.i18n.marks import N as _n


@dataclass(frozen=True, slots=True)
class NextHousehold:
    """Label and place of the new household."""

    label: str
    """Empty: the name of who represents it."""
    place: PlaceId
    route_order: int
    """0: behind the household it comes from, where that is in the same block."""
    address: str = ""
    phone: str = ""


async def opened(tx: Tx, association: PlaceId, household: HouseholdId) -> HouseholdLine:
    """Return the household; Refused if it is hidden and the actor is not the officer who knows it."""
    await require(tx, Task.CHANGE_ROSTER, association)
    line = await household_line(tx, association, household)
    if line.hidden and not await knows(tx, household):
        raise Refused(_n("This household asked not to be shown by name."))
    return line


async def who_lives(tx: Tx, household: HouseholdId) -> list[Who]:
    """Return the residents, the representative first. The caller has asked for permission."""
    return await tx.all(queries.RESIDENTS, household_id=household)


async def represent(
    tx: Tx, association: PlaceId, household: HouseholdId, chosen: ResidentId | None, name: str, stays: bool,
    day: Moment,
) -> None:  # fmt: skip
    """Change the representative on that day; history, devices and offices stay with each person."""
    line = await opened(tx, association, household)
    living = await who_lives(tx, household)
    following = next((one for one in living if one.id == chosen and not one.child), None)
    if following is None and not name:
        raise Invalid({"name": _n("Please choose somebody or write a name.")})
    if following is not None and following.representative:
        raise Invalid({"name": _n("This is the representative already.")})

    before = next((one for one in living if one.representative), None)
    if before is not None:
        await _go_on(tx, household, before, household if stays else None, 0, day)
    if following is not None:
        await _go_on(tx, household, following, household, 1, day)
        name = following.name
    else:
        await _add(tx, household, Who(ResidentId(0), name, "", 0, 1, 0), 1, day)
    label = called(line.label, before.name if before else "", name)
    if label != line.label:
        await change(tx, association, household, {"label": label})
    await journal.record(tx, "representative_changed", association=association, household=household)


async def divide(
    tx: Tx, association: PlaceId, household: HouseholdId, movers: Sequence[ResidentId], names: Sequence[str],
    new: NextHousehold, day: Moment, *, renew: bool,
) -> HouseholdId:  # fmt: skip
    """Move residents into a new household on that day and return it.

    `renew` ends all access to the old household: card, PIN, devices, calendars and mail.
    """
    line = await opened(tx, association, household)
    living = await who_lives(tx, household)
    moving = [one for one in living if one.id in set(movers)]
    _check(moving, names, living)
    await dwelling(tx, association, new.place)
    # The first adult represents the new household.
    adults = [one for one in moving if not one.child]

    id = await add_household(
        tx,
        NewHousehold(
            association=association,
            label=new.label or (adults[0].name if adults else names[0]),
            place=new.place,
            route_order=new.route_order or await _behind(tx, household, new.place),
            address=new.address,
            phone=new.phone,
            language=line.language,
            method=until_proven(line.method),
            standing=line.standing,
        ),
    )
    await tx.run(queries.ARRIVED, household_id=id, of_association=association, day=day)
    await tx.run(queries.LIVES_SINCE, household_id=id, day=day)
    for one in moving:
        await _go_on(tx, household, one, id, int(one in adults[:1]), day)
    for number, name in enumerate(names):
        represents = int(number == 0 and not adults)
        await _add(tx, id, Who(ResidentId(0), name, "", 0, represents, 0), represents, day)
    if line.hidden:
        await hide(tx, association, id)
    if renew:
        await close(tx, association, household)
    await journal.record(tx, "household_divided", association=association, household=household, other=id)
    return id


async def _behind(tx: Tx, household: HouseholdId, place: PlaceId) -> int:
    """Return the number behind the household's in its route, and let the others follow; 0 in another block."""
    order = next(iter(await tx.column(route.ORDER_OF, household_id=household, at_place=place)), 0)
    if not order:
        return 0
    await tx.run(route.MAKE_ROOM, at_place=place, number=order + 1)
    return int(order) + 1


def _check(moving: Sequence[Who], names: Sequence[str], living: Sequence[Who]) -> None:
    if not moving and not names:
        raise Invalid({"movers": _n("Please choose somebody or write a name.")})
    if moving and len(moving) == len(living):
        raise Invalid(
            {"movers": _n("Somebody has to stay. If all of them go, please write down that they move out.")}
        )
    if not names and all(one.child for one in moving):
        raise Invalid({"movers": _n("An adult has to be among them.")})
    if any(one.representative for one in moving):
        raise Invalid({"movers": _n("Please write down the new representative first.")})


async def close(tx: Tx, association: PlaceId, household: HouseholdId) -> None:
    """End the household's card, PIN, devices, calendar feeds and mail addresses."""
    await cancel_card(tx, association, household, devices_too=True)
    await tx.run(pins.SET_PIN, household_id=household, hash="")
    await tx.run(notification_ways.END_MAIL, household_id=household)


async def dwelling(tx: Tx, association: PlaceId, place: PlaceId) -> None:
    """Raise NotFound unless the place is a dwelling of the association or the association itself."""
    kinds = {one.id: one.kind for one in await places_within(tx, association)}
    if kinds.get(place) not in (*DWELLING, "association"):
        raise NotFound


async def _go_on(
    tx: Tx, household: HouseholdId, who: Who, where: HouseholdId | None, represents: int, day: Moment
) -> None:
    """End the resident's row on that day and begin another where she lives then.

    Her devices, consents and mail addresses pass to the new row only within the same household.
    """
    await tx.run(queries.END_RESIDENT, resident_id=who.id, household_id=household, day=day)
    following = None
    if where is not None:
        following = await _add(tx, where, who, represents, day)
    if where == household:
        await tx.run(queries.SPEAKS_AS, resident_id=who.id, next_resident=following)
        await tx.run(queries.AGREES_AS, resident_id=who.id, next_resident=following)
        await tx.run(queries.GIVEN_AS, resident_id=who.id, next_resident=following)
        return
    await tx.run(queries.SPEAKS_AS, resident_id=who.id, next_resident=None)
    await tx.run(people.END_MAIL_OF, resident_id=who.id)
    if await tx.run(queries.AGREES_NO_LONGER, resident_id=who.id):
        await journal.record(tx, "consent_withdrawn", household=household, other=who.id)


async def _add(tx: Tx, household: HouseholdId, who: Who, represents: int, day: Moment) -> ResidentId:
    id: ResidentId = await tx.value(
        people.ADD_RESIDENT,
        household=household,
        person=PersonId(who.person) or None,
        name=who.name,
        reading=who.reading,
        representative=represents,
        child=who.child,
        since=day,
    )
    return id
