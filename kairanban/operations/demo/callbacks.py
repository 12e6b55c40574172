"""Two open callbacks: one since this morning, one since the day before yesterday."""

from functools import partial

from kairanban.care.callbacks import actions
from kairanban.core.actor import Actor
from kairanban.core.clock import DAY, HOUR
from kairanban.core.ids import HouseholdId
from kairanban.db.tx import Tx
from kairanban.operations.demo.households import Town
from kairanban.operations.demo.people import MOUNTAIN, RESIDENT, House
from kairanban.operations.demo.timeline import Timeline


def wish(timeline: Timeline, town: Town) -> None:
    """Add the requests of a neighbour of the resident and of a mountain household, from their devices."""
    block = next(house.place for house in town.houses if house.code == RESIDENT)
    able = [h for h in town.houses if h.code in town.devices and h.code != RESIDENT and not h.hidden]
    near = next(house for house in able if house.place == block)
    far = next(house for house in able if house.association == MOUNTAIN)
    for house, ago in ((near, 3 * HOUR), (far, 2 * DAY)):
        timeline.add(town.now - ago, partial(_device, town, house), partial(_ask, town.homes[house.code]))


def _device(town: Town, house: House) -> Actor:
    return town.devices[house.code]


async def _ask(household: HouseholdId, tx: Tx) -> None:
    await actions.ask(tx, household)
