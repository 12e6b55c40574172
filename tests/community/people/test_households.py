"""お亡くなりになりました, and the resident of a device."""

import pytest

from kairanban.community.people.actions import households
from kairanban.core.errors import NotFound
from tests.visiting import Visit
from tests.world import World, circular

pytestmark = pytest.mark.anyio


async def test_a_name_of_the_dead_is_taken_off_and_its_offices_end(world: World) -> None:
    place, house = world.places["midorigaoka"], world.households["sato"]
    async with world.database.write(world.ito) as tx:
        leader = await households.add_resident(tx, house, "阿部 和子", person=world.people["abe"])
    async with Visit(world, "abe") as browser:
        assert "1班" in (await browser.get("/office")).text
        async with world.database.write(world.ito) as tx:
            await households.died(tx, place, house, leader)
            assert "阿部 和子" not in {one.name for one in await households.residents(tx, house)}
        assert "1班" not in (await browser.get("/office")).text
    with pytest.raises(NotFound):
        async with world.database.write(world.ito) as tx:
            await households.died(tx, place, house, leader)


async def test_an_answer_says_who_uses_the_device(world: World) -> None:
    id = await circular(world)
    async with Visit(world, "sato") as browser:
        named = await browser.post("/devices/resident", {"resident": str(world.residents["sato"])})
        assert named.headers["location"] == "/devices?done=named"
        await browser.post(f"/circulars/{id}/acknowledgement", {"press": "x"})
        assert "佐藤 花子様より" in (await browser.get(f"/circulars/{id}")).text
        assert (
            await browser.post("/devices/resident", {"resident": str(world.residents["mori"])})
        ).status_code == 404
        await browser.post("/devices/resident", {"resident": ""})
