"""A household's devices, card, PIN and calendars are changed from its own devices only."""

import re

import pytest

from kairanban.community.signin.actions import cards, devices, feeds, printing
from kairanban.core.actor import Visitor
from kairanban.core.errors import NotFound, Refused, SignInNeeded
from kairanban.core.roles import Role
from kairanban.db.tx import Tx
from tests.permits import Step, assert_refused
from tests.records import Entry, journalled
from tests.visiting import Visit, said
from tests.world import World, _bind, serving

pytestmark = pytest.mark.anyio


async def first_device(tx: Tx, world: World) -> int:
    """Return 佐藤's device, seen by the household."""
    async with world.database.read(world.sato) as own:
        device, *_ = await devices.devices(own, world.households["sato"])
    return int(device.id)


async def read_devices(tx: Tx, world: World) -> None:
    await devices.devices(tx, world.households["sato"])


async def decide(tx: Tx, world: World) -> None:
    home = world.households["sato"]
    for one in await devices.waiting(tx, home):
        await devices.decide(tx, home, one.id, True)


async def know(tx: Tx, world: World) -> None:
    # A device bound by the card while she looks on; no device says of itself that it is known.
    async with world.database.read(world.sato) as own:
        *_, newest = await devices.devices(own, world.households["sato"])
    await devices.acknowledge_device(tx, world.households["sato"], newest.id)


async def choose_pin(tx: Tx, world: World) -> None:
    await devices.choose_pin(tx, world.households["sato"], "hash")


async def name_resident(tx: Tx, world: World) -> None:
    await devices.name_resident(tx, world.households["sato"], world.residents["sato"])


async def read_feeds(tx: Tx, world: World) -> None:
    await feeds.in_use(tx, world.households["sato"])


async def make_feed(tx: Tx, world: World) -> None:
    await feeds.make(tx, world.households["sato"])


async def revoke_feed(tx: Tx, world: World) -> None:
    home = world.households["sato"]
    async with world.database.read(world.sato) as own:
        (feed,) = await feeds.in_use(own, home)
    await feeds.revoke(tx, home, feed.id)


async def remove_device(tx: Tx, world: World) -> None:
    await devices.remove(tx, world.households["sato"], await first_device(tx, world))


async def remove_others(tx: Tx, world: World) -> None:
    await devices.remove_others(tx, world.households["sato"])


STEPS = [
    read_devices, decide, know, choose_pin, name_resident, read_feeds, make_feed, revoke_feed, remove_device,
    remove_others,
]  # fmt: skip


@pytest.mark.parametrize("step", STEPS)
async def test_only_the_households_own_devices_do_it(world: World, step: Step) -> None:
    async with world.database.write(world.sato) as tx:
        await feeds.make(tx, world.households["sato"])
    async with world.database.write(world.yamada) as tx:
        ((_, token),) = await printing.make_cards(tx, world.places["midorigaoka"], {world.households["sato"]})
    async with world.database.write(Visitor()) as tx:
        await cards.ask(tx, token, "ipad")
        await cards.bind(tx, token, "iphone")
    await assert_refused(
        world, step, (world.suzuki, NotFound), (world.yamada, NotFound), (Visitor(), SignInNeeded)
    )
    async with world.database.write(world.sato) as tx:
        await step(tx, world)


async def test_no_device_says_of_itself_that_the_household_knows_it(world: World) -> None:
    async with world.database.write(world.sato) as tx:
        with pytest.raises(NotFound):
            await devices.acknowledge_device(tx, world.households["sato"], await first_device(tx, world))


async def test_what_a_household_does_with_its_devices_is_in_the_journal(world: World) -> None:
    home, association = world.households["sato"], world.places["midorigaoka"]
    async with world.database.write(world.yamada) as tx:
        ((_, token),) = await printing.make_cards(tx, association, {home})
    for _ in range(2):
        async with world.database.write(Visitor()) as tx:
            await cards.ask(tx, token, "ipad")
    async with world.database.write(world.sato) as tx:
        first, second = [one.id for one in await devices.waiting(tx, home)]
        await devices.decide(tx, home, first, False)
        await devices.decide(tx, home, second, True)
        await devices.choose_pin(tx, home, "hash")
        await devices.remove_others(tx, home)
        (device,) = await devices.devices(tx, home)
        await devices.remove(tx, home, device.id)
    kinds = ["device_asked", "device_refused", "device_approved", "pin_chosen", "devices_removed"]
    asked = Entry("device_asked", household=home)
    assert await journalled(world, *kinds, "device_removed") == [
        asked,
        asked,
        Entry("device_refused", household=home, other=first),
        Entry("device_approved", household=home, other=second),
        Entry("pin_chosen", household=home),
        Entry("devices_removed", household=home),
        Entry("device_removed", household=home, other=device.id),
    ]


async def test_a_calendar_connected_and_ended_is_in_the_journal(world: World) -> None:
    home = world.households["sato"]
    async with world.database.write(world.sato) as tx:
        await feeds.make(tx, home)
        (feed,) = await feeds.in_use(tx, home)
        await feeds.revoke(tx, home, feed.id)
    assert await journalled(world, "calendar_connected", "calendar_ended") == [
        Entry("calendar_connected", household=home, other=feed.id),
        Entry("calendar_ended", household=home, other=feed.id),
    ]


async def test_only_who_prints_cards_prints_and_cancels_them(world: World) -> None:
    home, association = world.households["sato"], world.places["midorigaoka"]
    for actor, error in ((world.kimura, Refused), (world.ono, NotFound)):
        async with world.database.write(actor) as tx:
            with pytest.raises(error):
                await printing.printable(tx, association)
            with pytest.raises(error):
                await printing.make_cards(tx, association, {home})
            with pytest.raises(error):
                await printing.cancel_card(tx, association, home, devices_too=False)
    async with world.database.write(serving(world, Role.CARETAKER)) as tx:
        await printing.make_cards(tx, association, {home})
        await printing.cancel_card(tx, association, home, devices_too=False)


async def test_the_list_of_cards_is_for_who_prints_them(world: World) -> None:
    for who, status in (("ito", 200), ("kimura", 404), ("ono", 404)):
        async with Visit(world, who) as browser:
            page = await browser.get(f"/associations/{world.places['midorigaoka']}/cards")
        assert page.status_code == status


async def test_a_device_is_named_with_its_last_use_before_it_is_taken_off(world: World) -> None:
    old = world.tokens["sato"]
    await _bind(world, "sato", "佐藤", "midorigaoka")
    new, world.tokens["sato"] = world.tokens["sato"], old
    async with Visit(world, "sato") as first, Visit(world, "tanaka") as stranger:
        world.tokens["sato"] = new
        listed = said(await first.get("/devices"))
        assert listed.index("（この画面）") < listed.index("/removal")
        [asks] = set(re.findall(r'href="(/devices/\d+/removal\?home=\d+)"', listed))
        page = said(await first.get(asks))
        assert "この画面をはずしますか" in page
        assert "最後に使った日" in page
        assert (await stranger.get(asks.partition("?")[0])).status_code == 404
        async with Visit(world, "sato") as second:
            assert (await second.get("/circulars")).status_code == 200
            assert (await first.post(asks.partition("?")[0])).headers["location"] == "/devices?done=removed"
            assert (await second.get("/circulars")).status_code == 401
