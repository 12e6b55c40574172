from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.notify.push_service import PushService, push_service
from tests.notify.telling import Telling, telling
from tests.world import World, circular

pytestmark = pytest.mark.anyio


@pytest.fixture
async def service() -> AsyncIterator[PushService]:
    async with push_service() as running:
        yield running


@pytest.fixture
async def town(world: World, service: PushService, tmp_path: Path) -> AsyncIterator[Telling]:
    async with telling(world, service, tmp_path) as made:
        yield made


async def test_who_allowed_it_is_told_of_a_circular_once(town: Telling, service: PushService) -> None:
    await town.allow("sato", service.browser("sato"))
    id = await circular(town.world)
    assert await town.round() == 1
    assert await town.round() == 0

    assert await town.states() == {"sato": ["accepted"]}
    [shown] = service.shown("sato")
    assert shown == {
        "title": "みどりヶ丘自治会",
        "body": "新しい回覧があります。",
        "navigate": f"http://localhost:8321/circulars/{id}",
        "lang": "ja",
        "tag": f"circular-{id}",
    }
