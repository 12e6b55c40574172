"""What changes of households leave in the journal and in the access log."""

from dataclasses import replace

import pytest

from kairanban.community.consents import actions as consents
from kairanban.community.household_changes.actions import merging, moving, particulars, residents
from kairanban.community.household_changes.actions.particulars import Particulars
from kairanban.community.household_changes.actions.residents import NextHousehold
from kairanban.community.people.actions.households import NewHousehold, add_resident
from kairanban.core.errors import NotFound
from kairanban.core.purposes import Purpose
from tests.records import Access, Entry, accesses, journalled
from tests.visiting import Visit
from tests.world import SYSTEM, World

pytestmark = pytest.mark.anyio


async def test_arrivals_departures_and_returns_are_in_the_journal(world: World) -> None:
    association, sato, suzuki = world.places["midorigaoka"], *list(world.households.values())[:2]
    new = NewHousehold(association, "小林", world.places["block_1"])
    before = await journalled(world, "household_added")
    async with world.database.write(world.ito) as tx:
        for _ in range(2):
            arrived = await moving.arrive(tx, new, "小林 一", tx.now)
        await moving.leave(tx, association, sato, tx.now, empty=True)
        await moving.leave(tx, association, suzuki, tx.now, empty=False)
        await moving.come_back(tx, association, sato)
    ito = world.people["ito"]
    assert await journalled(world, "household_added", "house_empty", "household_left") == [
        *before,
        Entry("household_added", ito, association, household=arrived),
        Entry("house_empty", ito, association, household=sato),
        Entry("household_left", ito, association, household=suzuki),
        Entry("household_added", ito, association, household=sato),
    ]


async def test_changes_of_who_lives_there_are_in_the_journal(world: World) -> None:
    association, home = world.places["midorigaoka"], world.households["sato"]
    async with world.database.write(SYSTEM) as tx:
        child = await add_resident(tx, home, "佐藤 次郎")
    async with world.database.write(world.sato) as tx:
        await consents.give(tx, home, child, Purpose.CHECK_IN)
    block = world.places["block_1"]
    async with world.database.write(world.ito) as tx:
        await residents.represent(tx, association, home, None, "佐藤 花", True, tx.now)
        new = NextHousehold("佐藤（次）", block, 9)
        divided = await residents.divide(tx, association, home, [child], [], new, tx.now, renew=False)
    ito = world.people["ito"]
    assert await journalled(world, "representative_changed", "household_divided", "consent_withdrawn") == [
        Entry("representative_changed", ito, association, household=home),
        Entry("consent_withdrawn", ito, household=home, other=child),
        Entry("household_divided", ito, association, household=home, other=divided),
    ]


async def test_a_merger_is_in_the_journal_for_every_household_and_the_block(world: World) -> None:
    association, block, into = (world.places[name] for name in ("midorigaoka", "block_1", "block_2"))
    async with world.database.write(world.yamada) as tx:
        await merging.merge(tx, association, block, into, tx.now)
    moved = Entry("household_moved", world.people["yamada"], association, other=into)
    assert await journalled(world, "household_moved", "blocks_merged") == [
        *(moved._replace(household=world.households[name]) for name in ("sato", "suzuki", "matsumoto")),
        Entry("blocks_merged", world.people["yamada"], association, other=block),
    ]


async def test_a_move_within_the_association_is_in_the_journal(world: World) -> None:
    association, home, into = world.places["midorigaoka"], world.households["sato"], world.places["block_2"]
    async with world.database.write(world.ito) as tx:
        now = await particulars.particulars(tx, association, home)
        same = {name: getattr(now, name) for name in Particulars.__dataclass_fields__}
        right = replace(Particulars(**same), place=into, route_order=9)
        await particulars.put_right(tx, association, home, right, tx.now)
    assert await journalled(world, "household_moved") == [
        Entry("household_moved", world.people["ito"], association, household=home, other=into)
    ]


async def test_pages_of_a_household_are_in_the_access_log(world: World) -> None:
    association, home = world.places["midorigaoka"], world.households["sato"]
    for who, page in (("ito", "changes"), ("yamada", "particulars")):
        async with Visit(world, who) as browser:
            path = f"/associations/{association}/households/{home}/{page}"
            assert (await browser.get(path)).status_code == 200
        assert await accesses(world, who) == {Access("household", association, home)}


async def test_the_list_of_departures_is_in_the_access_log(world: World) -> None:
    association = world.places["midorigaoka"]
    async with Visit(world, "ito") as browser:
        assert (await browser.get(f"/associations/{association}/departures")).status_code == 200
        assert await accesses(world, "ito") == set()
        async with world.database.write(world.yamada) as tx:
            await moving.leave(tx, association, world.households["sato"], tx.now, empty=True)
        assert (await browser.get(f"/associations/{association}/departures")).status_code == 200
    assert await accesses(world, "ito") == {Access("roster", association)}


async def test_a_household_that_leaves_keeps_no_way_in(world: World) -> None:
    association, home = world.places["midorigaoka"], world.households["sato"]
    async with Visit(world, "sato") as browser:
        assert (await browser.get("/devices")).status_code == 200
        async with world.database.write(world.ito) as tx:
            await moving.leave(tx, association, home, tx.now, empty=True)
        assert (await browser.get("/devices")).status_code != 200
    assert await journalled(world, "card_cancelled") == [
        Entry("card_cancelled", world.people["ito"], association, household=home)
    ]


async def test_a_household_moves_within_its_association_only(world: World) -> None:
    association, home = world.places["midorigaoka"], world.households["sato"]
    async with world.database.write(world.ito) as tx:
        now = await particulars.particulars(tx, association, home)
        same = Particulars(**{name: getattr(now, name) for name in Particulars.__dataclass_fields__})
        for place in ("valley", "maison", "elders"):
            right = replace(same, place=world.places[place])
            if place == "maison":
                await particulars.put_right(tx, association, home, right, tx.now)
                continue
            with pytest.raises(NotFound):
                await particulars.put_right(tx, association, home, right, tx.now)
