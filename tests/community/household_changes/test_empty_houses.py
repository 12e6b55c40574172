"""空き家: proposed when nobody is left, off routes, counts and cards, the address kept."""

import pytest
from sqlalchemy import bindparam, select

from kairanban.circulation.municipal_requests.queries.copies import takes_paper
from kairanban.community.hiding.actions import hide
from kairanban.community.household_changes.actions import empty_houses, members, moving
from kairanban.community.people.actions.households import (
    NewHousehold,
    add_household,
    died,
    households,
    nobody_left,
)
from kairanban.community.signin.actions import sessions
from kairanban.core.clock import DAY
from kairanban.core.errors import NotFound
from kairanban.db.statements import Statement
from kairanban.db.tables.circulars import addressee
from kairanban.db.tables.ledger import journal, look
from kairanban.db.tables.people import hiding, household, membership
from kairanban.db.tables.safety import safety_addressee
from tests.accountability.retention.ages import everything
from tests.conftest import SetClock
from tests.forgetting import forget_past
from tests.records import journalled
from tests.visiting import Visit, said
from tests.world import SYSTEM, World, checked, circular

pytestmark = pytest.mark.anyio

_ROW = Statement(
    select(household.c.label + "|" + household.c.address + "|" + household.c.phone).where(
        household.c.id == bindparam("house")
    )
)
_PAPER = Statement(select(household.c.id).where(takes_paper))
_PLACES = Statement(select(membership.c.place).where(membership.c.household == bindparam("house")))


def base(world: World) -> str:
    return f"/associations/{world.places['midorigaoka']}"


async def last_one_dies(world: World, house: str = "suzuki") -> None:
    async with world.database.write(world.ito) as tx:
        await died(tx, world.places["midorigaoka"], world.households[house], world.residents[house])


async def test_an_officer_is_asked_when_the_last_resident_has_died(world: World) -> None:
    house = f"{base(world)}/households/{world.households['suzuki']}"
    async with Visit(world, "ito") as officer:
        assert "空き家にしますか" not in said(await officer.get(house))
        await last_one_dies(world)
        assert "空き家にしますか" in said(await officer.get(house))
        assert f"{house}" in (await officer.get(f"{base(world)}/proposals")).text
        for _ in range(2):
            done = await officer.post(f"{house}/empty-house")
            assert done.headers["location"].endswith("/empty-houses?done=empty")
        page = said(await officer.get(f"{base(world)}/empty-houses"))
        assert "鈴木の住所" in page
        assert "1班の2" in page
        assert "鈴木 茂" not in page
        assert "空き家にしますか" not in said(await officer.get(f"{base(world)}/proposals"))
    assert [one.household for one in await journalled(world, "house_empty")] == [world.households["suzuki"]]


async def test_an_empty_house_is_off_routes_counts_cards_and_copies(world: World) -> None:
    place, home = world.places["midorigaoka"], world.households["suzuki"]
    async with world.database.read(SYSTEM) as tx:
        assert home in {one.id for one in await households(tx, place)}
        assert home in await tx.column(_PAPER)
    await last_one_dies(world)
    async with world.database.write(world.ito) as tx:
        await empty_houses.stands_empty(tx, place, home)
    async with world.database.read(SYSTEM) as tx:
        assert home not in {one.id for one in await households(tx, place)}
        assert home not in await tx.column(_PAPER)
    async with Visit(world, "yamada") as chair, Visit(world, "suzuki") as theirs:
        for path in ("roster", "cards", "reachability", "renewal"):
            assert "鈴木" not in said(await chair.get(f"{base(world)}/{path}")), path
        assert (await theirs.get("/circulars")).status_code == 401, "its devices open nothing"


async def test_nothing_new_goes_to_an_empty_house(world: World) -> None:
    home = world.households["suzuki"]
    await circular(world)
    await checked(world)
    for table in (addressee, safety_addressee):
        assert home in {row["household"] for row in await everything(world.database, table)}
    await last_one_dies(world)
    async with world.database.write(world.ito) as tx:
        await empty_houses.stands_empty(tx, world.places["midorigaoka"], home)
    later = await circular(world)
    check = await checked(world, "real")
    asked = await everything(world.database, addressee)
    assert home not in {row["household"] for row in asked if row["circular"] == later}
    assert len([row for row in asked if row["circular"] == later]) == 4, "the denominator"
    safe = await everything(world.database, safety_addressee)
    assert home not in {row["household"] for row in safe if row["check"] == check}
    async with Visit(world, "yamada") as chair:
        block = world.places["block_1"]
        for path in (f"/circulars/{later}/blocks/{block}", f"/circulars/{later}/blocks/{block}/sheet/paper"):
            page = await chair.get(path)
            assert page.status_code == 200
            assert "松本" in said(page)
            assert "鈴木" not in said(page), path


async def test_it_is_asked_also_after_the_last_one_moved_and_not_while_somebody_is_left(world: World) -> None:
    place, home = world.places["midorigaoka"], world.households["sato"]
    async with world.database.write(world.ito) as tx:
        await members.add(tx, place, home, "佐藤 みく", child=True)
        await members.take_off(tx, place, home, world.residents["sato"])
        assert await nobody_left(tx, place) == set()
        [miku] = await members.members(tx, place, home)
        await members.take_off(tx, place, home, miku.id)
        assert await nobody_left(tx, place) == {home}
        await members.add(tx, place, home, "佐藤 健", child=False)
        assert await nobody_left(tx, place) == set()
        [ken] = await members.members(tx, place, home)
        assert ken.representative == 1


async def test_where_somebody_lives_no_house_is_empty(world: World) -> None:
    place = world.places["midorigaoka"]
    async with world.database.write(world.ito) as tx:
        with pytest.raises(NotFound):
            await empty_houses.stands_empty(tx, place, world.households["suzuki"])
    await last_one_dies(world)
    async with Visit(world, "ito") as officer:
        house = f"{base(world)}/households/{world.households['suzuki']}"
        await officer.post(f"{house}/empty-house/removal")
        assert "空き家にしますか" not in said(await officer.get(house))
    async with world.database.write(world.ito) as tx:
        with pytest.raises(NotFound):
            await empty_houses.stands_empty(tx, place, world.households["suzuki"])


async def test_it_can_be_undone_for_thirty_days(world: World, clock: SetClock) -> None:
    await last_one_dies(world)
    place, home = world.places["midorigaoka"], world.households["suzuki"]
    async with Visit(world, "ito") as officer:
        await officer.post(f"{base(world)}/households/{home}/empty-house")
        assert "/return" in (await officer.get(f"{base(world)}/empty-houses")).text
        assert (await officer.post(f"{base(world)}/departures/{home}/return")).status_code == 303
        assert "鈴木の住所" not in said(await officer.get(f"{base(world)}/empty-houses"))
    async with world.database.write(world.ito) as tx:
        assert home in {one.id for one in await households(tx, place)}
        await moving.leave(tx, place, home, tx.now, empty=True)
    clock.advance(31 * DAY)
    async with world.database.write(world.ito) as tx:
        [one] = await empty_houses.listed(tx, place)
        assert one.address == "鈴木の住所"
        with pytest.raises(NotFound):
            await moving.come_back(tx, place, home)


async def test_names_go_after_thirty_days_and_the_address_stays(world: World, clock: SetClock) -> None:
    await last_one_dies(world)
    place, home = world.places["midorigaoka"], world.households["suzuki"]
    async with world.database.write(world.ito) as tx:
        await empty_houses.stands_empty(tx, place, home)
        await moving.leave(tx, place, world.households["tanaka"], tx.now, empty=False)
    clock.advance(4 * 365 * DAY)
    await forget_past(world)
    async with world.database.read(SYSTEM) as tx:
        assert await tx.value(_ROW, house=home) == "|鈴木の住所|"
        assert await tx.column(_PLACES, house=home) == [world.places["block_1"]]
        assert await tx.value(_ROW, house=world.households["tanaka"]) is None, (
            "a household that moved goes whole"
        )
        [one] = await empty_houses.listed(tx, place)
    assert (one.shown, one.address) == ("1班", "鈴木の住所")
    async with world.database.write(world.ito) as tx:
        await empty_houses.stands_empty_no_longer(tx, place, home)
    await forget_past(world)
    async with world.database.read(SYSTEM) as tx:
        assert await tx.value(_ROW, house=home) is None


async def test_whoever_moves_in_starts_from_it_and_sees_nothing_of_before(world: World) -> None:
    await last_one_dies(world)
    place, home = world.places["midorigaoka"], world.households["suzuki"]
    async with world.database.write(world.ito) as tx:
        await empty_houses.stands_empty(tx, place, home)
    async with Visit(world, "ito") as officer:
        form = await officer.get(f"{base(world)}/arrival?house={home}")
        assert 'value="鈴木の住所"' in form.text
        assert f'value="{world.places["block_1"]}" selected' in form.text
        given = {
            "name": "新田 勉", "place": world.places["block_1"], "route_order": "2", "address": "鈴木の住所",
            "method": "both",
        }  # fmt: skip
        for _ in range(2):
            came = await officer.post(f"{base(world)}/arrival?house={home}", given)
            assert came.status_code == 303
        assert (await officer.get(f"{base(world)}/arrival?house={home}")).status_code == 404
    async with world.database.read(world.ito) as tx:
        assert await empty_houses.listed(tx, place) == []
        [new] = [one for one in await households(tx, place) if one.label == "新田 勉"]
    assert new.id != home
    assert (new.address, new.block, new.route_order) == ("鈴木の住所", "1班", 2)


async def test_another_association_has_other_empty_houses(world: World) -> None:
    await last_one_dies(world)
    async with world.database.write(world.ito) as tx:
        await empty_houses.stands_empty(tx, world.places["midorigaoka"], world.households["suzuki"])
    async with world.database.write(world.ono) as tx:
        assert await empty_houses.listed(tx, world.places["kaminosawa"]) == []
        with pytest.raises(NotFound):
            await empty_houses.stands_empty_no_longer(
                tx, world.places["kaminosawa"], world.households["suzuki"]
            )


async def test_a_new_household_of_its_own_is_no_empty_house(world: World) -> None:
    """A household that joined by a poster has no names, and is not asked about."""
    place = world.places["midorigaoka"]
    async with world.database.write(world.ito) as tx:
        await add_household(tx, NewHousehold(place, "201号室", world.places["maison"]))
        assert await nobody_left(tx, place) == set()


async def hidden_and_empty(world: World) -> None:
    """鈴木 is hidden; the last one dies, and the house stands empty."""
    place, home = world.places["midorigaoka"], world.households["suzuki"]
    async with world.database.write(world.yamada) as tx:
        await hide(tx, place, home)
    await last_one_dies(world)
    async with world.database.write(world.ito) as tx:
        await empty_houses.stands_empty(tx, place, home)


async def test_a_hidden_households_house_is_kept_and_says_nothing_of_who_lived_there(
    world: World, clock: SetClock
) -> None:
    """The address is the house's: a row of its own, with neither number, name nor day."""
    place, home = world.places["midorigaoka"], world.households["suzuki"]
    await hidden_and_empty(world)
    clock.advance(29 * DAY)
    await forget_past(world)
    async with world.database.write(SYSTEM) as tx:
        world.tokens["ito"] = await sessions.sign_in(tx, world.people["ito"])
    async with Visit(world, "ito") as officer:
        # As long as the household can come back its address is sealed.
        page = said(await officer.get(f"{base(world)}/empty-houses"))
        assert ("1班の2" in page, "鈴木の住所" in page) == (True, False)
        assert "住所は伏せたまま" in page
        clock.advance(2 * DAY)
        for _ in range(2):
            await forget_past(world)
        listed = await officer.get(f"{base(world)}/empty-houses")
        page = said(listed)
    assert ("1班の2" in page, "鈴木の住所" in page, "2026年12月1日" in page) == (False, True, False)
    assert "2026年12月" in page
    assert f'id="h{home}"' not in listed.text
    async with world.database.read(world.ito) as tx:
        [one] = await empty_houses.listed(tx, place)
    assert (one.place, one.route_order, one.hidden) == (world.places["block_1"], 0, 0)
    [house] = [row for row in await everything(world.database, household) if row["id"] == one.id]
    assert {house[name] for name in ("label", "phone", "second_phone", "email", "code")} <= {"", None}
    assert await everything(world.database, hiding) == []
    for table in (journal, look):
        assert one.id not in {row["household"] for row in await everything(world.database, table)}
    async with world.database.write(world.ito) as tx:
        assert one.id not in {gone.id for gone in await moving.departed(tx, place)}
        assert one.id not in {living.id for living in await households(tx, place)}
    clock.advance(4 * 365 * DAY)
    await forget_past(world)
    async with world.database.read(world.ito) as tx:
        assert [left.address for left in await empty_houses.listed(tx, place)] == ["鈴木の住所"]
        assert await tx.value(_ROW, house=home) is None


async def test_what_an_officer_takes_off_the_list_before_is_kept_nowhere(
    world: World, clock: SetClock
) -> None:
    place, home = world.places["midorigaoka"], world.households["suzuki"]
    await hidden_and_empty(world)
    async with world.database.write(world.ito) as tx:
        await empty_houses.stands_empty_no_longer(tx, place, home)
    clock.advance(31 * DAY)
    await forget_past(world)
    async with world.database.read(world.ito) as tx:
        assert await empty_houses.listed(tx, place) == []
    assert "鈴木の住所" not in {row["address"] for row in await everything(world.database, household)}


async def test_a_hidden_household_that_comes_back_is_still_sealed(world: World, clock: SetClock) -> None:
    place, home = world.places["midorigaoka"], world.households["suzuki"]
    async with world.database.write(world.yamada) as tx:
        await hide(tx, place, home)
        await moving.leave(tx, place, home, tx.now, empty=True)
    clock.advance(20 * DAY)
    async with world.database.write(world.ito) as tx:
        await moving.come_back(tx, place, home)
    clock.advance(20 * DAY)
    await forget_past(world)
    [row] = [row for row in await everything(world.database, household) if row["id"] == home]
    assert (row["hidden"], row["address"]) == (1, "")
    assert [one["address"] for one in await everything(world.database, hiding)] == ["鈴木の住所"]
