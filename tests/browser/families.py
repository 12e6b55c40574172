"""One family in two associations in the gallery: asked, linked, and a circular that both sent."""

from kairanban.circulation.families import actions
from kairanban.circulation.municipal_requests.actions import decisions
from kairanban.community.people.actions.households import NewHousehold, add_household, add_resident
from kairanban.community.signin.actions import sessions
from kairanban.community.signin.queries import devices
from kairanban.core.actor import Actor, Home
from kairanban.core.ids import CircularId, HouseholdId
from tests.browser.scene import Scene
from tests.world import SYSTEM, World, asked

HOMES = (("kita", "midorigaoka", "block_2", "北野"), ("sawa", "kaminosawa", "valley", "沢の北野"))


async def prepare(world: World) -> CircularId:
    """Let two tablets hold both households of a family, one of them linked; return a circular that reached both."""
    for suffix in ("", "_linked"):
        homes = [
            await _home(world, f"{name}{suffix}", association, place, f"{label}{'' if suffix else '（角）'}")
            for name, association, place, label in HOMES
        ]
        async with world.database.write(SYSTEM) as tx:
            session, token = await sessions.household_session(tx)
            for home in homes:
                bound = {"session": session, "household": home.household, "kind": "ipad", "how": "card"}
                await tx.value(devices.BIND, **bound, bound=tx.now, approved_by=None)
                await tx.run(devices.TELL_ALL, household_id=home.household)
        world.tokens[f"kita{suffix}"] = token
        world.actors[f"kita{suffix}"] = Actor(session, homes=tuple(homes))
    one, other = homes
    async with world.database.write(world.actors["kita_linked"]) as tx:
        await actions.link(tx, one.household, other.household)

    request = await asked(world, "midorigaoka", "kaminosawa")
    passed = []
    for chair, place, note in (
        ("yamada", "midorigaoka", "公園の入口に集まります。"),
        ("ono", "kaminosawa", "沢口の方は橋のそばです。"),
    ):
        async with world.database.write(world.actors[chair]) as tx:
            passed.append(await decisions.pass_on(tx, world.places[place], request, note, at_once=True))
    return passed[0]


async def _home(world: World, name: str, association: str, place: str, label: str) -> Home:
    async with world.database.write(SYSTEM) as tx:
        new = NewHousehold(world.places[association], label, world.places[place], 20)
        id: HouseholdId = await add_household(tx, new)
        await add_resident(tx, id, "北野 良子", representative=True)
    world.households[name] = id
    return Home(id, None, label, world.places[association])


def scenes(circular: CircularId) -> list[Scene]:
    return [
        Scene("family", "/family", "kita"),
        Scene("family_linked", "/family?done=linked", "kita_linked"),
        Scene("family_none", "/family", "takahashi"),
        Scene("home_linked", "/", "kita_linked"),
        Scene("circular_twin", f"/circulars/{circular}", "kita_linked"),
    ]
