"""Answers that were counted: what their pages say, what remains of them, and what nobody can do any more."""

import pytest
from sqlalchemy import select

from kairanban.circulation.circulars.actions import correcting, publishing
from kairanban.circulation.circulars.rules.kinds import Change
from kairanban.circulation.progress.actions import overview
from kairanban.circulation.replies.actions.answers import answer, answer_for
from kairanban.circulation.replies.rules.answers import Answer
from kairanban.core.clock import DAY, HOUR
from kairanban.core.errors import Conflict, Invalid
from kairanban.core.ids import CircularId
from kairanban.db.statements import Statement
from kairanban.db.tables.circulars import addressee
from kairanban.db.tables.figures import circular_figure, yearly_figure
from kairanban.db.tables.signin import session
from tests.conftest import TODAY, SetClock
from tests.forgetting import forget_past
from tests.visiting import Visit, said
from tests.world import SYSTEM, TEXTS, World, circular

pytestmark = pytest.mark.anyio

COUNTED = "集計しました"


def given(choice: str, press: str, number: int | None = None, words: str = "") -> Answer:
    return Answer(choice, press, number, words)


async def answered(world: World, clock: SetClock, reply_kind: str = "number", **made: object) -> CircularId:
    """A circular that three of five households answer, one of them on paper and one in other ways."""
    id = await circular(world, reply_kind=reply_kind, **made)
    clock.advance(HOUR)
    async with world.database.write(world.sato) as tx:
        await publishing.opened(tx, id, world.households["sato"])
        await answer(tx, id, world.households["sato"], given("number", "a", 3))
    clock.advance(2 * DAY)
    async with world.database.write(world.abe) as tx:
        await answer_for(tx, id, world.households["suzuki"], given("number", "b", 2), "paper")
        await answer_for(tx, id, world.households["matsumoto"], given("acknowledged", "c"), "phone")
    return id


async def sign_in_again(world: World) -> None:
    async with world.database.write(SYSTEM) as tx:
        now = {"seen": tx.now, "person_seen": tx.now, "person_since": tx.now}
        await tx.run(Statement(session.update().values(now)))


async def figures(world: World, id: CircularId) -> dict[tuple[str, str], int]:
    async with world.database.read(SYSTEM) as tx:
        query = select(circular_figure.c.figure, circular_figure.c.part, circular_figure.c.value)
        rows = await tx.rows(Statement(query.where(circular_figure.c.circular == id)))
    return {(figure, part): value for figure, part, value in rows}


async def of_years(world: World) -> dict[tuple[int, str, str], int]:
    async with world.database.read(SYSTEM) as tx:
        columns = (yearly_figure.c.year, yearly_figure.c.figure, yearly_figure.c.part, yearly_figure.c.value)
        rows = await tx.rows(Statement(select(*columns)))
    return {(year, figure, part): value for year, figure, part, value in rows}


async def test_the_figures_of_a_circular_are_frozen_before_its_answers_go(
    world: World, clock: SetClock
) -> None:
    id = await answered(world, clock)
    clock.now = type(clock.now)(TODAY + 91 * DAY)
    await forget_past(world)
    assert await figures(world, id) == {
        ("addressed", ""): 5, ("opened", ""): 1, ("answered", ""): 3, ("paper", ""): 3,
        ("by", "app"): 1, ("by", "paper"): 1, ("by", "phone"): 1, ("proxy", ""): 2,
        ("choice", "number"): 2, ("people", "number"): 5, ("choice", "acknowledged"): 1,
    }  # fmt: skip
    assert (await of_years(world))[2026, "answered", ""] == 3
    assert (await of_years(world))[2026, "circulars", ""] == 1
    before = await of_years(world)
    await forget_past(world)
    assert await of_years(world) == before


async def test_days_until_nine_in_ten_had_answered(world: World, clock: SetClock) -> None:
    id = await answered(world, clock)
    async with world.database.write(world.yamada) as tx:
        for name in ("takahashi", "tanaka"):
            await answer_for(tx, id, world.households[name], given("acknowledged", name), "visit")
    clock.advance(91 * DAY)
    await forget_past(world)
    # 2 days and an hour: begun days count.
    assert (await figures(world, id))["days", ""] == 3
    assert (await of_years(world))[2026, "reached", ""] == 1


async def test_practice_and_what_was_withdrawn_are_no_outcome(world: World, clock: SetClock) -> None:
    practice = await circular(world, category="practice")
    withdrawn = await circular(world)
    async with world.database.write(world.yamada) as tx:
        await publishing.withdraw(tx, withdrawn, "まちがい")
    clock.advance(91 * DAY)
    await forget_past(world)
    assert await of_years(world) == {}
    for id in (practice, withdrawn):
        assert (await figures(world, id))["addressed", ""] == 5


@pytest.mark.parametrize(
    ("made", "days"),
    [({}, 0), ({"reply_by": TODAY + 20 * DAY}, 20), ({"event_at": TODAY + 9 * DAY}, 9),
     ({"reply_by": TODAY + 5 * DAY, "event_at": TODAY + 9 * DAY}, 5)],
)  # fmt: skip
async def test_ninety_days_after_the_reply_by_date_else_the_event_else_publication(
    world: World, clock: SetClock, made: dict[str, int], days: int
) -> None:
    id = await circular(world, **made)
    start = clock.now
    clock.advance((days + 90) * DAY)
    await forget_past(world)
    assert await figures(world, id) == {}
    clock.advance(1)
    await forget_past(world)
    assert (await figures(world, id))["addressed", ""] == 5
    assert clock.now - start == (days + 90) * DAY + 1


async def test_the_pages_show_the_numbers_and_say_that_the_rest_is_gone(
    world: World, clock: SetClock
) -> None:
    id = await answered(world, clock)
    async with Visit(world, "yamada") as chair, Visit(world, "abe") as leader, Visit(world, "sato") as home:
        block = f"/circulars/{id}/blocks/{world.places['block_1']}"
        assert "鈴木" in said(await leader.get(block))
        clock.now = type(clock.now)(TODAY + 91 * DAY)
        await sign_in_again(world)
        await forget_past(world)

        progress = said(await chair.get(f"/circulars/{id}/progress"))
        assert "5世帯のうち3世帯が確認" in progress
        assert "2世帯" in progress
        assert "5人" in progress
        assert COUNTED in progress
        of_block = said(await leader.get(block))
        assert "3世帯のうち3世帯が確認" in of_block
        assert COUNTED in of_block
        assert "鈴木" not in of_block
        assert f"{block}/households" not in of_block

        own = said(await home.get(f"/circulars/{id}"))
        assert COUNTED in own
        assert f'action="/circulars/{id}/answer"' not in own
        assert COUNTED in said(await home.get("/circulars"))
        for path in (f"{block}/sheet/paper", f"/circulars/{id}/sheets", f"{block}/sheet/entry"):
            assert (await leader.get(path)).status_code == 404, path


async def test_nothing_is_added_to_what_was_counted(world: World, clock: SetClock) -> None:
    id = await answered(world, clock)
    clock.advance(91 * DAY)
    await forget_past(world)
    before = await figures(world, id)
    async with Visit(world, "sato") as home:
        await home.get(f"/circulars/{id}")
    async with world.database.write(world.sato) as tx:
        await publishing.opened(tx, id, world.households["sato"])
    with pytest.raises(Conflict):
        async with world.database.write(world.sato) as tx:
            await answer(tx, id, world.households["sato"], given("number", "z", 1))
    with pytest.raises(Conflict):
        async with world.database.write(world.abe) as tx:
            await answer_for(tx, id, world.households["suzuki"], given("number", "y", 1), "paper")
    with pytest.raises(Invalid) as refused:
        async with world.database.write(world.yamada) as tx:
            await correcting.correct(tx, id, Change.CHANGE, TEXTS, "別の日に", None, clock.now + DAY)
    assert set(refused.value.fields) == {"change"}
    async with world.database.read(world.yamada) as tx:
        found = await overview.find(tx, id)
        counts = overview.summed(await overview.blocks(tx, id, found.place))
        assert (counts.opened, counts.replied) == (1, 3)
        kept = Statement(select(addressee.c.opened, addressee.c.replied, addressee.c.waiting).distinct())
        assert await tx.rows(kept) == [(None, None, 0)]
    assert await figures(world, id) == before
