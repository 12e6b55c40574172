"""The paper board of the resident's block: since yesterday at a household that reads on paper."""

from kairanban.circulation.route_sheets.actions import positions
from kairanban.circulation.route_sheets.actions.sheets import rounds, sheet
from kairanban.core.actor import Actor
from kairanban.core.clock import HOUR, Moment
from kairanban.core.roles import Role
from kairanban.db.tx import Tx
from kairanban.operations.demo.households import Town
from kairanban.operations.demo.people import RESIDENT
from kairanban.operations.demo.timeline import Timeline


def set_out(timeline: Timeline, town: Town) -> None:
    """Move the board of the newest circular that is not yet acknowledged by all."""
    code = next(house.place for house in town.houses if house.code == RESIDENT)
    when = Moment(town.now - 20 * HOUR)

    def leader() -> Actor:
        return town.holder(Role.BLOCK_LEADER, code, when)

    async def move(tx: Tx) -> None:
        block = town.places[code]
        going = [circular for circular, round in (await rounds(tx, block)).items() if round.left]
        if going:
            newest = max(going)
            waited = next(line for line in (await sheet(tx, newest, block)).open if line.waited)
            await positions.move(tx, newest, block, waited.id)

    timeline.add(when, leader, move)
