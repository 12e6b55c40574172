"""How long a poster is printed, and by whom."""

import pytest

from kairanban.community.buildings.actions import posters
from kairanban.community.buildings.actions.retention import forget_old_requests
from kairanban.community.signin.rules.lifetimes import BATCH_LASTS
from kairanban.core.errors import Conflict
from tests.conftest import SetClock
from tests.world import SYSTEM, World

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


async def test_the_sealed_address_of_a_poster_is_deleted_after_half_an_hour(
    world: World, clock: SetClock
) -> None:
    async with world.database.write(world.yamada) as tx:
        poster = await posters.make(tx, world.places["midorigaoka"], world.places["maison"], "token")
    for passed, kept in ((BATCH_LASTS - 1, True), (1, False)):
        clock.advance(passed)
        async with world.database.write(SYSTEM) as tx:
            await forget_old_requests(tx)
            assert ((await posters.stored(tx, poster)).sealed is not None) is kept
