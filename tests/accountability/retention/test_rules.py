"""What single rules do: exceptions of their terms, slices, figures, and the nightly job around them."""

from datetime import date

import pytest
from sqlalchemy import Table, bindparam

from kairanban import worker
from kairanban.accountability.retention.actions.forgetting import count, run_rules, tidy_if_trusted
from kairanban.accountability.retention.actions.watching import CLOCK_WATCH
from kairanban.accountability.retention.queries.runs import LATEST
from kairanban.accountability.retention.queries.table import RULES
from kairanban.accountability.retention.rules.figures import days_until, figures_of, needed
from kairanban.accountability.retention.rules.names import NAMES
from kairanban.care.callbacks import actions as callbacks
from kairanban.care.safety.actions import answers, help_calls, starting
from kairanban.care.safety.actions.answers import Given
from kairanban.care.safety.rules import Source, State
from kairanban.circulation.circulars.actions import publishing
from kairanban.circulation.progress.rules import Counts
from kairanban.community.household_changes.actions import moving
from kairanban.community.places.actions.places import change_association
from kairanban.core.clock import DAY, HOUR, Moment, at
from kairanban.db.settings import set_setting
from kairanban.db.statements import Statement
from kairanban.db.tables.callbacks import call
from kairanban.db.tables.circulars import circular as circulars
from kairanban.db.tables.figures import yearly_figure
from kairanban.db.tables.ledger import look
from kairanban.db.tables.people import household
from kairanban.db.tables.safety import help_call, safety_check
from kairanban.db.tables.terms import TERMS
from kairanban.db.tables.visits import visit
from tests.accountability.retention.ages import everything
from tests.conftest import TODAY, SetClock
from tests.forgetting import forget_past
from tests.visiting import Visit, said
from tests.world import SYSTEM, World, checked, circular

pytestmark = pytest.mark.anyio

YEAR = 365 * DAY


async def number(world: World, table: Table) -> int:
    return len(await everything(world.database, table))


async def help_from(world: World, who: str, *, end: bool = True) -> int:
    """A real check in which a household calls for help; the call's id."""
    check, association = await checked(world, "real"), world.places["midorigaoka"]
    async with world.database.write(world.actors[who]) as tx:
        await answers.answer(tx, check, world.households[who], Given(State.HELP, Source.OWN, "press"))
    async with world.database.write(world.yamada) as tx:
        if end:
            await starting.end(tx, check, association, association)
        return (await help_calls.open_calls(tx))[0].id


async def test_a_household_that_left_with_an_open_call_keeps_its_address_until_it_is_closed(
    world: World, clock: SetClock
) -> None:
    id = await help_from(world, "sato")
    async with world.database.write(world.yamada) as tx:
        for name in ("sato", "tanaka"):
            await moving.leave(
                tx, world.places["midorigaoka"], world.households[name], at(date(2026, 12, 1)), empty=False
            )
    clock.advance(4 * YEAR)
    await forget_past(world)
    addresses = [row["address"] for row in await everything(world.database, household) if row["gone"]]
    assert addresses == ["佐藤の住所"]
    async with world.database.write(world.yamada) as tx:
        await help_calls.close(tx, id, "handed", "")
    await forget_past(world)
    assert [row for row in await everything(world.database, household) if row["gone"]] == []
    assert await number(world, help_call) == 0


async def test_an_officer_is_asked_to_close_a_call_for_help_that_is_old(
    world: World, clock: SetClock
) -> None:
    await help_from(world, "sato")
    asks = "90日より前"
    async with Visit(world, "abe") as leader:
        assert asks not in said(await leader.get("/office"))
    clock.advance(20 * DAY)
    async with world.database.write(SYSTEM) as tx:
        await tx.run(Statement(help_call.update().values(opened=tx.now - 91 * DAY)))
    async with Visit(world, "abe") as leader:
        assert asks in said(await leader.get("/office"))


async def test_a_check_that_nobody_ended_goes_a_year_after_its_start(world: World, clock: SetClock) -> None:
    await checked(world)
    clock.advance(YEAR)
    await forget_past(world)
    assert await number(world, safety_check) == 1
    clock.advance(1)
    await forget_past(world)
    assert await number(world, safety_check) == 0


async def figures(world: World) -> dict[tuple[int, str, str], int]:
    rows = await everything(world.database, yearly_figure)
    return {(row["year"], row["figure"], row["part"]): row["value"] for row in rows}


async def test_a_callback_that_nobody_closed_goes_and_is_counted_as_open(
    world: World, clock: SetClock
) -> None:
    for name in ("sato", "tanaka"):
        async with world.database.write(world.actors[name]) as tx:
            await callbacks.ask(tx, world.households[name])
    async with world.database.write(world.sato) as tx:
        await callbacks.take_back(tx, world.households["sato"])
    clock.advance(90 * DAY)
    await forget_past(world)
    assert await number(world, call) == 2
    clock.advance(1)
    await forget_past(world)
    assert await number(world, call) == 0
    assert await figures(world) == {(2026, "calls", "open"): 1, (2026, "calls", "taken_back"): 1}


async def visited(world: World, made: Moment, kind: str, corrected: int | None = None) -> None:
    row = {
        "household": world.households["sato"], "place": world.places["block_1"], "kind": kind, "made": made,
        "received": made, "client_id": f"{made}.{kind}.{corrected}", "purpose": "supporter",
        "corrected": corrected,
    }  # fmt: skip
    async with world.database.write(SYSTEM) as tx:
        await tx.run(Statement(visit.insert().values(row)))


async def test_visits_are_counted_by_fiscal_year_before_they_go(world: World, clock: SetClock) -> None:
    for day, kind in ((date(2027, 3, 31), "met"), (date(2027, 4, 1), "met"), (date(2027, 4, 2), "called")):
        await visited(world, at(day), kind)
    await visited(world, at(date(2027, 4, 3)), "met", corrected=at(date(2027, 4, 3)))
    clock.now = Moment(at(date(2027, 4, 1), 12) + 3 * YEAR)
    await forget_past(world)
    assert await number(world, visit) == 2
    assert await figures(world) == {(2026, "visits", "met"): 1, (2027, "visits", "met"): 1}
    clock.advance(9 * DAY)
    await forget_past(world)
    assert await number(world, visit) == 0
    assert (await figures(world))[2027, "visits", "called"] == 1
    assert (await figures(world))[2027, "visits", "met"] == 1


async def test_only_real_calls_for_help_are_counted(world: World, clock: SetClock) -> None:
    id = await help_from(world, "sato")
    async with world.database.write(world.yamada) as tx:
        await help_calls.close(tx, id, "safe", "")
    drill = await checked(world)
    async with world.database.write(world.tanaka) as tx:
        given = Given(State.HELP, Source.OWN, "drill")
        await answers.answer(tx, drill, world.households["tanaka"], given)
    async with world.database.write(world.yamada) as tx:
        await starting.end(tx, drill, world.places["midorigaoka"], world.places["midorigaoka"])
        await tx.run(Statement(help_call.update().where(help_call.c.closed.is_(None)).values(
            closed=tx.now, closed_how="practice", word="drill"
        )))  # fmt: skip
    clock.advance(91 * DAY)
    await forget_past(world)
    assert await number(world, help_call) == 0
    assert await figures(world) == {(2026, "help", "safe"): 1}


async def test_an_association_keeps_its_circulars_for_as_many_years_as_it_chooses(
    world: World, clock: SetClock
) -> None:
    await circular(world)
    await circular(world, by="ono")
    async with world.database.write(world.yamada) as tx:
        await change_association(tx, world.places["midorigaoka"], "緑", "班", "会長", "山", "022", 5)
    for passed, left in ((3 * YEAR, 2), (1, 1), (2 * YEAR - 1, 1), (1, 0)):
        clock.advance(passed)
        await forget_past(world)
        assert await number(world, circulars) == left, passed


async def test_a_circular_is_not_deleted_before_its_answers_are_counted(
    world: World, clock: SetClock
) -> None:
    id = await circular(world)
    step = next(s for r in RULES if r.term.name == "circulars" for s in r.steps if s.table is circulars)
    replies = next(
        s for r in RULES if r.term.name == "replies" for s in r.steps if s.table.name == "addressee"
    )
    clock.advance(4 * YEAR)
    async with world.database.write(world.sato) as tx:
        await publishing.opened(tx, id, world.households["sato"])
    async with world.database.write(SYSTEM) as tx:
        assert await tx.run(step.perform, most=10) == 0
        assert await tx.value(replies.waiting) == 5
        assert await tx.run(replies.perform, most=10) == 0
    await forget_past(world)
    assert await number(world, circulars) == 0


async def test_a_slice_takes_no_more_than_its_rows(world: World, clock: SetClock) -> None:
    step = next(s for r in RULES if r.term.name == "access" for s in r.steps if s.table is look)
    async with world.database.write(SYSTEM) as tx:
        viewers = [{"who": one} for one in world.people.values()]
        await tx.each(
            Statement(look.insert().values(viewer=bindparam("who"), purpose="roster", place=1, household=0, day=1, at=1)),
            viewers,
        )  # fmt: skip
    async with world.database.write(SYSTEM) as tx:
        assert await tx.run(step.perform, most=4) == 4
        assert await tx.value(step.waiting) == len(world.people) - 4
    assert step.most == 500


async def test_a_clock_that_loses_its_trust_stops_a_run_between_two_slices(
    world: World, clock: SetClock
) -> None:
    await visited(world, TODAY, "met")
    clock.advance(4 * YEAR)
    async with world.database.write(SYSTEM) as tx:
        await set_setting(tx, CLOCK_WATCH, f"[{clock.now}, {100 * DAY}, 0]")
    assert await run_rules(world.database, SYSTEM, None) == ({}, False)
    assert await number(world, visit) == 1
    assert (await count(world.database, SYSTEM))["visits/visit"] == 1


async def test_once_a_night_with_a_line_for_each_term(world: World, clock: SetClock) -> None:
    async def runs() -> dict[str, int]:
        async with world.database.read(SYSTEM) as tx:
            return {one.term: one.number for one in await tx.all(LATEST, most=1_000)}

    clock.now = at(date(2026, 12, 2), 2)
    await tidy_if_trusted(world.database, SYSTEM, None)
    assert set(await runs()) == {term.name for term in TERMS}
    await visited(world, Moment(clock.now - 4 * YEAR), "met")
    for hour in (HOUR, 23 * HOUR):
        clock.advance(hour)
        await worker.tidy(world.database)
        assert await number(world, visit) == 1
    clock.advance(HOUR)
    await worker.tidy(world.database)
    assert await number(world, visit) == 0
    async with world.database.read(SYSTEM) as tx:
        lines = await tx.all(LATEST, most=len(TERMS))
    assert {one.term: one.number for one in lines}["visits"] == 1
    assert {one.at for one in lines} == {clock.now}


async def test_the_operator_sees_counts_and_no_names(world: World, clock: SetClock) -> None:
    await visited(world, Moment(TODAY - 4 * YEAR), "met")
    async with Visit(world, "okada") as operator:
        page = said(await operator.get("/office/retention"))
    assert "訪問" in page
    assert page.count("<tr>") == 1 + len(NAMES)
    assert "佐藤" not in page
    assert NAMES.keys() == {term.name for term in TERMS if term.days is not None}


def test_figures_of_nobody_and_of_ninety_percent() -> None:
    assert [needed(households) for households in (0, 1, 9, 10, 11, 100)] == [0, 1, 9, 9, 10, 90]
    assert [days_until(0, one) for one in (None, 0, 1, DAY, DAY + 1)] == [None, 0, 1, 1, 2]
    assert figures_of(Counts(0, 0, 0, 0), [], None)["addressed", ""] == 0
