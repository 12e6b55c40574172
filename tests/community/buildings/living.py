"""Helpers: households of a building, and its contact's page."""

import re

from kairanban.community.people.actions.households import NewHousehold, add_household, add_resident
from kairanban.core.ids import HouseholdId
from tests.visiting import Visit
from tests.world import SYSTEM, World


async def move_in(world: World, label: str, name: str = "", room: str = "") -> HouseholdId:
    """Add a household in メゾン緑 with one resident or none."""
    async with world.database.write(SYSTEM) as tx:
        home = await add_household(
            tx,
            NewHousehold(
                association=world.places["midorigaoka"],
                label=label,
                place=world.places["maison"],
                route_order=1,
                address=f"メゾン緑 {room}",
                method="digital",
            ),
        )
        if name:
            await add_resident(tx, home, name, representative=True)
    return home


async def office(world: World, who: str = "nakajima") -> str:
    """Return the plain text of a person's office page."""
    async with Visit(world, who) as browser:
        return (await browser.get("/office")).text


def plain(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page))
