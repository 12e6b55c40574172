"""Create the places, households, people, appointments and devices of the town."""

from dataclasses import dataclass, field

from kairanban.community.hiding.actions import hide
from kairanban.community.people.actions.households import (
    NewHousehold,
    add_household,
    add_resident,
    join,
)
from kairanban.community.people.actions.offices import add_person, appoint
from kairanban.community.places.actions.places import add_place
from kairanban.community.places.rules import PlaceKind
from kairanban.community.signin.actions.cards import bind
from kairanban.community.signin.actions.printing import make_cards
from kairanban.community.signin.actions.sessions import household_session, sign_in
from kairanban.community.signin.queries import devices as device_queries
from kairanban.core.actor import Actor, Appointment, Home, Visitor
from kairanban.core.clock import DAY, HOUR, Moment, day_of
from kairanban.core.ids import AppointmentId, HouseholdId, PersonId, PlaceId, SessionId
from kairanban.core.roles import Role
from kairanban.db.engine import Database
from kairanban.db.tx import Tx
from kairanban.operations.demo.offices import TOWN, Office, offices
from kairanban.operations.demo.people import (
    BUILDING,
    CHILDREN,
    ELDERS,
    GROUPS,
    MOUNTAIN,
    SUBURB,
    WATER,
    House,
    households,
)
from kairanban.operations.demo.timeline import acting, at_time

# The ledger begins a little more than a year ago.
BEGAN = 400 * DAY


@dataclass
class Town:
    """The created rows, by the names that the rest of the demo uses."""

    now: Moment
    began: Moment
    houses: list[House]
    offices: list[Office]
    places: dict[str, PlaceId] = field(default_factory=dict)
    homes: dict[str, HouseholdId] = field(default_factory=dict)
    people: dict[str, PersonId] = field(default_factory=dict)
    devices: dict[str, Actor] = field(default_factory=dict)
    """Device actors by household code."""
    serving: list[tuple[Office, Actor]] = field(default_factory=list)

    def holder(self, role: Role, place: str, moment: int) -> Actor:
        """Return the office holder at that time; raise LookupError if there was none."""
        for office, actor in self.serving:
            if (office.role, office.place) == (role, place) and _within(office, moment):
                return actor
        raise LookupError(f"nobody is {role} of {place}")


async def settle(database: Database, now: Moment) -> Town:
    """Create everything of the town that exists before the first circular."""
    houses = households()
    town = Town(now, Moment(now - BEGAN), houses, offices(houses, day_of(now)))
    async with at_time(database, town.began) as tx:
        await _places(tx, town)
        for office in town.offices:
            if office.name not in town.people:
                town.people[office.name] = await add_person(tx, office.name, office.reading)
    for start in range(0, len(houses), 60):
        async with at_time(database, town.began) as tx:
            for house in houses[start : start + 60]:
                await _household(tx, town, house)
    async with at_time(database, town.began + HOUR) as tx:
        for office in town.offices:
            await _office(tx, town, office)
        for house in houses:
            if house.hidden:
                chair = town.holder(Role.CHAIR, house.association, tx.now)
                await hide(tx, town.places[house.association], town.homes[house.code], chair.person)
    async with at_time(database, town.began + HOUR) as tx:
        cards = await _cards(tx, town)
    async with at_time(database, town.began + 2 * HOUR) as tx:
        for number, house in enumerate(houses):
            if house.device:
                later = acting(tx, Visitor(), tx.now + number * 3 * HOUR)
                await _device(later, town, house, cards[town.homes[house.code]])
    return town


async def _places(tx: Tx, town: Town) -> None:
    p = town.places
    p[TOWN] = await add_place(tx, PlaceKind.MUNICIPALITY, TOWN, reading="わかばし")
    p[SUBURB] = await add_place(
        tx, PlaceKind.ASSOCIATION, SUBURB, p[TOWN], reading="みどりがおかじちかい", sort=1,
        help_name="会長 山田美代子", help_phone="022-000-1001",
    )  # fmt: skip
    p[MOUNTAIN] = await add_place(
        tx, PlaceKind.ASSOCIATION, MOUNTAIN, p[TOWN], reading="かみのさわく", sort=2,
        block_word="集落", chair_word="区長", help_name="区長 小野勝", help_phone="022-000-2001",
    )  # fmt: skip
    lived = dict.fromkeys((house.association, house.place) for house in town.houses)
    for sort, (association, place) in enumerate(lived, 1):
        kind = PlaceKind.SETTLEMENT if association == MOUNTAIN else PlaceKind.BLOCK
        kind = PlaceKind.BUILDING if place == BUILDING else kind
        p[place] = await add_place(tx, kind, place, p[association], sort=sort)
    for sort, (association, group) in enumerate(
        ((SUBURB, ELDERS), (SUBURB, CHILDREN), (MOUNTAIN, WATER)), 50
    ):
        p[group] = await add_place(tx, PlaceKind.GROUP, group, p[association], sort=sort)


async def _household(tx: Tx, town: Town, house: House) -> None:
    association = town.places[house.association]
    id = town.homes[house.code] = await add_household(
        tx,
        NewHousehold(
            association=association, label=house.label, place=town.places[house.place],
            route_order=house.order, code=house.code, postal="000-0000", address=house.address,
            phone=house.phone, language=house.language, method=house.method, standing=house.standing,
        ),
    )  # fmt: skip
    for group in house.groups:
        await join(tx, id, town.places[group])
    for number, member in enumerate(house.members):
        person = next(
            (town.people[o.name] for o in town.offices if (o.code, o.name) == (house.code, member.name)), None
        )
        await add_resident(tx, id, member.name, member.reading, representative=number == 0, person=person)


async def _office(tx: Tx, town: Town, office: Office) -> None:
    person = town.people[office.name]
    id = await appoint(
        tx, person, office.role, town.places[office.place],
        title=office.title, starts=office.starts, ends=office.ends,
    )  # fmt: skip
    session, _token = await household_session(acting(tx, Visitor(), tx.now))
    await sign_in(acting(tx, Actor(session), tx.now), person)
    held = Appointment(
        AppointmentId(id),
        office.role,
        town.places[office.place],
        office.ends,
        at_group=office.place in GROUPS,
    )
    town.serving.append((office, Actor(session, person, office.name, appointments=(held,))))


async def _cards(tx: Tx, town: Town) -> dict[int, str]:
    """Print a card for every household; return them."""
    made: dict[int, str] = {}
    for association in (SUBURB, MOUNTAIN):
        here = {town.homes[house.code] for house in town.houses if house.association == association}
        made |= dict(await make_cards(tx, town.places[association], here))
    return made


async def _device(tx: Tx, town: Town, house: House, card: str) -> None:
    """Bind the household's device with its card."""
    household = town.homes[house.code]
    await bind(tx, card, house.device)
    session = SessionId((await tx.all(device_queries.OF_HOUSEHOLD, household=household))[0].session)
    home = Home(household, None, house.label, town.places[house.association])
    town.devices[house.code] = Actor(session, homes=(home,))


def _within(office: Office, moment: int) -> bool:
    return office.starts <= moment and (office.ends is None or moment <= office.ends)
