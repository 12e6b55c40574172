"""消去: nothing personal of the household is left but what is named; counts and the journal stay whole."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Column, LargeBinary, Table, func, select

from kairanban.accountability.erasure.actions import erasing
from kairanban.accountability.erasure.queries.fates import FATES
from kairanban.accountability.retention.queries.steps import emptied
from kairanban.circulation.replies.actions.answers import answer
from kairanban.circulation.replies.rules.answers import Answer
from kairanban.community.hiding import actions as hiding
from kairanban.community.household_changes.actions import moving
from kairanban.core.errors import Conflict, Invalid, NotFound, Refused, StepUpNeeded
from kairanban.db.statements import Statement
from kairanban.db.tables import Of, metadata
from kairanban.db.tables.figures import yearly_figure
from kairanban.db.tables.people import household, person, resident
from kairanban.db.tables.rights import data_request
from kairanban.db.tables.safety import help_call, safety_check
from kairanban.db.tx import Tx
from tests.accountability.disclosure.holding import live, put, visited
from tests.accountability.retention.ages import everything, fill_empty_tables
from tests.permits import assert_only
from tests.records import Entry, journalled
from tests.visiting import Visit, said
from tests.world import SYSTEM, World, checked, circular

pytestmark = pytest.mark.anyio

# Gone within half an hour, or demo towns only; a whole file and what was decided about it name no household by its number.
ELSEWHERE = {"card_batch", "long_work_part", "roster_file", "roster_memory", "demo_link"}
OF_HOUSEHOLDS = [
    table
    for table in metadata.sorted_tables
    if table.name not in ELSEWHERE
    and any(column.info["personal"] in (Of.HOUSEHOLD, Of.RESIDENT) for column in table.columns)
]


def own_rows(table: Table, home: int) -> Any:
    return table.c.id == home if table is household else table.c.household == home


async def fill(tx: Tx, home: int, her: int) -> None:
    """Give the household a row in every table that refers to it, each personal column with a value."""
    for table in metadata.sorted_tables:
        if "household" not in table.c or table.name in ELSEWHERE:
            continue
        if table is not resident:
            await tx.run(Statement(table.delete().where(table.c.household == home)))
        row = {column: await _value(tx, column, home, her) for column in table.columns if column.name != "id"}
        await tx.run(Statement(table.insert().values(row)))


async def _value(tx: Tx, column: Column[Any], home: int, her: int) -> Any:
    if column.name == "household":
        return home
    if column.name == "resident":
        return her
    if column.table.name == "help_call" and column.name == "closed":
        return tx.now
    for key in column.foreign_keys:
        return await tx.value(Statement(select(func.min(key.column))))
    if isinstance(column.type, LargeBinary):
        return b"erased"
    return tx.now + 5 if column.type.python_type is int else "x"


@pytest.fixture
async def full(world: World) -> World:
    """佐藤 has a row in every table; a check that asked it has ended."""
    id = await circular(world)
    async with world.database.write(world.sato) as tx:
        await answer(tx, id, world.households["sato"], Answer("acknowledged", "first"))
    await checked(world)
    async with world.database.write(SYSTEM) as tx:
        await tx.run(Statement(safety_check.update().values(ended=tx.now)))
        await tx.run(Statement(metadata.tables["circular"].update().values(counted=None)))
        await fill_empty_tables(tx)
        await fill(tx, world.households["sato"], world.residents["sato"])
        every = {"language": "vi", "standing": "associate", "excused": 1, "family": 7} | {
            name: "x" for name in ("postal", "address", "phone", "second_phone", "email", "pin_hash")
        }
        await tx.run(
            Statement(household.update().where(household.c.id == world.households["sato"]).values(every))
        )
    return world


async def erase(world: World, name: str = "sato") -> None:
    async with world.database.write(world.yamada) as tx:
        await erasing.erase(tx, world.places["midorigaoka"], world.households[name], sure=True)


async def left(world: World) -> set[str]:
    """Return the personal columns in which the household still has a value."""
    home = world.households["sato"]
    found = set()
    async with world.database.read(SYSTEM) as tx:
        for table in OF_HOUSEHOLDS:
            if "household" not in table.c and table is not household:
                continue
            for column in table.columns:
                if column.info["personal"] is Of.NOBODY:
                    continue
                says = column.is_distinct_from(emptied(column))
                count = select(func.count()).select_from(table).where(own_rows(table, home), says)
                if await tx.value(Statement(count)):
                    found.add(str(column))
    return found


def named() -> set[str]:
    return {f"{fate.table.name}.{column}" for fate in FATES for column in fate.kept}


async def test_every_table_of_households_has_a_fate(full: World) -> None:
    decided = {fate.table for fate in FATES}
    # Deliveries hang on messages and addresses.
    assert [table.name for table in OF_HOUSEHOLDS if table not in decided] == ["delivery"]
    before = await left(full)
    expected = {
        str(column)
        for fate in FATES
        for column in fate.table.columns
        if column.info["personal"] is not Of.NOBODY
        and ("household" in fate.table.c or fate.table is household)
    }
    columns = expected - before
    assert columns == {"household.hidden"}, "hidden is another test"


async def test_after_it_no_personal_column_has_a_value_but_those_named(full: World) -> None:
    await erase(full)
    assert await left(full) <= named()
    assert not [fate.name for fate in FATES if fate.kept and not fate.why], "whatever stays says why"


async def test_a_notice_of_its_dead_names_it_no_more(full: World) -> None:
    circulars, home = metadata.tables["circular"], full.households["sato"]
    count = Statement(select(func.count()).select_from(circulars).where(circulars.c.bereaved.is_not(None)))
    async with full.database.write(SYSTEM) as tx:
        await tx.run(Statement(circulars.update().values(bereaved=home)))
        assert await tx.value(count) > 0
    await erase(full)
    async with full.database.read(SYSTEM) as tx:
        assert await tx.value(count) == 0


async def test_counts_and_the_journal_stay_whole(full: World) -> None:
    tables = [metadata.tables[name] for name in ("tally", "safety_tally", "circular_figure", "journal")]
    before = [await everything(full.database, table) for table in tables]
    addressed = len(await everything(full.database, metadata.tables["addressee"]))
    await erase(full)
    after = [await everything(full.database, table) for table in tables]
    assert after[:3] == before[:3]
    assert after[3][:-1] == before[3]
    assert after[3][-1]["kind"] == "household_erased"
    assert len(await everything(full.database, metadata.tables["addressee"])) == addressed


async def test_what_is_counted_by_year_is_counted_before_it_goes(world: World) -> None:
    await visited(world, "sato", "お元気", world.database.clock())
    await erase(world)
    figures = [
        (row["figure"], row["part"], row["value"]) for row in await everything(world.database, yearly_figure)
    ]
    assert figures == [("visits", "met", 1)]


async def test_an_answer_goes_on_counting_without_name_and_words(world: World) -> None:
    id = await circular(world, reply_kind="text")
    async with world.database.write(world.sato) as tx:
        await answer(tx, id, world.households["sato"], Answer("words", "x", words="佐藤です"))
    await erase(world)
    [row] = await everything(world.database, metadata.tables["reply"])
    assert (row["choice"], row["words"], row["resident"]) == ("words", "", None)


async def test_its_devices_open_nothing_any_more(world: World) -> None:
    await erase(world)
    async with Visit(world, "sato") as browser:
        assert (await browser.get("/circulars")).status_code == 401
    async with Visit(world, "suzuki") as browser:
        assert (await browser.get("/circulars")).status_code == 200


async def test_a_person_who_serves_keeps_name_and_keys_and_another_goes(world: World) -> None:
    for name, who in (("佐藤 一郎", "kimura"), ("佐藤 次郎", None)):
        one = await live(world, name, "sato")
        number = world.people[who] if who else await put(world, person, name="佐藤 次郎")
        async with world.database.write(SYSTEM) as tx:
            await tx.run(Statement(resident.update().where(resident.c.id == one).values(person=number)))
    await erase(world)
    names = {row["name"] for row in await everything(world.database, person)}
    assert "木村 実" in names
    assert "佐藤 次郎" not in names
    async with Visit(world, "kimura") as browser:
        assert (await browser.get("/office")).status_code == 200


async def test_an_open_call_for_help_stops_it_and_so_does_a_running_check(world: World) -> None:
    check, place, home = await checked(world), world.places["midorigaoka"], world.households["sato"]
    call = await put(
        world, help_call, check=check, household=home, place=world.places["block_1"], opened=1, passes_on=2
    )
    for ends in (
        help_call.update().where(help_call.c.id == call).values(closed=1),
        safety_check.update().values(ended=1),
    ):
        async with Visit(world, "yamada") as chair:
            page = await chair.get(f"/associations/{place}/households/{home}/erasure")
            assert page.status_code == 200
            assert '<button class="primary">' not in page.text
            stopped = await chair.post(f"/associations/{place}/households/{home}/erasure", {"sure": "1"})
            assert stopped.status_code == 409
        async with world.database.write(world.yamada) as tx:
            with pytest.raises(Conflict):
                await erasing.erase(tx, place, home, sure=True)
        async with world.database.write(SYSTEM) as tx:
            await tx.run(Statement(ends))
    await erase(world)


async def test_the_page_says_what_goes_and_what_stays_and_changes_nothing(full: World) -> None:
    place, home = full.places["midorigaoka"], full.households["sato"]
    path = f"/associations/{place}/households/{home}/erasure"
    before = await left(full)
    async with Visit(full, "yamada") as chair:
        page = said(await chair.get(path))
        unsure = await chair.post(path)
        for words in ("訪問と電話", "三年", "個人情報保護法"):
            assert words in page, words
        assert unsure.status_code == 422
        assert await left(full) == before
        done = await chair.post(path, {"sure": "1"})
        assert done.headers["location"] == f"/associations/{place}/roster?done=erased"
        again = await chair.post(path, {"sure": "1"})
        assert again.status_code == 404
        assert f"/households/{home}" not in (await chair.get(f"/associations/{place}/departures")).text


async def test_only_the_chair_erases_after_proving_herself(world: World) -> None:
    place, home = world.places["midorigaoka"], world.households["sato"]
    with pytest.raises(Invalid):
        async with world.database.write(world.yamada) as tx:
            await erasing.erase(tx, place, home, sure=False)
    with pytest.raises(NotFound):
        async with world.database.write(world.yamada) as tx:
            await erasing.erase(tx, place, world.households["mori"], sure=True)
    with pytest.raises(StepUpNeeded):
        async with world.database.write(replace(world.yamada, stepped_up_at=None)) as tx:
            await erasing.erase(tx, place, home, sure=True)
    await assert_only(
        world,
        lambda tx, world: erasing.erase(tx, place, home, sure=True),
        world.yamada,
        (world.ito, Refused),
        (world.ono, NotFound),
    )
    assert await journalled(world, "household_erased") == [
        Entry("household_erased", world.people["yamada"], place, household=home)
    ]


async def test_a_hidden_household_is_erased_by_who_knows_it_or_once_it_has_asked(world: World) -> None:
    place, home = world.places["midorigaoka"], world.households["matsumoto"]
    async with world.database.write(world.ito) as tx:
        await hiding.hide(tx, place, home)
    async with world.database.write(world.yamada) as tx:
        with pytest.raises(Refused):
            await erasing.erase(tx, place, home, sure=True)
    await put(world, data_request, household=home, kind="erasure", press="x", made=1, due=2)
    await erase(world, "matsumoto")


async def test_a_household_that_moved_out_is_erased_too(world: World) -> None:
    place, home = world.places["midorigaoka"], world.households["sato"]
    async with world.database.write(world.yamada) as tx:
        await moving.leave(tx, place, home, world.database.clock(), empty=False)
    await erase(world)
    [row] = [row for row in await everything(world.database, household) if row["id"] == home]
    assert (row["label"], row["code"]) == ("", None)
