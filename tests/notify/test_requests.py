"""Officers are told of the town's requests, on the devices they have subscribed."""

import pytest

from kairanban.circulation.municipal_requests.actions import decisions
from kairanban.core.clock import HOUR, at, day_of
from kairanban.notify.actions.fan_out import fan_out_new
from tests.circulation.municipal_requests.test_reminding import with_day
from tests.conftest import SetClock
from tests.notify.push_service import PushService
from tests.notify.telling import WORKER, Telling
from tests.world import World

pytestmark = pytest.mark.anyio


async def test_an_officer_is_told_on_her_device_and_not_once_she_has_answered(
    world: World, town: Telling, service: PushService, clock: SetClock
) -> None:
    await town.allow("yamada", service.browser("chair"))
    request = await with_day(world, 10)
    await town.round()
    (told,) = service.shown("chair")
    assert told["title"] == "みどりヶ丘自治会"
    assert told["navigate"].endswith(f"/associations/{world.places['midorigaoka']}/requests/{request}")
    assert "公園" not in str(told)
    clock.now = at(day_of(clock.now), 23)
    other = await with_day(world, 10)
    await fan_out_new(world.database, WORKER)
    async with world.database.write(world.yamada) as tx:
        await decisions.decline(tx, world.places["midorigaoka"], other, "too_late", "")
    clock.advance(12 * HOUR)
    await town.round()
    assert len(service.shown("chair")) == 1
