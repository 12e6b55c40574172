"""What changes of households and appointments leave in the journal."""

import pytest

from kairanban.community.people.actions import groups, households, offices, particulars
from kairanban.community.people.actions.households import NewHousehold
from kairanban.core.roles import Role
from tests.records import Entry, journalled
from tests.world import World

pytestmark = pytest.mark.anyio


async def test_households_added_are_in_the_journal(world: World) -> None:
    association, ito = world.places["midorigaoka"], world.people["ito"]
    before = await journalled(world, "household_added")
    async with world.database.write(world.ito) as tx:
        new = NewHousehold(association, "小林", world.places["block_1"])
        added = await households.add_household(tx, new)
    assert await journalled(world, "household_added") == [
        *before,
        Entry("household_added", ito, association, household=added),
    ]


async def test_changes_of_a_household_are_in_the_journal(world: World) -> None:
    association, block, other = (world.places[name] for name in ("midorigaoka", "block_1", "block_2"))
    home, resident, ito = world.households["sato"], world.residents["sato"], world.people["ito"]
    changed = Entry("household_changed", ito, association, household=home)
    steps = ["household_changed", "household_moved", "representative_changed", "resident_ended"]
    async with world.database.write(world.ito) as tx:
        await particulars.change(tx, association, home, {"phone": "022-333"})
        await particulars.rename_representative(tx, association, home, "佐藤 華", "")
        await particulars.set_route_order(tx, association, home, block, 9)
        await particulars.move(tx, association, home, block, other, 9)
        await households.died(tx, association, home, resident)
        await particulars.replace_representative(tx, association, home, "佐藤 花", "")
    assert await journalled(world, *steps) == [
        changed,
        changed,
        changed,
        Entry("household_moved", ito, association, household=home, other=other),
        Entry("resident_ended", ito, association, household=home, other=resident),
        Entry("representative_changed", ito, association, household=home),
    ]


async def test_whoever_joins_a_group_is_in_the_journal(world: World) -> None:
    association, group, home = world.places["midorigaoka"], world.places["elders"], world.households["sato"]
    async with world.database.write(world.ito) as tx:
        for chosen in ({home}, {home}, set()):
            await groups.set_members(tx, association, group, chosen)
    assert await journalled(world, "household_moved") == [
        Entry("household_moved", world.people["ito"], association, household=home, other=group)
    ]


async def test_appointments_are_in_the_journal(world: World) -> None:
    place, yamada = world.places["midorigaoka"], world.people["yamada"]
    before = await journalled(world, "appointed")
    async with world.database.write(world.yamada) as tx:
        made = await offices.appoint(tx, world.people["abe"], Role.DRAFTER, place, starts=tx.now, ends=None)
        await offices.end_appointment(tx, place, made)
    assert await journalled(world, "appointed", "appointment_ended") == [
        *before,
        Entry("appointed", yamada, place, other=made),
        Entry("appointment_ended", yamada, place, other=made),
    ]
    async with world.database.write(world.yamada) as tx:
        await offices.end_appointment(tx, place, made)
    assert len(await journalled(world, "appointment_ended")) == 1
