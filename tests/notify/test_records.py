"""Who changes how a household is told, and what the journal says of it."""

import pytest

from kairanban.core.actor import System
from kairanban.core.clock import DAY
from kairanban.core.errors import NotFound
from kairanban.db.tx import Tx
from kairanban.notify.actions import addresses, choices, mail, reminders, test_message
from kairanban.notify.actions.addresses import Subscription
from kairanban.notify.keys import ensure_keys
from kairanban.notify.queries.addresses import Mail
from kairanban.notify.rules.links import Purpose, sign
from tests.conftest import SetClock
from tests.permits import Step
from tests.records import Entry, journalled
from tests.world import World, circular

pytestmark = pytest.mark.anyio


HERE = Subscription("https://push.example/sato", "key", "auth")


async def choose(tx: Tx, world: World) -> None:
    await choices.choose(tx, world.households["sato"], {"digest": 1})


async def read_mail(tx: Tx, world: World) -> list[Mail]:
    return await mail.of_household(tx, world.households["sato"])


async def add_mail(tx: Tx, world: World) -> None:
    await mail.add(tx, world.households["sato"], "hanako@example.jp", "ja")


async def take_mail_off(tx: Tx, world: World) -> None:
    async with world.database.read(world.sato) as own:
        (address,) = await read_mail(own, world)
    await mail.take_off(tx, world.households["sato"], address.id)


async def try_out(tx: Tx, world: World) -> None:
    await test_message.try_out(tx, world.households["sato"])


async def read_tried(tx: Tx, world: World) -> None:
    await test_message.tested(tx, world.households["sato"])


@pytest.mark.parametrize("step", [choose, read_mail, add_mail, take_mail_off, try_out, read_tried])
async def test_only_the_households_own_devices_do_it(world: World, step: Step) -> None:
    for who in ("sato", "suzuki"):
        async with world.database.write(world.actors[who]) as tx:
            await addresses.subscribe(tx, Subscription(f"https://push.example/{who}", "key", "auth"), "ja")
    async with world.database.write(world.sato) as tx:
        await mail.add(tx, world.households["sato"], "taro@example.jp", "ja")
    async with world.database.write(world.suzuki) as tx:
        with pytest.raises(NotFound):
            await step(tx, world)
    async with world.database.write(world.sato) as tx:
        await step(tx, world)


async def test_another_household_hears_nothing_of_a_wrong_address(world: World) -> None:
    async with world.database.write(world.suzuki) as tx:
        with pytest.raises(NotFound):
            await mail.add(tx, world.households["sato"], "no address", "ja")


async def test_what_a_household_chooses_is_in_the_journal(world: World) -> None:
    home = world.households["sato"]
    async with world.database.write(world.sato) as tx:
        device = await addresses.subscribe(tx, HERE, "ja")
        await choose(tx, world)
        await try_out(tx, world)
        for _ in range(2):
            await addresses.unsubscribe(tx)
    kinds = ("notices_allowed", "notices_chosen", "notice_tested", "notices_left")
    assert await journalled(world, *kinds) == [
        Entry("notices_allowed", household=home, other=device),
        Entry("notices_chosen", household=home),
        Entry("notice_tested", household=home, other=device),
        Entry("notices_left", household=home),
    ]


async def test_a_mail_address_given_confirmed_and_ended_is_in_the_journal(world: World) -> None:
    home, keys = world.households["sato"], await ensure_keys(world.database)
    async with world.database.write(world.sato) as tx:
        await add_mail(tx, world)
        (first,) = await read_mail(tx, world)
    for _ in range(2):
        async with world.database.write(System("link")) as tx:
            await mail.confirm(tx, sign(keys.link_key, Purpose.VERIFY, first.id))
    for _ in range(2):
        async with world.database.write(System("link")) as tx:
            await mail.stop(tx, sign(keys.link_key, Purpose.STOP, first.id))
    async with world.database.write(world.sato) as tx:
        await add_mail(tx, world)
        (second,) = await read_mail(tx, world)
        await mail.take_off(tx, home, second.id)
    assert await journalled(world, "mail_given", "mail_confirmed", "mail_taken_off") == [
        Entry("mail_given", household=home, other=first.id),
        Entry("mail_confirmed", household=home, other=first.id),
        Entry("mail_taken_off", household=home, other=first.id),
        Entry("mail_given", household=home, other=second.id),
        Entry("mail_taken_off", household=home, other=second.id),
    ]


async def test_a_reminder_is_in_the_journal_once(world: World, clock: SetClock) -> None:
    id = await circular(world, importance="important")
    clock.advance(4 * DAY)
    for _ in range(2):
        await reminders.remind_due(world.database, System("worker"))
    assert await journalled(world, "reminded") == [
        Entry("reminded", None, world.places["midorigaoka"], id, other=1)
    ]
