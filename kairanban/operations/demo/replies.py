"""Replies of the demo's households: on devices, on paper, by telephone, on visits, or none."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from random import Random

from kairanban.circulation.circulars.actions.publishing import opened
from kairanban.circulation.replies.actions.answers import answer, answer_for, take_back
from kairanban.circulation.replies.rules.answers import Answer
from kairanban.core.actor import Actor
from kairanban.core.clock import DAY, HOUR, MINUTE, Moment, at, day_of, local
from kairanban.core.roles import Role
from kairanban.db.tx import Tx
from kairanban.operations.demo.circulars_sent import Round, addressed
from kairanban.operations.demo.households import Town
from kairanban.operations.demo.people import RESIDENT, House
from kairanban.operations.demo.timeline import Timeline

# Shares of households with a device that only open a circular, or never do.
ONLY_OPENED, NEVER = 0.03, 0.04


@dataclass(frozen=True, slots=True)
class Wave:
    """One round of replies to a circular: the first, or after a change."""

    circular: Round
    number: int
    starts: int
    ends: int


def take(timeline: Timeline, town: Town, circular: Round, rng: Random) -> None:
    """Add the steps of all households to the timeline."""
    script = circular.script
    if "ahead" in script.said or script.said.get("draft"):
        return
    withdrawn = script.later("withdrawal") or town.now
    asked_again = script.later("correction") if _changed(circular) else None
    first = Wave(circular, 1, script.sent, asked_again or withdrawn)
    waves = [first] if asked_again is None else [first, Wave(circular, 2, asked_again, withdrawn)]
    for wave in waves:
        for house in addressed(town, script):
            _household(timeline, town, wave, house, rng)


def _household(timeline: Timeline, town: Town, wave: Wave, house: House, rng: Random) -> None:
    lot = rng.random()
    delay, manner = rng.expovariate(1 / 15) + rng.random(), _answer(wave, house, rng)
    if house.code == RESIDENT:
        if wave.circular.script.said.get("waits"):
            return
        lot, delay = 0.5, min(delay, 40.0)
    on_device = house.device and (house.method == "digital" or lot < 0.6)
    if on_device:
        if lot > NEVER / 2:
            moment = _awake(wave.starts + int(delay * HOUR), rng)
            _by_device(timeline, town, wave, house, moment, manner, rng, lot)
    elif lot < 0.96:
        _by_leader(timeline, town, wave, house, manner, rng)


def _by_device(
    timeline: Timeline, town: Town, wave: Wave, house: House, moment: int, manner: Answer, rng: Random,
    lot: float,
) -> None:  # fmt: skip
    device = town.devices[house.code]
    home, circular = town.homes[house.code], wave.circular

    async def look(tx: Tx) -> None:
        await opened(tx, circular.id, home)

    async def press(tx: Tx) -> None:
        await answer(tx, circular.id, home, manner)

    async def undo(tx: Tx) -> None:
        await take_back(tx, circular.id, home)

    def add(when: int, deed: Callable[[Tx], object]) -> None:
        if when < min(wave.ends, circular.script.reply_by or wave.ends):
            timeline.add(when, lambda: device, deed)  # type: ignore[arg-type]

    add(moment, look)
    if 1 - lot < ONLY_OPENED:
        return
    pressed = moment + rng.randint(40, 400) * 1000
    add(pressed, press)
    if house.code == RESIDENT:
        return
    second = rng.random()
    if second < 0.012:
        add(pressed + 9 * MINUTE, undo)
    elif second < 0.05 and circular.script.reply != "acknowledge":
        other = _answer(wave, house, rng, press="again")

        async def change(tx: Tx) -> None:
            await answer(tx, circular.id, home, other)

        add(pressed + rng.randint(3, 30) * HOUR, change)


def _by_leader(timeline: Timeline, town: Town, wave: Wave, house: House, manner: Answer, rng: Random) -> None:
    """Add a reply entered by the leader in the evening after her round, or later by phone or visit."""
    # Seeded by block, so that all its houses have the same day.
    walk = Random(f"{wave.starts} {house.place}").randint(3, 7)
    method = rng.choices(("paper", "visit", "phone"), (80, 12, 8))[0]
    late = 0 if method == "paper" else rng.randint(1, 3)
    evening = at(day_of(wave.starts) + timedelta(days=walk + late), 19, 10)
    moment = evening + house.order * 25_000 + (late * 20 * MINUTE)
    home, circular = town.homes[house.code], wave.circular

    async def write_down(tx: Tx) -> None:
        await answer_for(tx, circular.id, home, manner, method)

    if moment < wave.ends:
        timeline.add(moment, lambda: _leader(town, house, moment), write_down)


def _leader(town: Town, house: House, moment: int) -> Actor:
    return town.holder(Role.BLOCK_LEADER, house.place, moment)


def _answer(wave: Wave, house: House, rng: Random, press: str = "first") -> Answer:
    script = wave.circular.script
    client = f"demo-{house.code}-{wave.number}-{press}"
    if script.reply == "attendance":
        return Answer(rng.choices(("attending", "absent", "undecided"), (55, 36, 9))[0], client)
    if script.reply == "number":
        most = max(1, len(house.members))
        return Answer("number", client, number=rng.choice([0, 0, *range(1, most + 1), most, most]))
    if script.reply == "survey":
        number = rng.choice([0, 0, *range(1, max(1, len(house.members)) + 1)])
        coming = {1: ("1",), 2: (str(number),), 3: (str(number),)}
        return Answer("survey", client, filled=coming if number else {1: ("2",)})
    if script.reply == "text" and rng.random() < 0.7:
        return Answer("words", client, words=rng.choice(script.said["words"]))
    return Answer("acknowledged", client)


def _awake(moment: int, rng: Random) -> Moment:
    """Move moments between 22:00 and 6:00 to the morning."""
    hour = local(moment).hour
    if 6 <= hour < 22:
        return Moment(moment)
    day = day_of(moment + (DAY if hour >= 22 else 0))
    return Moment(at(day, 6) + rng.randint(0, 150) * MINUTE)


def _changed(circular: Round) -> bool:
    return bool(circular.script.said.get("correction", {}).get("kind") == "change")
