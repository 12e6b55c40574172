"""Cards of many households: their number, their order, who opens a batch, what a cancelled card ends."""

import pytest

from kairanban.community.people.actions.households import add_resident
from kairanban.community.signin.actions import feeds, printing, sessions
from kairanban.community.signin.rules.lifetimes import BATCH_LASTS
from kairanban.core.errors import Conflict, Invalid
from tests.community.signin.test_cards import devices_of
from tests.conftest import SetClock
from tests.world import HOUSEHOLDS, World

pytestmark = pytest.mark.anyio


async def test_a_batch_of_cards_has_an_upper_limit(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing, "CARDS_AT_ONCE", 2)
    place, mine = world.places["midorigaoka"], world.households
    async with world.database.write(world.yamada) as tx:
        assert len(await printing.make_cards(tx, place, {mine["sato"], mine["suzuki"]})) == 2
        with pytest.raises(Invalid, match="at most"):
            await printing.make_cards(tx, place, {mine["sato"], mine["suzuki"], mine["tanaka"]})
        with pytest.raises(Invalid, match="choose"):
            await printing.make_cards(tx, place, {mine["mori"]})


async def test_a_batch_opens_for_its_own_session_and_half_an_hour(world: World, clock: SetClock) -> None:
    place, token, made = world.places["midorigaoka"], world.tokens["yamada"], [(1, "card")]
    async with world.database.write(world.yamada) as tx:
        batch = await printing.keep_batch(tx, place, made, token)
    clock.advance(BATCH_LASTS - 1)
    async with world.database.read(world.yamada) as tx:
        assert await printing.open_batch(tx, batch, token) == (place, made)
        for number, with_token in ((batch, "another's"), (batch + 1, token)):
            with pytest.raises(Conflict):
                await printing.open_batch(tx, number, with_token)


async def test_cards_are_printed_in_route_order_and_for_this_association_only(world: World) -> None:
    made = [(int(id), name) for name, id in reversed(world.households.items())]
    async with world.database.read(world.yamada) as tx:
        sheet = await printing.sheet(tx, world.places["midorigaoka"], made, "https://kairanban.example")
    assert [card.label for card in sheet.cards] == [label for _, _, label, _, _ in HOUSEHOLDS.values()]


@pytest.mark.parametrize("devices_too", [False, True])
async def test_a_cancelled_card_ends_devices_and_calendars_where_asked(
    world: World, devices_too: bool
) -> None:
    sato = world.households["sato"]
    async with world.database.write(world.sato) as tx:
        await feeds.make(tx, sato)
    async with world.database.write(world.yamada) as tx:
        await printing.cancel_card(tx, world.places["midorigaoka"], sato, devices_too)
    assert await devices_of(world, "sato") == (0 if devices_too else 1)
    async with world.database.read(world.sato) as tx:
        assert len(await feeds.in_use(tx, sato)) == (0 if devices_too else 1)


async def test_the_next_to_sign_in_on_a_screen_ends_the_device_of_the_one_before(world: World) -> None:
    async with world.database.write(world.yamada) as tx:
        await add_resident(tx, world.households["sato"], "伊藤 隆", person=world.people["ito"])

    async def counted() -> int:
        async with world.database.read(world.yamada) as tx:
            found = await printing.printable(tx, world.places["midorigaoka"])
            return next(one.devices for one in found if one.id == world.households["sato"])

    for person, devices in (("ito", 2), ("kimura", 1)):
        async with world.database.write(world.ito) as tx:
            await sessions.sign_in(tx, world.people[person])
        assert await counted() == devices
