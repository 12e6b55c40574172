"""Where a household that is divided may live."""

import pytest

from kairanban.community.household_changes.actions import residents
from kairanban.community.household_changes.actions.residents import NextHousehold
from kairanban.core.errors import NotFound
from tests.conftest import TODAY
from tests.world import World

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("place", ["elders", "valley", "town"])
async def test_a_household_is_divided_into_a_dwelling_of_its_association(world: World, place: str) -> None:
    new = NextHousehold("佐藤（若）", world.places[place], 4)
    async with world.database.write(world.ito) as tx:
        with pytest.raises(NotFound):
            await residents.divide(
                tx, world.places["midorigaoka"], world.households["sato"], (), ("佐藤 健",), new, TODAY, renew=False
            )  # fmt: skip
