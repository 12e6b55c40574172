"""The first run: an association that has nobody yet, one with a household but no card, and the notice with the cards."""

from kairanban.community.people.actions.households import NewHousehold, add_household
from kairanban.community.people.actions.offices import add_person, appoint
from kairanban.community.places.actions.places import add_place
from kairanban.community.places.rules import PlaceKind
from kairanban.community.signin.actions import sessions
from kairanban.core.roles import Role
from tests.browser.scene import Scene
from tests.world import SYSTEM, World

BEGINNERS = {"first_roster": ("新井 光", "新町会", 0), "first_cards": ("酒井 望", "坂町会", 3)}


async def prepare(world: World) -> None:
    for who, (name, association, households) in BEGINNERS.items():
        async with world.database.write(SYSTEM) as tx:
            place = await add_place(tx, PlaceKind.ASSOCIATION, association)
            person = await add_person(tx, name)
            await appoint(tx, person, Role.CHAIR, place, starts=tx.now, ends=None)
            for number in range(households):
                await add_household(tx, NewHousehold(place, f"坂の家 {number}", place))
        async with world.database.write(SYSTEM) as tx:
            world.tokens[who] = await sessions.sign_in(tx, person, "computer")


def scenes(batch: str) -> list[Scene]:
    return [
        *(Scene(f"office_{who}", "/office", who) for who in BEGINNERS),
        Scene("purpose_notices", f"/cards/{batch}/notices", "yamada"),
    ]
