"""Binding devices with household cards, and its protections."""

import pytest

from kairanban.community.signin.actions import devices, printing
from kairanban.community.signin.actions.sessions import sign_in
from kairanban.community.signin.rules.passwords import hash_secret
from kairanban.core.clock import DAY, MINUTE
from kairanban.core.ids import HouseholdId
from tests.conftest import SetClock
from tests.visiting import Visit, said
from tests.world import World

pytestmark = pytest.mark.anyio


async def new_card(world: World, household: str = "suzuki") -> str:
    """Print a card and return its token."""
    async with world.database.write(world.yamada) as tx:
        made = await printing.make_cards(tx, world.places["midorigaoka"], {world.households[household]})
    return made[0][1]


async def devices_of(world: World, household: str) -> int:
    async with world.database.read(world.actors[household]) as tx:
        return len(await devices.devices(tx, world.households[household]))


async def scan(browser: Visit, token: str) -> str:
    """Open the card's URL and return the page it leads to."""
    first = await browser.get(f"/c/{token}")
    assert (first.status_code, first.headers["location"]) == (303, "/card")
    return (await browser.get("/card")).text


async def test_scanning_shows_whose_card_it_is_and_changes_nothing(world: World) -> None:
    token = await new_card(world)
    async with Visit(world) as browser:
        assert "鈴木様のお宅ですか" in await scan(browser, token)
        assert "鈴木様のお宅ですか" in await scan(browser, token)
    assert await devices_of(world, "suzuki") == 1


async def test_yes_binds_the_device(world: World) -> None:
    token = await new_card(world)
    async with Visit(world) as browser:
        await scan(browser, token)
        bound = await browser.post("/card/devices")
        assert (bound.status_code, bound.headers["location"]) == (303, "/?done=bound")
        assert "鈴木様のお宅の画面です" in (await browser.get("/")).text
    assert await devices_of(world, "suzuki") == 2


async def test_a_new_device_is_told_to_the_others_with_a_way_back(world: World) -> None:
    token = await new_card(world)
    async with Visit(world) as browser:
        await scan(browser, token)
        await browser.post("/card/devices")
        async with Visit(world, "suzuki") as old:
            assert "画面がひとつ加わりました" in (await old.get("/")).text
            async with world.database.read(world.suzuki) as tx:
                newest = (await devices.devices(tx, world.households["suzuki"]))[-1]
            await old.post(f"/devices/{newest.id}/removal")
        assert (await browser.get("/devices")).status_code == 401


async def test_a_card_works_alone_for_two_weeks_from_its_first_use(world: World, clock: SetClock) -> None:
    token = await new_card(world)
    clock.advance(20 * DAY)
    async with Visit(world) as first:
        await scan(first, token)
        assert (await first.post("/card/devices")).status_code == 303
    clock.advance(14 * DAY)
    async with Visit(world) as second:
        await scan(second, token)
        assert (await second.post("/card/devices")).status_code == 303
    clock.advance(1)
    async with Visit(world) as third:
        assert "ほかの画面に聞く" in await scan(third, token)
        assert (await third.post("/card/devices")).status_code == 409
    assert await devices_of(world, "suzuki") == 3


async def test_a_card_works_alone_for_sixty_days_from_printing_at_most(world: World, clock: SetClock) -> None:
    token = await new_card(world)
    clock.advance(60 * DAY + 1)
    async with Visit(world) as browser:
        await scan(browser, token)
        assert (await browser.post("/card/devices")).status_code == 409


async def test_later_devices_are_approved_on_one_already_there(world: World, clock: SetClock) -> None:
    token = await new_card(world)
    clock.advance(61 * DAY)
    async with Visit(world) as browser, Visit(world, "suzuki") as old:
        await scan(browser, token)
        await browser.post("/card/requests")
        waiting = (await browser.get("/card/request")).text
        digits = waiting.split('class="digits"')[1].split(">")[1][:2]
        assert (await browser.post("/card/request/device")).status_code == 409

        home = (await old.get("/")).text
        assert f'class="digits">{digits}<' in home
        request = home.split('action="/devices/requests/')[1].split('"')[0]
        await old.post(f"/devices/requests/{request}", {"answer": "yes"})

        assert "はじめる" in (await browser.get("/card/request")).text
        assert (await browser.post("/card/request/device")).status_code == 303
        assert "鈴木様のお宅の画面です" in (await browser.get("/")).text


async def test_a_request_ends_after_a_quarter_of_an_hour(world: World, clock: SetClock) -> None:
    token = await new_card(world)
    clock.advance(61 * DAY)
    async with Visit(world) as browser, Visit(world, "suzuki") as old:
        await scan(browser, token)
        await browser.post("/card/requests")
        clock.advance(15 * MINUTE + 1)
        assert (await browser.get("/card/request")).status_code == 404
        assert 'class="digits"' not in (await old.get("/")).text


async def test_the_block_leader_approves_in_her_block_and_not_in_the_next(
    world: World, clock: SetClock
) -> None:
    mine, other = await new_card(world, "suzuki"), await new_card(world, "tanaka")
    clock.advance(61 * DAY)
    # The leader would sign in again after two months; here her sign-in is renewed.
    async with world.database.write(world.abe) as tx:
        world.tokens["abe"] = await sign_in(tx, world.people["abe"])
    async with Visit(world) as one, Visit(world) as two, Visit(world, "abe") as leader:
        for browser, token in ((one, mine), (two, other)):
            await scan(browser, token)
            await browser.post("/card/requests")
        page = (await leader.get("/approvals")).text
        assert "鈴木様" in page
        assert "田中" not in page
        path = page.split('action="')[1].split('"')[0]
        assert path.startswith("/approvals/")
        assert (await leader.post(path, {"answer": "yes"})).status_code == 303
        assert (await one.post("/card/request/device")).status_code == 303
        stranger = f"/approvals/{world.households['tanaka']}/{int(path.split('/')[-1]) + 1}"
        assert (await leader.post(stranger, {"answer": "yes"})).status_code == 404


async def test_the_number_the_household_chose_binds_too(world: World, clock: SetClock) -> None:
    token = await new_card(world)
    await choose_pin(world, "suzuki", "2580")
    clock.advance(61 * DAY)
    async with Visit(world) as browser:
        assert "お宅の番号で" in await scan(browser, token)
        assert (await browser.post("/card/number", {"pin": "1111"})).status_code == 422
        assert (await browser.post("/card/number", {"pin": "２５８０"})).status_code == 303


async def test_twenty_wrong_numbers_switch_the_number_off(world: World, clock: SetClock) -> None:
    token = await new_card(world)
    await choose_pin(world, "suzuki", "2580")
    clock.advance(61 * DAY)
    async with Visit(world) as browser:
        await scan(browser, token)
        for _ in range(20):
            assert (await browser.post("/card/number", {"pin": "1111"})).status_code == 422
        assert (await browser.post("/card/number", {"pin": "2580"})).status_code == 409


async def test_eight_devices_are_the_most(world: World) -> None:
    token = await new_card(world)
    for _ in range(7):
        async with Visit(world) as browser:
            await scan(browser, token)
            assert (await browser.post("/card/devices")).status_code == 303
    async with Visit(world) as ninth:
        await scan(ninth, token)
        assert (await ninth.post("/card/devices")).status_code == 409
    assert await devices_of(world, "suzuki") == 8


async def test_a_new_card_ends_the_old_one_and_the_devices_stay(world: World) -> None:
    old = await new_card(world)
    new = await new_card(world)
    async with Visit(world) as browser:
        await browser.get(f"/c/{old}")
        ended = await browser.get("/card")
        assert ended.status_code == 404
        assert "新しいカード" in ended.text
        assert "鈴木様のお宅ですか" in await scan(browser, new)
    assert await devices_of(world, "suzuki") == 1


async def test_taking_all_others_off_cuts_them_and_the_card_at_once(world: World) -> None:
    token = await new_card(world)
    async with Visit(world) as other, Visit(world, "suzuki") as mine:
        await scan(other, token)
        await other.post("/card/devices")
        await mine.post("/devices/others/removal")
        assert (await other.get("/devices")).status_code == 401
        assert (await mine.get("/devices")).status_code == 200
        async with Visit(world) as third:
            await third.get(f"/c/{token}")
            assert (await third.get("/card")).status_code == 404


async def test_one_tap_leaves_somebody_elses_session_and_a_slip_can_be_undone(
    world: World, clock: SetClock
) -> None:
    async with Visit(world, "suzuki") as browser:
        await browser.post("/away")
        assert (await browser.get("/devices")).status_code == 401
        assert "まちがえて押しました" in said(await browser.get("/away"))
        assert (await browser.post("/away/return")).status_code == 303
        assert (await browser.get("/devices")).status_code == 200

        await browser.post("/away")
        clock.advance(2 * MINUTE + 1)
        assert (await browser.post("/away/return")).status_code == 409


async def test_a_stranger_cannot_take_a_device_off(world: World) -> None:
    async with world.database.read(world.suzuki) as tx:
        device = (await devices.devices(tx, world.households["suzuki"]))[0]
    async with Visit(world, "sato") as browser:
        assert (await browser.post(f"/devices/{device.id}/removal")).status_code == 404
    assert await devices_of(world, "suzuki") == 1


async def test_cards_are_shown_only_to_the_session_that_printed_them_and_for_half_an_hour(
    world: World, clock: SetClock
) -> None:
    form = {"household": str(world.households["suzuki"])}
    async with Visit(world, "yamada") as chair, Visit(world, "ito") as officer:
        made = await chair.post(f"/associations/{world.places['midorigaoka']}/cards", form)
        batch = made.headers["location"]
        sheet = await chair.get(f"{batch}/sheet")
        assert "鈴木" in sheet.text
        assert "<svg" in sheet.text
        assert (await officer.get(f"{batch}/sheet")).status_code == 409
        clock.advance(30 * MINUTE + 1)
        assert (await chair.get(f"{batch}/sheet")).status_code == 409


async def choose_pin(world: World, household: str, pin: str) -> None:
    async with world.database.write(world.actors[household]) as tx:
        await devices.choose_pin(tx, HouseholdId(world.households[household]), hash_secret(pin))
