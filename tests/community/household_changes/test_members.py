"""The people of a household, added, renamed and taken off by an officer."""

import re

import pytest

from kairanban.community.consents import actions as consents
from kairanban.community.hiding.actions import hide
from kairanban.community.household_changes.actions import members, residents
from kairanban.community.people.actions.households import add_resident, household_line
from kairanban.community.signin.actions import devices
from kairanban.core.errors import Invalid, NotFound, Refused
from kairanban.core.ids import ResidentId
from kairanban.core.purposes import Purpose
from tests.records import Access, accesses, journalled
from tests.visiting import Visit, said
from tests.world import SYSTEM, World

pytestmark = pytest.mark.anyio


def base(world: World, house: str = "sato", association: str = "midorigaoka") -> str:
    return f"/associations/{world.places[association]}/households/{world.households[house]}"


async def living(world: World, house: str = "sato") -> list[tuple[str, int, int]]:
    async with world.database.read(SYSTEM) as tx:
        found = await members.members(tx, world.places["midorigaoka"], world.households[house])
        return [(one.name, one.representative, one.child) for one in found]


async def settle(world: World, *names: str, child: bool = False) -> list[ResidentId]:
    async with world.database.write(SYSTEM) as tx:
        home = world.households["sato"]
        return [await add_resident(tx, home, name, child=child) for name in names]


async def test_an_officer_adds_renames_and_takes_off(world: World) -> None:
    async with Visit(world, "ito") as officer:
        for _ in range(2):
            added = await officer.post(f"{base(world)}/members", {"name": "佐藤 健"})
            assert added.status_code == 303
        await officer.post(f"{base(world)}/members", {"name": "佐藤 みく", "child": "1"})
        assert await living(world) == [
            ("佐藤 花子", 1, 0),
            ("佐藤 健", 0, 0),
            ("佐藤 みく", 0, 1),
        ]
        page = said(await officer.get(f"{base(world)}/members"))
        assert "佐藤 みく" in page
        async with world.database.read(SYSTEM) as tx:
            ids = {
                one.name: one.id
                for one in await members.members(tx, world.places["midorigaoka"], world.households["sato"])
            }
        await officer.post(f"{base(world)}/members/{ids['佐藤 健']}", {"name": "佐藤 健一"})
        await officer.post(f"{base(world)}/members/{ids['佐藤 みく']}/removal")
        assert (await officer.post(f"{base(world)}/members/{ids['佐藤 みく']}/removal")).status_code == 404, (
            "she is not there any more"
        )
    assert await living(world) == [("佐藤 花子", 1, 0), ("佐藤 健一", 0, 0)]
    kinds = [
        one.kind for one in await journalled(world, "resident_added", "resident_renamed", "resident_left")
    ]
    assert kinds == ["resident_added", "resident_added", "resident_renamed", "resident_left"]
    assert Access("household", world.places["midorigaoka"], world.households["sato"]) in await accesses(
        world, "ito"
    )


async def test_what_was_typed_is_still_there_when_a_name_is_missing_or_too_long(world: World) -> None:
    [ken] = await settle(world, "佐藤 健")
    async with Visit(world, "ito") as officer:
        empty = await officer.post(f"{base(world)}/members", {"name": " ", "child": "1"})
        assert empty.status_code == 422
        assert empty.text.count("checked") == 1
        long = await officer.post(f"{base(world)}/members/{ken}", {"name": "あ" * 61})
        assert long.status_code == 422
        assert "あ" * 61 in long.text
        assert 'value="佐藤 花子"' in long.text, "the other forms stay as they were"
    assert await living(world) == [("佐藤 花子", 1, 0), ("佐藤 健", 0, 0)]


async def test_the_household_goes_on_being_called_by_its_representative(world: World) -> None:
    home, place = world.households["takahashi"], world.places["midorigaoka"]
    async with world.database.write(world.ito) as tx:
        who = world.residents["takahashi"]
        await members.rename(tx, place, home, who, "高橋 節", child=False)
        assert (await household_line(tx, place, home)).label == "高橋", "a label of its own stays"
        await residents.represent(tx, place, home, None, "髙橋 勇", True, tx.now)
    async with world.database.write(world.ito) as tx:
        [head] = [one for one in await members.members(tx, place, home) if one.representative]
        with pytest.raises(Invalid):
            await members.rename(tx, place, home, head.id, "髙橋 勇", child=True)


async def test_a_child_is_asked_for_no_consent(world: World) -> None:
    [ken] = await settle(world, "佐藤 健")
    home, place = world.households["sato"], world.places["midorigaoka"]
    async with world.database.write(world.sato) as tx:
        await consents.give(tx, home, ken, Purpose.SUPPORTER)
    async with world.database.write(world.ito) as tx:
        await members.rename(tx, place, home, ken, "佐藤 健", child=True)
    async with world.database.write(world.sato) as tx:
        [mine] = await consents.own(tx)
        assert [one.name for one in mine.adults] == ["佐藤 花子"]
        with pytest.raises(NotFound):
            await consents.give(tx, home, ken, Purpose.SUPPORTER)
    async with world.database.read(world.ito) as tx:
        [entered] = [
            one
            for one in await consents.of_place(tx, place, world.places["block_1"])
            if one.household == home
        ]
        assert [one.name for one in entered.adults] == ["佐藤 花子"]
    assert [one.other for one in await journalled(world, "consent_withdrawn")] == [ken]


async def test_each_adult_has_her_own_consents(world: World) -> None:
    [ken] = await settle(world, "佐藤 健")
    home = world.households["sato"]
    async with world.database.write(world.sato) as tx:
        await consents.give(tx, home, ken, Purpose.SUPPORTER)
        [mine] = await consents.own(tx)
    assert {one.name: list(one.given) for one in mine.adults} == {"佐藤 花子": [], "佐藤 健": ["supporter"]}
    async with world.database.write(world.ito) as tx:
        await members.take_off(tx, world.places["midorigaoka"], home, ken)
    assert [one.other for one in await journalled(world, "consent_withdrawn")] == [ken]


async def test_a_child_neither_represents_a_house_nor_moves_alone(world: World) -> None:
    [miku] = await settle(world, "佐藤 みく", child=True)
    home, place = world.households["sato"], world.places["midorigaoka"]
    new = residents.NextHousehold("佐藤（若）", world.places["block_1"], 4)
    async with world.database.write(world.ito) as tx:
        with pytest.raises(Invalid):
            await residents.represent(tx, place, home, miku, "", True, tx.now)
        with pytest.raises(Invalid):
            await residents.divide(tx, place, home, [miku], [], new, tx.now, renew=False)
        moved = await residents.divide(tx, place, home, [miku], ["佐藤 健"], new, tx.now, renew=False)
        found = await residents.who_lives(tx, moved)
    assert [(one.name, one.representative, one.child) for one in found] == [
        ("佐藤 健", 1, 0),
        ("佐藤 みく", 0, 1),
    ]


async def test_names_of_a_hidden_household_are_the_keepers_alone(world: World) -> None:
    home, place = world.households["sato"], world.places["midorigaoka"]
    async with world.database.write(world.yamada) as tx:
        await hide(tx, place, home)
    async with world.database.write(world.ito) as tx:
        with pytest.raises(Refused):
            await members.add(tx, place, home, "佐藤 健", child=False)
    async with world.database.write(world.yamada) as tx:
        await members.add(tx, place, home, "佐藤 健", child=False)
    async with Visit(world, "ito") as other:
        assert (await other.get(f"{base(world)}/members")).status_code == 403


async def test_a_household_has_no_more_names_than_fit(world: World) -> None:
    place, home = world.places["midorigaoka"], world.households["sato"]
    async with world.database.write(world.ito) as tx:
        for number in range(members.MOST - 1):
            await members.add(tx, place, home, f"佐藤 {number}", child=True)
        with pytest.raises(Invalid):
            await members.add(tx, place, home, "佐藤 最後", child=True)


async def test_a_child_uses_no_device_by_name(world: World) -> None:
    [ken] = await settle(world, "佐藤 健")
    home = world.households["sato"]
    async with world.database.write(world.sato) as tx:
        await devices.name_resident(tx, home, ken)
    async with Visit(world, "sato") as tablet:
        assert 'name="resident"' in (await tablet.get("/devices")).text
    async with world.database.write(world.ito) as tx:
        await members.rename(tx, world.places["midorigaoka"], home, ken, "佐藤 健", child=True)
    async with Visit(world, "sato") as tablet:
        page = (await tablet.get("/devices")).text
        assert f'name="resident" value="{ken}"' not in page
        assert re.search(r'name="resident" value="" aria-current="true"', page)
        assert (await tablet.post("/devices/resident", {"resident": ken})).status_code == 404
