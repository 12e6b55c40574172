"""The apartment building: its contact puts up circulars, and a resident asks to join by the poster."""

from contextlib import suppress
from datetime import timedelta

from kairanban.circulation.progress.actions import notice_boards
from kairanban.community.buildings.actions import join_requests, posters
from kairanban.community.buildings.actions.join_requests import Wish
from kairanban.community.signin.rules.sealing import unseal
from kairanban.community.signin.rules.tokens import new_token
from kairanban.core.actor import Actor, Visitor
from kairanban.core.clock import DAY, HOUR, Moment, at, day_of
from kairanban.core.errors import Problem
from kairanban.core.roles import Role
from kairanban.db.tx import Tx
from kairanban.operations.demo.circulars_sent import Round
from kairanban.operations.demo.households import Town
from kairanban.operations.demo.people import BUILDING, SUBURB
from kairanban.operations.demo.timeline import Timeline

# The contact passes by two mornings later, so the newest circular is not up yet.
AFTER_DAYS = 2


def hang(timeline: Timeline, town: Town, circular: Round) -> None:
    """Add the contact's steps for this circular to the timeline."""
    script = circular.script
    if script.association != SUBURB or "ahead" in script.said or script.said.get("draft"):
        return
    association, building = town.places[SUBURB], town.places[BUILDING]

    async def put_up(tx: Tx) -> None:
        # Some circulars are not for the building, some were withdrawn meanwhile.
        with suppress(Problem):
            await notice_boards.put_up(tx, association, building, circular.id)

    async def take_down(tx: Tx) -> None:
        with suppress(Problem):
            await notice_boards.take_down(tx, association, building, circular.id)

    for began, deed in (
        (script.sent, put_up),
        (script.later("correction"), put_up),
        (script.later("withdrawal"), take_down),
    ):
        if began is not None:
            morning = at(day_of(began) + timedelta(days=AFTER_DAYS), 7, 40)
            timeline.add(morning, lambda: _contact(town), deed)


def ask_to_join(timeline: Timeline, town: Town) -> None:
    """Add a poster and an undecided request to join."""
    association, building = town.places[SUBURB], town.places[BUILDING]
    found: list[str] = []

    async def make(tx: Tx) -> None:
        key = new_token()
        poster = await posters.make(tx, association, building, key)
        sealed = (await posters.stored(tx, poster)).sealed
        found.extend(token for _building, token in (unseal(key, sealed) if sealed else None) or [])

    async def ask(tx: Tx) -> None:
        await join_requests.ask(tx, found[0], Wish("205号室", "リン", "vi", "demo"), "android")

    when = Moment(town.now - 30 * DAY)
    timeline.add(when, lambda: town.holder(Role.CHAIR, SUBURB, when), make)
    timeline.add(town.now - 20 * HOUR, Visitor, ask)


def _contact(town: Town) -> Actor:
    return town.holder(Role.BUILDING_CONTACT, BUILDING, town.now)
