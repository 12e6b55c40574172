"""Groups and the names of places."""

import pytest

from kairanban.community.people.actions.groups import members, set_members
from kairanban.community.places.actions.places import places_within
from kairanban.core.errors import NotFound
from tests.visiting import Visit
from tests.world import World, circular

pytestmark = pytest.mark.anyio


async def test_a_group_is_made_filled_and_written_to(world: World) -> None:
    place = world.places["midorigaoka"]
    base = f"/associations/{place}/places"
    async with Visit(world, "yamada") as chair:
        assert (await chair.post(base, {"kind": "group", "name": "消防団"})).status_code == 303
        async with world.database.read(world.yamada) as tx:
            group = next(one.id for one in await places_within(tx, place) if one.name == "消防団")
        chosen = [
            str(world.households["sato"]),
            str(world.households["tanaka"]),
            str(world.households["mori"]),
        ]
        assert (await chair.post(f"{base}/{group}/households", {"household": chosen})).status_code == 303
        async with world.database.read(world.yamada) as tx:
            assert await members(tx, group) == {world.households["sato"], world.households["tanaka"]}
        await chair.post(f"{base}/{group}/name", {"name": "第一分団"})
        assert "第一分団" in (await chair.get(base)).text

    world.places["fire"] = group
    id = await circular(world, place="fire")
    for who, status in (("sato", 200), ("tanaka", 200), ("suzuki", 404)):
        async with Visit(world, who) as resident:
            assert (await resident.get(f"/circulars/{id}")).status_code == status


async def test_leaving_a_group_leaves_the_block_alone(world: World) -> None:
    place, group = world.places["midorigaoka"], world.places["elders"]
    for chosen in ({world.households["sato"]}, set()):
        async with world.database.write(world.yamada) as tx:
            await set_members(tx, place, group, chosen)
    async with world.database.read(world.yamada) as tx:
        assert await members(tx, group) == set()
        assert world.households["sato"] in await members(tx, world.places["block_1"])


async def test_a_block_is_no_group_and_another_associations_group_is_not_there(world: World) -> None:
    for by, place in ((world.yamada, world.places["block_1"]), (world.ono, world.places["elders"])):
        association = world.places["midorigaoka" if by is world.yamada else "kaminosawa"]
        with pytest.raises(NotFound):
            async with world.database.write(by) as tx:
                await set_members(tx, association, place, set())
