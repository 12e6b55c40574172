from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.notify.push_service import PushService, push_service
from tests.notify.telling import Telling, telling
from tests.world import World


@pytest.fixture
async def service() -> AsyncIterator[PushService]:
    async with push_service() as running:
        yield running


@pytest.fixture
async def town(world: World, service: PushService, tmp_path: Path) -> AsyncIterator[Telling]:
    """The town, and a worker that notifies through a local push service."""
    async with telling(world, service, tmp_path) as made:
        yield made
