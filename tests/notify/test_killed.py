"""kill -9 at the steps of the outbox: nothing is lost, and nobody sees a circular twice."""

import asyncio
import json
import os
import sys
from pathlib import Path

import pytest

from kairanban.core.clock import DAY
from kairanban.db.engine import open_database
from tests.conftest import SetClock
from tests.engines import Template
from tests.notify.push_service import PushService
from tests.notify.telling import Telling, settings, telling
from tests.world import World, build, circular

pytestmark = pytest.mark.anyio

HOUSEHOLDS = ("sato", "tanaka")
# About eighty steps on PostgreSQL, twice as many on SQLite; usually one in nine is tested, for a release all.
EVERY = 1 if os.environ.get("KAIRANBAN_TEST_KILLS") else 9
STEPS = range(1, 200, EVERY)


async def prepared(url: str, clock: SetClock, service: PushService, folder: Path) -> None:
    """One circular waits for its notification, an earlier one for its reminder."""
    database = await open_database(url, clock)
    world = await build(database)
    async with telling(world, service, folder) as town:
        for who in HOUSEHOLDS:
            await town.allow(who, service.browser(who))
        await circular(world, importance="important")
        clock.advance(3 * DAY)
        await circular(world)
    await database.close()


async def test_a_worker_killed_at_any_step_loses_and_repeats_nothing(
    database_template: Template, database_url: str, clock: SetClock, service: PushService, tmp_path: Path
) -> None:
    await prepared(database_url, clock, service, tmp_path)
    copies = []
    for number in STEPS:
        folder = tmp_path / str(number)
        folder.mkdir()
        copies.append((number, database_template.copy(folder, database_url)))

    jobs = {"databases": copies, "service": service.origin, "now": clock.now}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.notify.stepping", json.dumps(jobs)), stdout=asyncio.subprocess.PIPE
    )
    said, _ = await process.communicate()
    assert process.returncode == 0
    killed = [number for number, was in map(json.loads, said.decode().splitlines()) if was]
    # The last step must be after the end.
    assert len(killed) >= 60 // EVERY
    assert len(killed) < len(copies)

    # Two messages each; after a kill between sending and recording they came again with the same tag.
    wanted = 4 * len(copies)
    assert wanted <= len(service.posts) <= wanted + 4 * len(killed)
    for who in HOUSEHOLDS:
        assert {shown["tag"] for shown in service.shown(who)} == {"circular-1", "circular-2"}
    for _, url in copies:
        database = await open_database(url, clock)
        town = Telling(World(database), settings(tmp_path), 1.0)
        assert await town.states() == {who: ["accepted", "accepted"] for who in HOUSEHOLDS}
        assert sorted(kind for _, kind, *_ in await town.notified()) == ["circular"] * 2 + ["reminder"] * 2
        await database.close()
        database_template.drop(url)
