"""The first run: the roster, the cards, a circular for practice; each offered when it can be done."""

import re
from dataclasses import replace

import pytest

from kairanban.community.people.actions.offices import add_person, appoint
from kairanban.community.places.actions.places import add_place
from kairanban.community.places.rules import PlaceKind
from kairanban.community.signin.actions import printing, sessions
from kairanban.core.actor import Actor
from kairanban.core.ids import PlaceId
from kairanban.core.roles import Role
from kairanban.desks.office.rules import Begun, State, Step, first_run
from tests.visiting import Visit, said
from tests.world import SYSTEM, World, circular

pytestmark = pytest.mark.anyio

DONE, NEXT, LATER, WAITS = State.DONE, State.NEXT, State.LATER, State.WAITS


@pytest.mark.parametrize(
    ("begun", "states"),
    [
        (Begun(0, 0, 0), (NEXT, WAITS, WAITS)),
        (Begun(5, 5, 0), (DONE, NEXT, LATER)),
        (Begun(5, 1, 0), (DONE, NEXT, LATER)),
        (Begun(5, 0, 0), (DONE, DONE, NEXT)),
        (Begun(0, 0, 1), (NEXT, WAITS, DONE)),
    ],
)
def test_one_step_is_next_and_nothing_is_offered_to_nobody(begun: Begun, states: tuple[State, ...]) -> None:
    found = first_run(begun)
    assert found is not None
    assert tuple(found.states[step] for step in Step) == states


@pytest.mark.parametrize("without_card", [0, 3])
def test_after_the_first_circular_it_is_over_also_when_a_household_arrives(without_card: int) -> None:
    assert first_run(Begun(5, without_card, 1)) is None


async def new_chair(world: World) -> PlaceId:
    """Make an association without households, its chair signed in as "new"."""
    async with world.database.write(SYSTEM) as tx:
        place = await add_place(tx, PlaceKind.ASSOCIATION, "新町会", world.places["town"])
        person = await add_person(tx, "新井 光")
        await appoint(tx, person, Role.CHAIR, place, starts=tx.now, ends=None)
        world.tokens["new"] = await sessions.sign_in(tx, person)
    return place


def primary(page: str) -> list[str]:
    """Return the addresses of the primary links and the texts of the primary buttons."""
    found = re.findall(r'<a class="button primary"\s+href="([^"]+)"|<button class="primary">([^<]+)', page)
    return [link or button for link, button in found]


async def test_a_new_chair_is_led_to_the_roster_and_not_to_a_circular_for_nobody(world: World) -> None:
    place = await new_chair(world)
    async with Visit(world, "new") as chair:
        page = said(await chair.get("/office"))
        assert primary(page) == [f"/associations/{place}/roster/files"]
        assert f"/associations/{place}/arrival" in page
        assert "/patterns/practice" not in page
        typed = await chair.post(
            f"/associations/{place}/arrival",
            {"name": "佐藤 花子", "place": str(place), "method": "both", "day": "2026-12-01"},
        )
        assert typed.status_code == 303, typed.text
        page = said(await chair.get("/office"))
        assert primary(page) == [f"/associations/{place}/cards"]
        assert f"/associations/{place}/patterns/practice" in page


async def test_cards_then_practice_then_nothing(world: World) -> None:
    place = world.places["midorigaoka"]
    async with Visit(world, "yamada") as chair:
        assert isinstance(world.yamada, Actor)
        async with world.database.write(replace(world.yamada, stepped_up_at=world.database.clock())) as tx:
            without = {one.id for one in await printing.printable(tx, place) if not one.devices}
            if without:
                page = said(await chair.get("/office"))
                assert primary(page) == [f"/associations/{place}/cards"]
                await printing.make_cards(tx, place, without)
        page = said(await chair.get("/office"))
        assert primary(page) == [f"/associations/{place}/patterns/practice"]
        await circular(world)
        page = said(await chair.get("/office"))
        assert "/patterns/practice" not in page
        assert primary(page) == ["回覧を書く"]


async def test_a_drafter_is_offered_the_practice_only(world: World) -> None:
    async with Visit(world, "kimura") as drafter:
        page = said(await drafter.get("/office"))
    assert primary(page) == [f"/associations/{world.places['midorigaoka']}/patterns/practice"]
    assert "/roster/files" not in page
