"""How long a poster is printed, and by whom."""

import pytest

from kairanban.community.buildings.actions import posters
from kairanban.community.signin.rules.lifetimes import BATCH_LASTS
from kairanban.core.errors import Conflict
from tests.conftest import SetClock
from tests.world import World

pytestmark = pytest.mark.anyio


async def test_a_poster_is_printed_for_half_an_hour_by_the_session_that_made_it(
    world: World, clock: SetClock
) -> None:
    building, token = world.places["maison"], world.tokens["yamada"]
    async with world.database.write(world.yamada) as tx:
        poster = await posters.make(tx, world.places["midorigaoka"], building, token)
    clock.advance(BATCH_LASTS)
    async with world.database.read(world.yamada) as tx:
        _made, sheet = await posters.printable(tx, poster, token, "https://kairanban.example")
        assert sheet.address.startswith("https://kairanban.example/b/")
    for who, with_token, passed in (("ito", token, 0), ("yamada", "another's", 0), ("yamada", token, 1)):
        clock.advance(passed)
        async with world.database.read(world.actors[who]) as tx:
            with pytest.raises(Conflict):
                await posters.printable(tx, poster, with_token, "https://kairanban.example")
