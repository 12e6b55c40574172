"""A draft is thrown away after a question, and comes back for 30 days."""

from datetime import date

import pytest

from kairanban.accountability.retention.actions.forgetting import count
from kairanban.circulation.circulars.actions import discarding, drafts, publishing
from kairanban.core.clock import DAY, HOUR, Moment, at
from kairanban.core.errors import Invalid, NotFound
from tests.conftest import SetClock
from tests.visiting import Visit, said
from tests.world import SYSTEM, World, draft

pytestmark = pytest.mark.anyio


async def test_it_is_asked_and_can_be_taken_back(world: World) -> None:
    id = await draft(world)
    async with Visit(world, "yamada") as chair:
        question = said(await chair.get(f"/circulars/{id}/removal"))
        assert "この下書きを捨てますか" in question
        assert "30日" in question
        assert (await chair.get(f"/circulars/{id}/draft")).status_code == 200
        await chair.post(f"/circulars/{id}/removal")
        assert (await chair.get(f"/circulars/{id}/draft")).status_code == 404
        office = (await chair.get("/office")).text
        assert f'action="/circulars/{id}/return"' in office
        assert f'href="/circulars/{id}/draft"' not in office
        back = await chair.post(f"/circulars/{id}/return")
        assert back.headers["location"].startswith(f"/circulars/{id}/draft")
        assert "公園の清掃" in (await chair.get(f"/circulars/{id}/draft")).text
        assert f'href="/circulars/{id}/draft"' in (await chair.get("/office")).text


async def test_nobody_else_takes_it_back(world: World) -> None:
    id = await draft(world)
    async with world.database.write(world.yamada) as tx:
        await discarding.discard(tx, id)
    for who in ("ono", "abe", "sato"):
        async with Visit(world, who) as other:
            assert (await other.post(f"/circulars/{id}/return")).status_code in (403, 404)


async def test_what_was_scheduled_does_not_go_out(world: World, clock: SetClock) -> None:
    id = await draft(world)
    async with world.database.write(world.yamada) as tx:
        await publishing.schedule(tx, id, Moment(clock.now + HOUR))
        await discarding.discard(tx, id)
    clock.now = Moment(clock.now + 2 * HOUR)
    async with world.database.write(SYSTEM) as tx:
        await publishing.publish_due(tx, id)
    async with world.database.write(world.yamada) as tx:
        work = await discarding.take_back(tx, id)
    assert work.published is None


async def test_after_a_month_it_is_past_its_term(world: World, clock: SetClock) -> None:
    kept, gone = await draft(world), await draft(world)
    async with world.database.write(world.yamada) as tx:
        await discarding.discard(tx, gone)
    clock.advance(29 * DAY)
    assert (await count(world.database, SYSTEM)).get("circulars/circular", 0) == 0
    clock.advance(2 * DAY)
    assert (await count(world.database, SYSTEM))["circulars/circular"] == 1
    async with world.database.write(world.yamada) as tx:
        assert (await drafts.find(tx, kept)).id == kept
        with pytest.raises(NotFound):
            await drafts.find(tx, gone)


async def test_a_time_at_night_is_asked_about(world: World) -> None:
    id = await draft(world)
    async with Visit(world, "yamada") as chair:
        asked = await chair.post(f"/circulars/{id}/schedule", {"when": "2026-12-02T02:00"})
        assert asked.status_code == 422
        assert "夜の時刻です" in said(asked)
        assert 'value="2026-12-02T02:00"' in asked.text
        answer = await chair.post(f"/circulars/{id}/schedule", {"when": "2026-12-02T02:00", "night": "on"})
        assert answer.status_code == 303
    other = await draft(world)
    async with world.database.write(world.yamada) as tx:
        for hour in (6, 21, 23):
            with pytest.raises(Invalid):
                await publishing.schedule(tx, other, at(date(2026, 12, 2), hour))
        await publishing.schedule(tx, other, at(date(2026, 12, 2), 7))
