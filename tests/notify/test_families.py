"""One family in two associations: what reaches both is told of once at each address."""

from dataclasses import replace

import pytest

from kairanban.circulation.circulars.actions import publishing
from kairanban.circulation.circulars.rules.kinds import Change
from kairanban.circulation.municipal_requests.actions import corrections, relays
from kairanban.core.clock import HOUR, MINUTE, at, day_of
from kairanban.core.ids import CircularId
from kairanban.db.statements import inserting
from kairanban.db.tables.notify import notice_address
from tests.circulation.families.test_families import HERE, THERE, both_homes, linked, passed
from tests.conftest import SetClock
from tests.notify.push_service import PushService
from tests.notify.telling import WORKER, Telling
from tests.notify.test_mail import Post, mailing, post
from tests.visiting import Visit
from tests.world import SYSTEM, TEXTS, World, asked

__all__ = ["mailing", "post"]

MAIL = inserting(notice_address, "household", "channel", "target", "made", "renewed", "confirmed")

pytestmark = pytest.mark.anyio


async def corrected(world: World, request: CircularId, where: str) -> None:
    async with world.database.write(WORKER) as tx:
        await relays.relay(tx, request, world.places[where])


async def test_a_phone_of_both_is_told_once(
    world: World, town: Telling, service: PushService, clock: SetClock
) -> None:
    """The tablet serves both households, another phone only the second: each is told once, of each edition."""
    await town.allow("sato", service.browser("tablet"))
    await town.allow("mori", service.browser("phone"))
    request = await asked(world, HERE, THERE)
    async with Visit(world, "sato") as tablet:
        await linked(world, tablet)
    for number, where in enumerate((HERE, THERE)):
        await passed(world, request, where)
        await town.round()
        assert len(service.shown("tablet")) == 1
        assert len(service.shown("phone")) == number

    clock.advance(MINUTE)
    async with world.database.write(world.shimizu) as tx:
        await corrections.correct(
            tx, request, Change.CHANGE, replace(TEXTS, title="河川の清掃"), "場所", None, None
        )
    for number, where in enumerate((THERE, HERE)):
        clock.advance(MINUTE)
        await corrected(world, request, where)
        await town.round()
        assert len(service.shown("tablet")) == 2
        assert len(service.shown("phone")) == 2, number


async def test_without_the_link_it_is_told_of_both(world: World, town: Telling, service: PushService) -> None:
    await town.allow("sato", service.browser("tablet"))
    request = await asked(world, HERE, THERE)
    async with Visit(world, "sato") as tablet:
        await both_homes(world, tablet)
    for where in (HERE, THERE):
        await passed(world, request, where)
    await town.round()
    assert len(service.shown("tablet")) == 2


async def test_a_message_that_is_cancelled_leaves_the_other_one_to_be_sent(
    world: World, town: Telling, service: PushService, clock: SetClock
) -> None:
    """Both wait for the morning; the first association withdraws at night."""
    await town.allow("sato", service.browser("tablet"))
    request = await asked(world, HERE, THERE)
    async with Visit(world, "sato") as tablet:
        await linked(world, tablet)
    clock.now = at(day_of(clock.now), 22)
    here = await passed(world, request, HERE)
    await town.round()
    await passed(world, request, THERE)
    await town.round()
    async with world.database.write(world.yamada) as tx:
        await publishing.withdraw(tx, here, "まちがい")
    await town.round()
    assert service.shown("tablet") == []
    clock.advance(10 * HOUR)
    await town.round()
    assert len(service.shown("tablet")) == 1


async def test_one_mailbox_of_both_gets_one_mail(
    world: World, mailing: Telling, post: tuple[Post, int]
) -> None:
    async with world.database.write(SYSTEM) as tx:
        for name in ("sato", "mori"):
            await tx.value(
                MAIL,
                household=world.households[name],
                channel="mail",
                target="family@example.jp",
                made=tx.now,
                renewed=tx.now,
                confirmed=tx.now,
            )
    request = await asked(world, HERE, THERE)
    async with Visit(world, "sato") as tablet:
        await linked(world, tablet)
    for where in (HERE, THERE):
        await passed(world, request, where)
    await mailing.round()
    assert [mail["To"] for mail in post[0].mails] == ["family@example.jp"]
