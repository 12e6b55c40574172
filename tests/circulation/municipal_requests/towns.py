"""Helpers: a second municipality, unrelated to the first."""

import html
import re
from dataclasses import replace

from httpx2 import Response

from kairanban.community.people.actions.households import NewHousehold, add_household
from kairanban.community.people.actions.offices import add_person, appoint
from kairanban.community.places.actions.places import add_place
from kairanban.community.places.rules import PlaceKind
from kairanban.community.signin.actions import sessions
from kairanban.core.actor import Appointment
from kairanban.core.ids import PlaceId
from kairanban.core.roles import Role
from tests.world import _SESSION_OF, SYSTEM, World

_TAG = re.compile(r"<[^>]*>")


def plain(page: Response) -> str:
    """Return a page's text without phrase breaks."""
    return html.unescape(_TAG.sub("", page.text))


async def next_town(world: World) -> None:
    """Add となり町 with one association; its officer is `world.mita`."""
    async with world.database.write(SYSTEM) as tx:
        world.places["next_town"] = await add_place(tx, PlaceKind.MUNICIPALITY, "となり町")
        world.places["hara"] = await add_place(
            tx, PlaceKind.ASSOCIATION, "原自治会", world.places["next_town"]
        )
        person = world.people["mita"] = await add_person(tx, "三田 恵")
        office = await appoint(
            tx, person, Role.MUNICIPAL_OFFICER, world.places["next_town"], starts=tx.now, ends=None
        )
        world.tokens["mita"] = await sessions.sign_in(tx, person)
        session = await tx.value(_SESSION_OF, person_id=person)
        world.actors["mita"] = replace(
            world.shimizu,
            session=session,
            person=person,
            name="三田 恵",
            appointments=(Appointment(office, Role.MUNICIPAL_OFFICER, world.places["next_town"], None),),
        )


async def fill_block(world: World, block: str, number: int, method: str = "digital") -> None:
    """Add that many households, so that counts are large enough to be shown."""
    association: PlaceId = world.places["midorigaoka"]
    async with world.database.write(SYSTEM) as tx:
        for n in range(number):
            await add_household(
                tx,
                NewHousehold(
                    association=association,
                    label=f"家{n}",
                    place=world.places[block],
                    route_order=10 + n,
                    address="",
                    phone="",
                    method=method,
                ),
            )
