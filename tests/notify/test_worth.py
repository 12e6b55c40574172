"""Notifications at the exact end of their lifetime; limits of addresses and test messages."""

import pytest
from sqlalchemy import select

from kairanban.circulation.circulars.rules.notification_timing import IMPORTANT_LASTS, ORDINARY_LASTS
from kairanban.core.clock import DAY, HOUR
from kairanban.core.errors import Conflict, NotFound, Refused
from kairanban.db.statements import Statement
from kairanban.db.tables.notify import notification
from kairanban.notify.actions import addresses, mail, reminders, test_message
from kairanban.notify.actions.addresses import Subscription
from kairanban.notify.actions.choices import choose
from kairanban.notify.actions.fan_out import fan_out_new
from kairanban.notify.actions.mail import ADDRESSES_MOST, LINK_LASTS
from kairanban.notify.actions.safety import LASTS
from kairanban.notify.actions.test_message import TESTS_MOST
from kairanban.notify.keys import ensure_keys
from kairanban.notify.rules.links import Purpose, sign
from tests.conftest import SetClock
from tests.notify.telling import WORKER
from tests.world import World, checked, circular

pytestmark = pytest.mark.anyio

_KINDS = Statement(select(notification.c.kind).order_by(notification.c.id))


@pytest.fixture
async def sato(world: World) -> World:
    """The town with one device that may be told."""
    async with world.database.write(world.sato) as tx:
        await addresses.subscribe(tx, Subscription("https://push.example/sato", "key", "auth"), "ja")
    return world


async def told(world: World) -> list[str]:
    """Fan out new journal entries; return the kinds of all notifications."""
    await fan_out_new(world.database, WORKER)
    async with world.database.read(WORKER) as tx:
        return await tx.column(_KINDS)


@pytest.mark.parametrize("passed", [LASTS - 1, LASTS])
async def test_a_safety_check_is_worth_telling_for_a_day(sato: World, clock: SetClock, passed: int) -> None:
    await checked(sato, "real")
    clock.advance(passed)
    assert await told(sato) == (["safety"] if passed < LASTS else [])


@pytest.mark.parametrize("passed", [ORDINARY_LASTS - 1, ORDINARY_LASTS])
async def test_an_ordinary_circular_is_worth_telling_for_a_week(
    sato: World, clock: SetClock, passed: int
) -> None:
    await circular(sato)
    clock.advance(passed)
    assert await told(sato) == (["circular"] if passed < ORDINARY_LASTS else [])


@pytest.mark.parametrize("passed", [0, 1])
async def test_a_circular_is_worth_telling_until_the_moment_to_reply_by(
    sato: World, clock: SetClock, passed: int
) -> None:
    await circular(sato, reply_by=clock.now + HOUR)
    clock.advance(HOUR + passed)
    assert await told(sato) == ([] if passed else ["circular"])


@pytest.mark.parametrize(
    ("passed", "reminded"), [(IMPORTANT_LASTS - 1, ["circular", "reminder"]), (IMPORTANT_LASTS, ["circular"])]
)
async def test_a_reminder_is_worth_telling_for_three_days(
    sato: World, clock: SetClock, passed: int, reminded: list[str]
) -> None:
    await circular(sato, importance="important")
    assert await told(sato) == ["circular"]
    clock.advance(4 * DAY)
    await reminders.remind_due(sato.database, WORKER)
    clock.advance(passed)
    assert await told(sato) == reminded


async def test_without_reminders_a_household_is_still_told_of_circulars(sato: World, clock: SetClock) -> None:
    async with sato.database.write(sato.sato) as tx:
        await choose(tx, sato.households["sato"], {"reminders": 0})
    await circular(sato, importance="important")
    assert await told(sato) == ["circular"]
    clock.advance(4 * DAY)
    await reminders.remind_due(sato.database, WORKER)
    assert await told(sato) == ["circular"]


async def test_a_household_has_at_most_four_mail_addresses(world: World) -> None:
    home = world.households["sato"]
    async with world.database.write(world.sato) as tx:
        for number in range(ADDRESSES_MOST):
            await mail.add(tx, home, f"taro{number}@example.jp", "ja")
        with pytest.raises(Conflict):
            await mail.add(tx, home, "hanako@example.jp", "ja")
        await mail.add(tx, home, "taro0@example.jp", "ja")
        assert len(await mail.of_household(tx, home)) == ADDRESSES_MOST


@pytest.mark.parametrize("passed", [LINK_LASTS, LINK_LASTS + 1])
async def test_a_link_to_confirm_an_address_lasts_a_day(world: World, clock: SetClock, passed: int) -> None:
    keys = await ensure_keys(world.database)
    async with world.database.write(world.sato) as tx:
        await mail.add(tx, world.households["sato"], "hanako@example.jp", "ja")
        (one,) = await mail.of_household(tx, world.households["sato"])
    clock.advance(passed)
    async with world.database.write(WORKER) as tx:
        if passed > LINK_LASTS:
            with pytest.raises(NotFound):
                await mail.confirm(tx, sign(keys.link_key, Purpose.VERIFY, one.id))
            return
        assert (await mail.confirm(tx, sign(keys.link_key, Purpose.VERIFY, one.id))).id == one.id


async def test_a_device_is_tried_out_ten_times_a_day(sato: World, clock: SetClock) -> None:
    home = sato.households["sato"]
    for _ in range(2):
        async with sato.database.write(sato.sato) as tx:
            for _ in range(TESTS_MOST):
                await test_message.try_out(tx, home)
            with pytest.raises(Refused):
                await test_message.try_out(tx, home)
        clock.advance(DAY)
