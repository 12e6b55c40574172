"""Where a household that is divided may live."""

import pytest

from kairanban.community.household_changes.actions import residents
from kairanban.community.household_changes.actions.residents import NextHousehold
from kairanban.community.people.actions.households import households
from kairanban.core.errors import NotFound
from tests.conftest import TODAY
from tests.visiting import Visit
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


async def orders(world: World) -> dict[str, int]:
    """Return the route of block 1: names with their numbers."""
    async with world.database.read(world.ito) as tx:
        lines = await households(tx, world.places["midorigaoka"])
    return {line.label: line.route_order for line in lines if line.block == "1班"}


async def test_a_second_household_needs_no_name_and_stands_behind_the_first(world: World) -> None:
    new = NextHousehold("", world.places["block_1"], 0)
    async with world.database.write(world.ito) as tx:
        await residents.divide(
            tx, world.places["midorigaoka"], world.households["sato"], (), ("佐藤 健",), new, TODAY, renew=False
        )  # fmt: skip
    assert await orders(world) == {"佐藤": 1, "佐藤 健": 2, "鈴木": 3, "松本（角）": 4}


async def test_a_number_that_is_written_is_taken_as_it_is(world: World) -> None:
    new = NextHousehold("若い佐藤", world.places["block_1"], 9)
    async with world.database.write(world.ito) as tx:
        await residents.divide(
            tx, world.places["midorigaoka"], world.households["sato"], (), ("佐藤 健",), new, TODAY, renew=False
        )  # fmt: skip
    assert await orders(world) == {"佐藤": 1, "鈴木": 2, "松本（角）": 3, "若い佐藤": 9}


async def test_in_another_block_it_has_no_number_yet(world: World) -> None:
    new = NextHousehold("", world.places["block_2"], 0)
    async with world.database.write(world.ito) as tx:
        await residents.divide(
            tx, world.places["midorigaoka"], world.households["sato"], (), ("佐藤 健",), new, TODAY, renew=False
        )  # fmt: skip
    assert await orders(world) == {"佐藤": 1, "鈴木": 2, "松本（角）": 3}


async def test_who_moves_in_is_asked_for_reading_and_language(world: World) -> None:
    base = f"/associations/{world.places['midorigaoka']}"
    async with Visit(world, "ito") as officer:
        page = (await officer.get(f"{base}/arrival")).text
        assert 'name="reading"' in page
        assert 'name="language"' in page
        form = {"name": "グエン 安", "place": str(world.places["block_2"]), "language": "vi"}
        wrong = await officer.post(f"{base}/arrival", form | {"reading": "阮"})
        assert wrong.status_code == 422
        assert "グエン 安" in wrong.text
        answer = await officer.post(f"{base}/arrival", form | {"reading": "ぐえん あん"})
        assert answer.status_code == 303
        house = answer.headers["location"].split("/changes")[0]
        shown = (await officer.get(f"{house}/particulars")).text
    assert 'value="ぐえん あん"' in shown
    assert '<option value="vi" lang="vi" selected>' in shown
