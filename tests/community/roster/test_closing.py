"""Closing a place of an association on its page."""

import pytest

from kairanban.community.places.actions.places import places_within
from tests.visiting import Visit, said
from tests.world import World

pytestmark = pytest.mark.anyio


async def test_an_empty_group_is_closed_and_a_block_with_households_stays(world: World) -> None:
    places = f"/associations/{world.places['midorigaoka']}/places"
    async with Visit(world, "ito") as officer:
        for _ in range(2):
            assert (await officer.post(f"{places}/{world.places['elders']}/closing")).status_code == 303
        lived_in = await officer.post(f"{places}/{world.places['block_1']}/closing")
        assert (lived_in.status_code, "先に世帯を移してください" in said(lived_in)) == (422, True)
        for other in ("midorigaoka", "kaminosawa", "town"):
            assert (await officer.post(f"{places}/{world.places[other]}/closing")).status_code == 404
        named = await officer.post(f"{places}/{world.places['block_1']}/name", {"name": "2班"})
        assert (named.status_code, "同じ名前がすでにあります" in said(named)) == (422, True)
    async with world.database.read(world.ito) as tx:
        there = {one.name for one in await places_within(tx, world.places["midorigaoka"])}
    assert "老人会" not in there
    assert "1班" in there
