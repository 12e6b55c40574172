"""A roster change stays within the association its permission was checked for."""

import pytest
from sqlalchemy import bindparam, select

from kairanban.community.people.actions import households, particulars
from kairanban.core.errors import NotFound
from kairanban.db.statements import Statement
from kairanban.db.tables.people import household
from tests.world import SYSTEM, World

pytestmark = pytest.mark.anyio

_KEPT = Statement(
    select(
        household.c.postal,
        household.c.address,
        household.c.phone,
        household.c.second_phone,
        household.c.email,
    ).where(household.c.id == bindparam("household"))
)


async def kept(world: World, name: str) -> tuple[str, ...]:
    async with world.database.read(SYSTEM) as tx:
        return (await tx.rows(_KEPT, household=world.households[name]))[0]


async def names(world: World, name: str) -> list[str]:
    async with world.database.read(SYSTEM) as tx:
        return [one.name for one in await households.residents(tx, world.households[name])]


async def test_particulars_are_changed_in_ones_own_association_only(world: World) -> None:
    place = world.places["midorigaoka"]
    async with world.database.write(world.yamada) as tx:
        await particulars.change(tx, place, world.households["sato"], {"email": "hanako@example.jp"})
        await particulars.change(tx, place, world.households["mori"], {"email": "hanako@example.jp"})
    assert (await kept(world, "sato"))[4] == "hanako@example.jp"
    assert (await kept(world, "mori"))[4] == ""


async def test_a_representative_is_changed_in_ones_own_association_only(world: World) -> None:
    place = world.places["midorigaoka"]
    async with world.database.write(world.yamada) as tx:
        await particulars.rename_representative(tx, place, world.households["sato"], "佐藤 華子", "")
        await particulars.replace_representative(tx, place, world.households["suzuki"], "鈴木 緑", "")
    assert await names(world, "sato") == ["佐藤 華子"]
    assert await names(world, "suzuki") == ["鈴木 緑"]
    for change in (particulars.rename_representative, particulars.replace_representative):
        with pytest.raises(NotFound):
            async with world.database.write(world.yamada) as tx:
                await change(tx, place, world.households["mori"], "だれか", "")
    assert await names(world, "mori") == ["森 清"]


async def test_a_household_is_moved_in_ones_own_association_only(world: World) -> None:
    place, block_1, block_2 = (world.places[name] for name in ("midorigaoka", "block_1", "block_2"))
    async with world.database.write(world.yamada) as tx:
        await particulars.move(tx, place, world.households["sato"], block_1, block_2, 7)
        line = await households.household_line(tx, place, world.households["sato"])
        assert (line.block, line.route_order) == ("2班", 7)
    with pytest.raises(NotFound):
        async with world.database.write(world.yamada) as tx:
            await particulars.move(tx, place, world.households["mori"], world.places["valley"], block_2, 8)
