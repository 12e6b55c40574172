"""What the town asked of its associations, and what each of them made of it."""

import tomllib
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

from kairanban.circulars.actions import drafts
from kairanban.circulars.actions.drafts import Choices
from kairanban.circulars.rules.texts import TEXT_FIELDS, Texts
from kairanban.core.actor import Actor
from kairanban.core.clock import DAY, HOUR, Moment, at, day_of
from kairanban.core.ids import CircularId
from kairanban.core.roles import Role
from kairanban.db.tx import Tx
from kairanban.demo.going import UNWRITTEN, Round
from kairanban.demo.offices import TOWN
from kairanban.demo.replies import take
from kairanban.demo.scripts import Script
from kairanban.demo.settling import Town
from kairanban.demo.stage import Timeline
from kairanban.requests.actions import answering, asking, changing
from kairanban.requests.rules.copies import Distribution

FILE = Path(__file__).parent / "requests.toml"
_SHORT = {"when": "facts_when", "where": "facts_where", "bring": "facts_bring", "ask": "facts_ask", "phone": "facts_phone"}  # fmt: skip


def ask(timeline: Timeline, town: Town) -> None:
    """Put everything the town and the associations do with requests into the timeline."""
    rng = Random(9)
    for said in tomllib.loads(FILE.read_text(encoding="utf-8"))["request"]:
        _one(timeline, town, said, rng)


def _one(timeline: Timeline, town: Town, said: dict[str, Any], rng: Random) -> None:
    writing = said.get("writing", False)
    sent = Moment(town.now - HOUR) if writing else at(day_of(town.now) - timedelta(days=said["ago"]), 9, 30)
    request: list[CircularId] = []

    def officer() -> Actor:
        return town.holder(Role.MUNICIPAL_OFFICER, TOWN, min(sent, town.now))

    async def write(tx: Tx) -> None:
        id = await _write(tx, town, said)
        request.append(id)
        if not writing:
            await asking.send(tx, id, sure=True)

    async def correct(tx: Tx) -> None:
        changed = said["correction"]
        await changing.correct(tx, request[0], _texts({**said, **changed}), changed["note"], None, None)

    async def withdraw(tx: Tx) -> None:
        await changing.withdraw(tx, request[0], said["withdrawal"]["why"])

    timeline.add(sent, officer, write)
    for one in said.get("answers", []):
        _answer(timeline, town, request, one, Moment(sent + one["after"] * DAY), rng)
    for what, deed in (("correction", correct), ("withdrawal", withdraw)):
        if what in said:
            timeline.add(Moment(sent + said[what]["after"] * DAY + HOUR), officer, deed)


def _answer(
    timeline: Timeline,
    town: Town,
    request: list[CircularId],
    said: dict[str, Any],
    moment: Moment,
    rng: Random,
) -> None:
    place = town.places[said["association"]]
    circular = Round(Script(said["association"], moment, {"category": "municipality"}), UNWRITTEN)

    async def answer(tx: Tx) -> None:
        if "declined" in said:
            await answering.decline(tx, place, request[0], said["declined"], said.get("words", ""))
            return
        at_once = not said.get("draft", False)
        circular.id = await answering.pass_on(tx, place, request[0], said.get("note", ""), at_once=at_once)

    timeline.add(moment, lambda: town.holder(Role.CHAIR, said["association"], moment), answer)
    if "declined" not in said and not said.get("draft"):
        take(timeline, town, circular, rng)


async def _write(tx: Tx, town: Town, said: dict[str, Any]) -> CircularId:
    id = await asking.start(tx, town.places[TOWN])
    importance = said.get("importance", "ordinary")
    await drafts.save(
        tx, id, _texts(said), Choices("municipality", importance, "acknowledge", None, None, "")
    )
    day = at(day_of(town.now) + timedelta(days=said["deliver"])) if "deliver" in said else None
    everybody = [one.id for one in await asking.associations(tx, town.places[TOWN])]
    goes = Distribution(said.get("distribution", Distribution.CIRCULATE))
    await asking.choose(tx, id, said["department"], day, everybody, goes)
    return id


def _texts(said: dict[str, Any]) -> Texts:
    named = {_SHORT.get(name, name): str(value) for name, value in said.items()}
    return Texts(**{name: named.get(name, "") for name in TEXT_FIELDS})
