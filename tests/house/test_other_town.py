"""A supporter of two municipalities on the same server."""

import pytest

from kairanban.community.consents.actions import give
from kairanban.community.people.actions.households import NewHousehold, add_household, add_resident
from kairanban.community.people.actions.offices import add_person, appoint
from kairanban.community.places.actions.places import add_place
from kairanban.community.places.rules import PlaceKind
from kairanban.community.signin.actions import sessions
from kairanban.core.actor import Actor, Home
from kairanban.core.clock import DAY, Moment
from kairanban.core.ids import SessionId
from kairanban.core.purposes import Purpose
from kairanban.core.roles import Role
from tests.conftest import SetClock
from tests.visiting import Visit
from tests.world import SYSTEM, World

pytestmark = pytest.mark.anyio

OFFICERS = {
    "koyama": ("小山 徹", Role.MUNICIPAL_OFFICER, "other_town"),
    "endo": ("遠藤 薫", Role.CHAIR, "sugino"),
    "murata": ("村田 進", Role.SETTLEMENT_SUPPORTER, "sugino"),
    "ueno": ("上野 光", Role.WELFARE_COMMISSIONER, "sugino"),
}
LONG_AGO = 100 * DAY


async def add_other_town(world: World) -> None:
    """Add 杉野町 with one 区, one settlement, one household, and its officers."""
    p = world.places
    async with world.database.write(SYSTEM) as tx:
        p["other_town"] = await add_place(tx, PlaceKind.MUNICIPALITY, "杉野町")
        p["sugino"] = await add_place(tx, PlaceKind.ASSOCIATION, "杉野区", p["other_town"], chair_word="区長")
        p["upper"] = await add_place(tx, PlaceKind.SETTLEMENT, "奥杉野", p["sugino"], sort=1)
        household = await add_household(
            tx,
            NewHousehold(p["sugino"], "和田", p["upper"], 1, address="奥杉野1", phone="", method="digital"),
        )
        world.residents["wada"] = await add_resident(tx, household, "和田 トミ", representative=True)
        world.households["wada"] = household
        for name, (full, role, place) in OFFICERS.items():
            person = world.people[name] = await add_person(tx, full)
            await appoint(tx, person, role, p[place], starts=Moment(tx.now - LONG_AGO), ends=None)
            world.tokens[name] = await sessions.sign_in(tx, person)


async def test_a_supporter_of_two_towns_sees_both_on_one_page_and_neither_after_the_term(
    world: World, clock: SetClock
) -> None:
    await add_other_town(world)
    ends = Moment(clock() + 2 * DAY)
    async with world.database.write(SYSTEM) as tx:
        both = world.people["both"] = await add_person(tx, "両方 ひかる")
        await appoint(
            tx,
            both,
            Role.SETTLEMENT_SUPPORTER,
            world.places["upper"],
            starts=Moment(tx.now - LONG_AGO),
            ends=None,
        )
        await appoint(
            tx,
            both,
            Role.SETTLEMENT_SUPPORTER,
            world.places["valley"],
            starts=Moment(tx.now - LONG_AGO),
            ends=ends,
        )
        world.tokens["both"] = await sessions.sign_in(tx, both)
    for name, association in (("wada", "sugino"), ("mori", "kaminosawa")):
        home = Home(world.households[name], None, name, world.places[association])
        async with world.database.write(Actor(SessionId(1), homes=(home,))) as tx:
            await give(tx, world.households[name], world.residents[name], Purpose.SUPPORTER)

    async def settlements() -> tuple[bool, bool, int, int]:
        async with Visit(world, "both") as browser:
            board = (await browser.get("/board")).text
            homes = [
                (await browser.get(f"/board/households/{world.households[name]}")).status_code
                for name in ("wada", "mori")
            ]
        return "奥杉野" in board, "沢口" in board, homes[0], homes[1]

    assert await settlements() == (True, True, 200, 200)
    clock.advance(2 * DAY)
    assert await settlements() == (True, False, 200, 404)
    async with Visit(world, "murata") as browser:
        page = (await browser.get("/board")).text
        assert "奥杉野" in page
        assert "沢口" not in page
