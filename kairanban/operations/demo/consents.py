"""Consents on screen and paper, and visits by the supporter and the commissioner since."""

from functools import partial

from kairanban.care.visits.actions import households
from kairanban.care.visits.actions.households import NewVisit
from kairanban.community.consents import actions as consents
from kairanban.community.consents.actions import Entered
from kairanban.core.actor import Actor
from kairanban.core.clock import DAY, HOUR
from kairanban.core.ids import HouseholdId, PlaceId
from kairanban.core.purposes import Purpose
from kairanban.core.roles import Role
from kairanban.db.tx import Tx
from kairanban.operations.demo.households import Town
from kairanban.operations.demo.people import MOUNTAIN, SUBURB, House
from kairanban.operations.demo.timeline import Timeline

# (days ago, kind, note, days until the next visit)
ROUNDS = (
    (33, "met", "", None),
    (26, "called", "", None),
    (19, "met", "畑の手伝いを探しておられる", 17),
    (12, "not_met", "", 12),
    (5, "paper", "", None),
    (2, "called", "折り返しお電話くださるとのこと", 2),
)


def entrust(timeline: Timeline, town: Town) -> None:
    """Add consents: most of the mountain for its supporter, a few in the suburb for the commissioner."""
    for number, house in enumerate(h for h in town.houses if h.code in town.devices and not h.hidden):
        purposes = [Purpose.SUPPORTER] if house.association == MOUNTAIN else [Purpose.COMMISSIONER]
        purposes += [Purpose.CHECK_IN] if number % 3 == 0 else []
        if house.association == MOUNTAIN or number % 4 == 0:
            timeline.add(town.now - 60 * DAY, partial(_device, town, house), partial(_give, purposes))
    chair = partial(town.holder, Role.CHAIR, MOUNTAIN, town.now - 50 * DAY)
    for name in dict.fromkeys(h.place for h in town.houses if h.association == MOUNTAIN):
        deed = partial(_enter, town.places[MOUNTAIN], town.places[name])
        timeline.add(town.now - 50 * DAY, chair, deed)
    _visit(timeline, town, Role.SETTLEMENT_SUPPORTER, MOUNTAIN)
    _visit(timeline, town, Role.WELFARE_COMMISSIONER, SUBURB)


def _visit(timeline: Timeline, town: Town, role: Role, place: str) -> None:
    entrusted = [h for h in town.houses if h.association == place and h.code in town.devices and not h.hidden]
    for at, (days, kind, note, again) in enumerate(ROUNDS):
        house = entrusted[at * 4 % len(entrusted)] if place == SUBURB else entrusted[at % len(entrusted)]
        moment = town.now - days * DAY - at * HOUR
        new = NewVisit(kind, f"demo{at}", note, again)
        try:
            who = partial(town.holder, role, place, moment)
            who()
        except LookupError:
            continue
        timeline.add(moment, who, partial(_come_by, town.homes[house.code], new))


def _device(town: Town, house: House) -> Actor:
    return town.devices[house.code]


async def _give(purposes: list[Purpose], tx: Tx) -> None:
    for home in await consents.own(tx):
        for adult in home.adults[:1]:
            for purpose in purposes:
                await consents.give(tx, home.household, adult.id, purpose)


async def _enter(association: PlaceId, place: PlaceId, tx: Tx) -> None:
    """Enter a paper sheet for every second household that has not consented on screen."""
    there = await consents.of_place(tx, association, place)
    without = [home for home in there if home.adults and not home.adults[0].given]
    given = {(home.adults[0].id, Purpose.SUPPORTER) for home in without[::2]}
    await consents.enter(tx, association, place, Entered("paper", "", given, set(), []))


async def _come_by(household: HouseholdId, new: NewVisit, tx: Tx) -> None:
    # Skip if the term has just begun or the household has moved.
    if await households.is_open(tx, household):
        await households.add(tx, household, new)
