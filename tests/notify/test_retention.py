"""What is forgotten of messages and addresses, and when."""

import pytest
from sqlalchemy import func, select

from kairanban.circulation.circulars.rules.notification_timing import TEST_LASTS
from kairanban.community.signin.actions import sessions
from kairanban.core.actor import System
from kairanban.db.statements import Statement
from kairanban.db.tables.notify import notice_address, notification
from kairanban.notify.actions import addresses
from kairanban.notify.actions.addresses import Subscription
from kairanban.notify.actions.fan_out import fan_out_new
from kairanban.notify.actions.retention import (
    ADDRESSES_KEPT,
    COMES_BACK,
    MESSAGES_KEPT,
    forget_old_messages,
)
from kairanban.notify.actions.test_message import try_out
from tests.conftest import SetClock
from tests.world import World

pytestmark = pytest.mark.anyio

WORKER = System("worker")
MESSAGES = Statement(select(func.count()).select_from(notification))
ALIVE = Statement(select(func.count()).where(notice_address.c.ended.is_(None)))
ADDRESSES = Statement(select(func.count()).select_from(notice_address))


@pytest.fixture
async def subscribed(world: World) -> World:
    """佐藤's tablet is told, and was sent one message."""
    async with world.database.write(world.sato) as tx:
        await addresses.subscribe(tx, Subscription("https://push.example/sato", "key", "auth"), "ja")
        await try_out(tx, world.households["sato"])
    await fan_out_new(world.database, WORKER)
    return world


async def kept(world: World) -> tuple[int, int, int]:
    """Forget what is old; return the number of messages, of addresses alive, and of all addresses."""
    async with world.database.write(WORKER) as tx:
        await forget_old_messages(tx)
        return int(await tx.value(MESSAGES)), int(await tx.value(ALIVE)), int(await tx.value(ADDRESSES))


async def test_messages_are_forgotten_after_ninety_days(subscribed: World, clock: SetClock) -> None:
    clock.advance(TEST_LASTS + MESSAGES_KEPT)
    assert await kept(subscribed) == (1, 1, 1)
    clock.advance(1)
    assert await kept(subscribed) == (0, 1, 1)


async def test_an_address_ends_an_hour_after_signing_out_and_is_forgotten_after_thirty_days(
    subscribed: World, clock: SetClock
) -> None:
    async with subscribed.database.write(subscribed.sato) as tx:
        await sessions.leave(tx)
    clock.advance(COMES_BACK)
    assert await kept(subscribed) == (1, 1, 1)
    clock.advance(1)
    assert await kept(subscribed) == (1, 0, 1)
    clock.advance(ADDRESSES_KEPT)
    assert (await kept(subscribed))[2] == 1
    clock.advance(1)
    assert (await kept(subscribed))[2] == 0
