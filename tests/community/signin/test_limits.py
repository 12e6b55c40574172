"""How many devices and calendars a household has, what it is told of them, and settings that a person keeps."""

import pytest
from sqlalchemy import bindparam, select

from kairanban.community.people.actions.households import NewHousehold, add_household, add_resident
from kairanban.community.signin.actions import cards, devices, feeds, sessions
from kairanban.community.signin.actions.cards import DEMO_DEVICES
from kairanban.community.signin.actions.retention import forget_old_secrets
from kairanban.community.signin.queries import device_requests
from kairanban.community.signin.queries.devices import Device
from kairanban.community.signin.rules.lifetimes import (
    DEVICES_MOST,
    FEEDS_MOST,
    REQUEST_LASTS,
    REQUESTS_FROM_NETWORK_MOST,
)
from kairanban.core.actor import Actor, Home, Visitor
from kairanban.core.clock import DAY
from kairanban.core.errors import Conflict, NotFound
from kairanban.core.ids import HouseholdId, SessionId
from kairanban.db.statements import Statement
from kairanban.db.tables.people import person
from tests.community.signin.test_cards import new_card, scan
from tests.conftest import SetClock
from tests.visiting import Visit
from tests.world import SYSTEM, World

pytestmark = pytest.mark.anyio

_NEEDS = Statement(select(person.c.needs).where(person.c.id == bindparam("p")))


async def of_household(world: World, household: HouseholdId) -> list[Device]:
    home = Home(household, None, "", world.places["midorigaoka"])
    async with world.database.read(Actor(SessionId(0), homes=(home,))) as tx:
        return await devices.devices(tx, household)


async def bind(world: World, household: HouseholdId) -> None:
    async with world.database.write(Visitor()) as tx:
        await cards.bind_device(tx, household, None, "ipad", "card")


async def newcomers(world: World) -> HouseholdId:
    """Add a household without devices."""
    async with world.database.write(SYSTEM) as tx:
        return await add_household(
            tx,
            NewHousehold(world.places["midorigaoka"], "新井", place=world.places["block_1"], route_order=9),
        )


async def test_a_household_is_told_of_every_device_but_its_first(world: World) -> None:
    household = await newcomers(world)
    for _ in range(2):
        await bind(world, household)
    assert [one.told is None for one in await of_household(world, household)] == [False, True]


async def test_a_household_has_at_most_eight_devices(world: World) -> None:
    household = await newcomers(world)
    for _ in range(DEVICES_MOST):
        await bind(world, household)
    with pytest.raises(Conflict):
        await bind(world, household)
    assert len(await of_household(world, household)) == DEVICES_MOST


async def test_a_demo_household_keeps_its_newest_devices_and_is_told_of_none(world: World) -> None:
    household = await newcomers(world)
    for number in range(DEMO_DEVICES + 1):
        async with world.database.write(Visitor()) as tx:
            await cards.bind_household(tx, household, f"kind {number}")
    found = await of_household(world, household)
    assert [one.kind for one in found] == [f"kind {number}" for number in range(1, DEMO_DEVICES + 1)]
    assert all(one.told is not None for one in found)


async def test_a_sign_in_is_told_where_another_device_can_tell_it(world: World) -> None:
    alone = await newcomers(world)
    async with world.database.write(world.yamada) as tx:
        await add_resident(tx, world.households["sato"], "伊藤 隆", person=world.people["ito"])
        await add_resident(tx, alone, "木村 実", person=world.people["kimura"])
    for name, household, told in (("ito", world.households["sato"], False), ("kimura", alone, True)):
        async with world.database.write(Visitor()) as tx:
            await sessions.sign_in(tx, world.people[name])
        assert ((await of_household(world, household))[-1].told is not None) is told


async def test_a_household_has_at_most_three_calendars_of_its_own(world: World) -> None:
    sato = world.households["sato"]
    for _ in range(FEEDS_MOST):
        async with world.database.write(world.sato) as tx:
            token = await feeds.make(tx, sato)
    async with world.database.write(world.sato) as tx:
        assert (await feeds.asking(tx, token)).household == sato
        with pytest.raises(Conflict):
            await feeds.make(tx, sato)
        first, *_ = await feeds.in_use(tx, sato)
    async with world.database.write(world.suzuki) as tx:
        with pytest.raises(NotFound):
            await feeds.revoke(tx, world.households["suzuki"], first.id)
        with pytest.raises(NotFound):
            await feeds.asking(tx, "short")


async def test_settings_of_a_person_are_kept_for_her_other_devices(world: World) -> None:
    async with Visit(world, "ito") as mine:
        await mine.post("/settings", {"size": "large"})
    async with world.database.read(SYSTEM) as tx:
        assert "large" in await tx.value(_NEEDS, p=world.people["ito"])


async def test_three_devices_wait_at_once_and_old_requests_go(world: World, clock: SetClock) -> None:
    home = world.households["suzuki"]
    token = await new_card(world, "suzuki")
    for _ in range(3):
        async with world.database.write(Visitor()) as tx:
            await cards.ask(tx, token, "phone")
    async with world.database.write(Visitor()) as tx:
        with pytest.raises(Conflict):
            await cards.ask(tx, token, "phone")
    clock.advance(REQUEST_LASTS)
    async with world.database.write(Visitor()) as tx:
        await cards.ask(tx, token, "phone")
    clock.advance(DAY)
    async with world.database.write(SYSTEM) as tx:
        assert await forget_old_secrets(tx) >= 4
        assert await tx.value(device_requests.COUNT_WAITING, household=home, within=10 * DAY) == 0


async def test_one_network_asks_only_so_often(world: World) -> None:
    statuses = []
    for _ in range(REQUESTS_FROM_NETWORK_MOST + 1):
        token = await new_card(world, "suzuki")
        async with Visit(world) as browser:
            await scan(browser, token)
            statuses.append((await browser.post("/card/requests")).status_code)
        async with world.database.write(SYSTEM) as tx:
            await tx.run(device_requests.FORGET_REQUESTS, household_id=world.households["suzuki"])
    assert statuses == [303] * REQUESTS_FROM_NETWORK_MOST + [403]
