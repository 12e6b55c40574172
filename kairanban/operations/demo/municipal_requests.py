"""Municipal requests of the town, and the decisions of its associations."""

import tomllib
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

from kairanban.circulation.circulars.actions import drafts
from kairanban.circulation.circulars.actions.drafts import Choices
from kairanban.circulation.circulars.rules.kinds import Change
from kairanban.circulation.circulars.rules.texts import TEXT_FIELDS, Texts
from kairanban.circulation.municipal_requests.actions import corrections, decisions, relays, sending
from kairanban.circulation.municipal_requests.rules.copies import Distribution
from kairanban.core.actor import Actor
from kairanban.core.clock import DAY, HOUR, MINUTE, Moment, at, day_of, end_of
from kairanban.core.ids import CircularId, PlaceId
from kairanban.core.roles import Role
from kairanban.db.tx import Tx
from kairanban.operations.demo.circular_texts import Script
from kairanban.operations.demo.circulars_sent import UNWRITTEN, Round
from kairanban.operations.demo.households import Town
from kairanban.operations.demo.offices import TOWN
from kairanban.operations.demo.replies import take
from kairanban.operations.demo.timeline import SYSTEM, Deed, Timeline

FILE = Path(__file__).parent / "requests.toml"
_SHORT = {"when": "facts_when", "where": "facts_where", "bring": "facts_bring", "ask": "facts_ask", "phone": "facts_phone"}  # fmt: skip


def ask(timeline: Timeline, town: Town) -> None:
    """Add all steps of the town and the associations to the timeline."""
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
            await sending.send(tx, id, sure=True)

    async def correct(tx: Tx) -> None:
        changed = said["correction"]
        await corrections.correct(
            tx, request[0], Change.CHANGE, _texts({**said, **changed}), changed["note"], None, None
        )

    async def withdraw(tx: Tx) -> None:
        await corrections.withdraw(tx, request[0], said["withdrawal"]["why"])

    timeline.add(sent, officer, write)
    for one in said.get("answers", []):
        _answer(timeline, town, request, one, Moment(sent + one["after"] * DAY), rng)
    for what, deed in (("correction", correct), ("withdrawal", withdraw)):
        if what in said:
            timeline.add(Moment(sent + said[what]["after"] * DAY + HOUR), officer, deed)
    if "correction" in said:
        relayed = Moment(sent + said["correction"]["after"] * DAY + HOUR + MINUTE)
        for one in said.get("answers", []):
            timeline.add(relayed, lambda: SYSTEM, _relay(request, town.places[one["association"]]))


def _relay(request: list[CircularId], association: PlaceId) -> Deed:
    return lambda tx: relays.relay(tx, request[0], association)


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
            await decisions.decline(tx, place, request[0], said["declined"], said.get("words", ""))
            return
        at_once = not said.get("draft", False)
        circular.id = await decisions.pass_on(tx, place, request[0], said.get("note", ""), at_once=at_once)

    timeline.add(moment, lambda: town.holder(Role.CHAIR, said["association"], moment), answer)
    if "declined" not in said and not said.get("draft"):
        take(timeline, town, circular, rng)


async def _write(tx: Tx, town: Town, said: dict[str, Any]) -> CircularId:
    id = await sending.start(tx, town.places[TOWN])
    importance = said.get("importance", "ordinary")
    choices = Choices.of(await drafts.find(tx, id), category="municipality", importance=importance)
    await drafts.save(tx, id, _texts(said), choices)
    day = at(day_of(town.now) + timedelta(days=said["deliver"])) if "deliver" in said else None
    everybody = [one.id for one in await sending.associations(tx, town.places[TOWN])]
    goes = Distribution(said.get("distribution", Distribution.CIRCULATE))
    until = end_of(day_of(town.now) + timedelta(days=said["answer_by"])) if "answer_by" in said else None
    await sending.choose(tx, id, said["department"], day, everybody, goes, until)
    return id


def _texts(said: dict[str, Any]) -> Texts:
    named = {_SHORT.get(name, name): str(value) for name, value in said.items()}
    return Texts(**{name: named.get(name, "") for name in TEXT_FIELDS})
