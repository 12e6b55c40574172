"""A drill of the suburban association that has ended: answers, the leader's round, one practice help call."""

from dataclasses import dataclass, field
from functools import partial
from random import Random

from kairanban.care.safety.actions import answers, help_calls, household_view, starting
from kairanban.care.safety.actions.answers import Given
from kairanban.care.safety.rules import Kind, Source, State, Word
from kairanban.core.actor import Actor
from kairanban.core.clock import DAY, MINUTE
from kairanban.core.ids import HouseholdId, PlaceId
from kairanban.core.roles import Role
from kairanban.db.tx import Tx
from kairanban.operations.demo.households import Town
from kairanban.operations.demo.people import RESIDENT, SUBURB
from kairanban.operations.demo.timeline import Timeline

AGO = 9 * DAY
WORDS = "総合防災訓練です。震度6弱の地震があったものとして、お答えください。"


@dataclass
class _Drill:
    """The check's id, known once it has started."""

    checks: list[int] = field(default_factory=list)

    @property
    def id(self) -> int:
        return self.checks[0]


def drill(timeline: Timeline, town: Town) -> None:
    """Add the drill: three of four devices answer, the leader visits the rest of the resident's block."""
    began, chance, run = town.now - AGO, Random(117), _Drill()
    block = next(house.place for house in town.houses if house.code == RESIDENT)
    chair = partial(town.holder, Role.CHAIR, SUBURB, began)
    leader = partial(town.holder, Role.BLOCK_LEADER, block, began)
    place = town.places[SUBURB]
    timeline.add(began, chair, partial(_start, run, place))

    houses = [house for house in town.houses if house.association == SUBURB]
    answered = {house.code for house in houses if house.code in town.devices and chance.random() < 0.75}
    for house in houses:
        if house.code in answered and house.code != RESIDENT:
            when = began + chance.randint(1, 25) * MINUTE
            timeline.add(
                when,
                partial(_device, town, house.code),
                partial(_say, run, town.homes[house.code], State.SAFE),
            )
        elif house.place == block and house.code != RESIDENT:
            source = Source.SIGN if chance.random() < 0.6 else Source.WALK
            deed = partial(_tick, run, town.homes[house.code], source)
            timeline.add(began + chance.randint(15, 35) * MINUTE, leader, deed)

    asker, home = partial(_device, town, RESIDENT), town.homes[RESIDENT]
    timeline.add(began + 4 * MINUTE, asker, partial(_say, run, home, State.HELP))
    timeline.add(began + 5 * MINUTE, asker, partial(_practice, run, home))
    timeline.add(began + 6 * MINUTE, leader, _take)
    timeline.add(began + 12 * MINUTE, leader, _close)
    timeline.add(began + 60 * MINUTE, chair, partial(_end, run, place))


def _device(town: Town, code: str) -> Actor:
    return town.devices[code]


async def _start(run: _Drill, place: PlaceId, tx: Tx) -> None:
    run.checks.append(await starting.start(tx, place, Kind.DRILL, WORDS))


async def _say(run: _Drill, household: HouseholdId, state: State, tx: Tx) -> None:
    await answers.answer(tx, run.id, household, Given(state, Source.OWN, f"drill.{state}"))


async def _tick(run: _Drill, household: HouseholdId, source: Source, tx: Tx) -> None:
    await answers.tick(tx, run.id, household, Given(State.SAFE, source, "drill.round"))


async def _practice(run: _Drill, household: HouseholdId, tx: Tx) -> None:
    await household_view.give_word(tx, run.id, household, Word.DRILL)


async def _take(tx: Tx) -> None:
    calls = await help_calls.open_calls(tx)
    await help_calls.seen(tx, calls)
    for one in calls:
        await help_calls.take(tx, one.id)


async def _close(tx: Tx) -> None:
    for one in await help_calls.open_calls(tx):
        await help_calls.close(tx, one.id, "safe", "訓練どおりにうかがい、無事を確かめました")


async def _end(run: _Drill, place: PlaceId, tx: Tx) -> None:
    await starting.end(tx, run.id, place, place)
