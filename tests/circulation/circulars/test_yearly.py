"""毎年の回覧: next year's draft is made once, and never published by itself."""

import pytest

from kairanban.circulation.circulars.actions import drafts, publishing
from kairanban.circulation.circulars.queries.drafting import MINE
from kairanban.core.clock import DAY
from kairanban.core.ids import CircularId
from kairanban.worker import WORKER, one_round
from tests.conftest import SetClock
from tests.visiting import Visit
from tests.world import World, circular

pytestmark = pytest.mark.anyio


async def yearly(world: World, id: CircularId) -> None:
    async with Visit(world, "yamada") as chair:
        answer = await chair.post(f"/circulars/{id}/yearly", {"yearly": "1"})
        assert answer.headers["location"] == f"/circulars/{id}/progress"


async def in_hand(world: World) -> list[CircularId]:
    async with world.database.read(world.yamada) as tx:
        return [row[0] for row in await tx.rows(MINE, issued_at=world.places["midorigaoka"])]


async def test_next_years_draft_lies_ready_a_month_before_and_comes_back_in_its_turn(
    world: World, clock: SetClock
) -> None:
    id = await circular(world)
    other = await circular(world)
    await yearly(world, id)
    clock.advance(334 * DAY)
    await one_round(world.database)
    assert await in_hand(world) == []

    clock.advance(2 * DAY)
    await one_round(world.database)
    await one_round(world.database)
    (next_year,) = await in_hand(world)
    assert next_year not in (id, other)
    async with world.database.read(WORKER) as tx:
        work = await drafts.find(tx, next_year)
        assert (work.published, work.yearly) == (None, 1)
        assert (await drafts.find(tx, id)).yearly == 0


async def test_a_withdrawn_one_does_not_come_back_and_one_can_stop_it(world: World, clock: SetClock) -> None:
    withdrawn, stopped = await circular(world), await circular(world)
    for id in (withdrawn, stopped):
        await yearly(world, id)
    async with world.database.write(world.yamada) as tx:
        await publishing.withdraw(tx, withdrawn, "中止です")
    async with Visit(world, "yamada") as chair:
        await chair.post(f"/circulars/{stopped}/yearly", {})
    clock.advance(336 * DAY)
    await one_round(world.database)
    assert await in_hand(world) == []
