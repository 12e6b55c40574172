"""One reminder of the day to answer by, and the copies as they were on the delivery day."""

from datetime import date

import pytest
from sqlalchemy import select

from kairanban.circulation.municipal_requests.actions import decisions, relays, sending, totals
from kairanban.circulation.municipal_requests.rules.decisions import remind_at
from kairanban.community.signin.actions import sessions
from kairanban.core.actor import System
from kairanban.core.clock import DAY, at, day_of, end_of
from kairanban.core.errors import Invalid
from kairanban.core.ids import CircularId
from kairanban.db.statements import Statement
from kairanban.db.tables.ledger import journal
from tests.circulation.municipal_requests.towns import fill_block
from tests.conftest import SetClock
from tests.visiting import Visit, said
from tests.world import SYSTEM, World, asked, asked_draft

pytestmark = pytest.mark.anyio

WORKER = System("worker")
DUE = Statement(select(journal.c.association).where(journal.c.kind == "request_due"))


@pytest.mark.parametrize(
    ("sent", "last", "expected"),
    [
        (date(2026, 12, 1), date(2026, 12, 20), date(2026, 12, 17)),
        # Too late for three days before: the day after, and never on the day it came.
        (date(2026, 12, 1), date(2026, 12, 3), date(2026, 12, 2)),
        (date(2026, 12, 1), date(2026, 12, 1), date(2026, 12, 2)),
    ],
)
def test_the_reminder_goes_three_days_before(sent: date, last: date, expected: date) -> None:
    assert remind_at(at(sent, 10), end_of(last)) == at(expected, 9)


async def with_day(world: World, days: int) -> CircularId:
    request = await asked_draft(world, "midorigaoka", "kaminosawa")
    async with world.database.write(world.shimizu) as tx:
        places = [world.places["midorigaoka"], world.places["kaminosawa"]]
        until = end_of(day_of(tx.now + days * DAY))
        await sending.choose(tx, request, "環境課", None, places, answer_by=until)
        await sending.send(tx, request, sure=True)
    return request


async def test_who_has_not_answered_is_reminded_once(world: World, clock: SetClock) -> None:
    request = await with_day(world, 10)
    async with world.database.write(world.yamada) as tx:
        await decisions.decline(tx, world.places["midorigaoka"], request, "too_late", "")
    await relays.go_round(world.database, WORKER)
    async with world.database.read(WORKER) as tx:
        assert await tx.column(DUE) == []
    clock.advance(8 * DAY)
    for _ in range(3):
        await relays.go_round(world.database, WORKER)
    async with world.database.read(WORKER) as tx:
        assert await tx.column(DUE) == [world.places["kaminosawa"]]
    async with world.database.write(SYSTEM) as tx:
        world.tokens["shimizu"] = await sessions.sign_in(tx, world.people["shimizu"])
    async with Visit(world, "shimizu") as town:
        page = said(await town.get(f"/requests/{request}"))
        assert "12月11日" in page
        assert "一度知らせました" in page


async def test_nobody_is_reminded_after_the_day_or_without_one(world: World, clock: SetClock) -> None:
    await with_day(world, 2)
    await asked(world)
    clock.advance(5 * DAY)
    await relays.go_round(world.database, WORKER)
    async with world.database.read(WORKER) as tx:
        assert await tx.column(DUE) == []


async def test_an_officer_sees_the_day_and_a_passed_day_is_refused(world: World) -> None:
    request = await with_day(world, 10)
    here = f"/associations/{world.places['midorigaoka']}/requests"
    async with Visit(world, "yamada") as chair, Visit(world, "shimizu") as town:
        assert "12月11日" in said(await chair.get(here))
        assert "12月11日" in said(await chair.get(f"{here}/{request}"))
        draft = await asked_draft(world)
        wrong = await town.post(
            f"/requests/{draft}/audience",
            {"department": "環境課", "scope": "all", "answer_by": "2026-11-30"},
        )
        assert wrong.status_code == 422
        assert "返事の期限が過ぎています" in said(wrong)
        assert 'value="2026-11-30"' in wrong.text
    async with world.database.write(world.shimizu) as tx:
        with pytest.raises(Invalid):
            await sending.choose(
                tx, draft, "環境課", None, [world.places["midorigaoka"]], answer_by=tx.now - DAY
            )


async def test_copies_stay_as_on_the_delivery_day(world: World, clock: SetClock) -> None:
    day = at(day_of(clock.now + 3 * DAY))
    request = await asked(world, "midorigaoka", "kaminosawa", deliver_on=day, distribution="distribute")
    async with world.database.write(world.ono) as tx:
        await decisions.decline(tx, world.places["kaminosawa"], request, "too_much", "")
    await fill_block(world, "block_1", 7, "paper")

    async def copies() -> list[int]:
        async with world.database.read(world.shimizu) as tx:
            return [one.copies for one in await totals.by_association(tx, request)]

    before = await copies()
    assert before[0] >= 7
    assert before[1] == 0
    await relays.go_round(world.database, WORKER)
    clock.advance(3 * DAY)
    await relays.go_round(world.database, WORKER)
    await fill_block(world, "block_1", 5, "paper")
    assert await copies() == before
    async with Visit(world, "shimizu") as town:
        page = said(await town.get("/requests/stocktaking"))
        assert f">{before[0]}<" in page
        assert "いま回覧しているものが多い" in page
