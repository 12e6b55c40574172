"""Who gives and withdraws consents, and what is recorded of it."""

import pytest

from kairanban.community.consents import actions
from kairanban.core.errors import NotFound
from kairanban.core.purposes import Purpose
from tests.records import Access, Entry, accesses, journalled
from tests.visiting import Visit
from tests.world import World

pytestmark = pytest.mark.anyio


async def test_a_household_gives_and_withdraws_only_its_own_consents(world: World) -> None:
    home, resident = world.households["sato"], world.residents["sato"]
    async with world.database.write(world.suzuki) as tx:
        with pytest.raises(NotFound):
            await actions.give(tx, home, resident, Purpose.CHECK_IN)
    async with world.database.write(world.sato) as tx:
        for _ in range(2):
            await actions.give(tx, home, resident, Purpose.CHECK_IN)
    async with world.database.write(world.suzuki) as tx:
        with pytest.raises(NotFound):
            await actions.withdraw(tx, home, resident, Purpose.CHECK_IN)
    async with world.database.write(world.sato) as tx:
        for _ in range(2):
            await actions.withdraw(tx, home, resident, Purpose.CHECK_IN)
    assert await journalled(world, "consent_given", "consent_withdrawn") == [
        Entry("consent_given", household=home, other=resident),
        Entry("consent_withdrawn", household=home, other=resident),
    ]


@pytest.mark.parametrize("page", ["consents?place={block}", "consents/{block}/sheets"])
async def test_the_names_on_consent_sheets_are_in_the_access_log(world: World, page: str) -> None:
    block = world.places["block_1"]
    async with Visit(world, "ito") as officer:
        path = f"/associations/{world.places['midorigaoka']}/{page.format(block=block)}"
        assert (await officer.get(path)).status_code == 200
    assert await accesses(world, "ito") == {Access("consents", block)}
