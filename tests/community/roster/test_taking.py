"""Imports: what is stored, access to it, and concurrent changes."""

from collections import Counter
from typing import Any

import pytest
from sqlalchemy import bindparam, select

from kairanban.community.hiding.actions import hide
from kairanban.community.roster.actions import taking, unattended
from kairanban.community.roster.actions.files import forget_old_files
from kairanban.community.roster.actions.planning import Proposal, propose_changes
from kairanban.community.roster.rules.choices import Choices
from kairanban.core.clock import DAY, Clock, Moment
from kairanban.core.errors import Conflict
from kairanban.core.ids import HouseholdId
from kairanban.db.engine import Database
from kairanban.db.statements import Statement
from kairanban.db.tables.ledger import journal, look
from kairanban.db.tables.people import appointment, household, membership, person, resident
from kairanban.db.tables.roster import roster_file, roster_heading
from tests.community.roster.office import fields, office, sample_bytes
from tests.community.roster.rosters import KAMINOSAWA, MIDORIGAOKA
from tests.world import SYSTEM, World, build

pytestmark = pytest.mark.anyio

ROWS = "班,氏名,住所\n1班,林 茂,上町1-2\n2班,原 進,上町3-4\n"
KINDS = Statement(select(journal.c.kind).order_by(journal.c.id))
FILES = Statement(select(roster_file.c.data, roster_file.c.choices, roster_file.c.taken))
MAPPING = Statement(select(roster_heading.c.mapping))
LOOKS = Statement(select(look.c.purpose, look.c.place, look.c.household, look.c.viewer))
RESIDENTS = Statement(
    select(resident.c.name, resident.c.until).where(resident.c.household == bindparam("household"))
)
MEMBERSHIPS = Statement(
    select(membership.c.place, membership.c.until).where(membership.c.household == bindparam("household"))
)
APPOINTED = Statement(
    select(person.c.id, person.c.name, appointment.c.role, appointment.c.title, appointment.c.ends)
    .select_from(appointment.join(person, person.c.id == appointment.c.person))
    .order_by(appointment.c.id)
)
DIGITAL = Statement(
    household.update().where(household.c.id == bindparam("household")).values(method="digital")
)
LINKED = Statement(select(resident.c.name).where(resident.c.person == bindparam("person")))


async def rows(database: Database, statement: Statement, **values: object) -> list[tuple[object, ...]]:
    async with database.read(SYSTEM) as tx:
        return await tx.rows(statement, **values)


async def plan(world: World, data: bytes, **choices: Any) -> Proposal:
    return await propose_changes(
        world.database,
        world.ono,
        world.places["kaminosawa"],
        data,
        "名簿.csv",
        Choices(**choices),
    )


async def test_what_was_taken_is_in_the_journal_and_what_was_uploaded_is_gone(database: Database) -> None:
    async with office(await build(database)) as desk:
        before = len(await rows(database, KINDS))
        path, page = await desk.preview(sample_bytes(MIDORIGAOKA), MIDORIGAOKA)
        await desk.post(f"{path}/choices", **{**fields(page), "remark:施設入所中": "leave_out"})
        await desk.post(f"{path}/taking", **fields((await desk.get(path)).text))
        kinds = [row[0] for row in (await rows(database, KINDS))[before:]]
        assert Counter(kinds)["household_added"] == len(await desk.roster()) - 1
        assert kinds[-1] == "roster_taken"
        ((data, choices, taken),) = await rows(database, FILES)
        assert (data, choices) == (b"", "{}")
        assert taken is not None
        ((mapping,),) = await rows(database, MAPPING)
        assert "施設" not in str(mapping)
        assert "みどり" not in str(mapping)


async def test_taking_twice_stores_once(database: Database) -> None:
    async with office(await build(database)) as desk:
        path, page = await desk.preview(ROWS.encode())
        first = await desk.post(f"{path}/taking", **fields(page))
        again = await desk.post(f"{path}/taking", **fields(page))
        assert first.status_code == again.status_code == 303
        assert Counter(h.name for h in await desk.roster()) == {"森 清": 1, "林 茂": 1, "原 進": 1}


async def test_two_takings_of_one_plan_store_once(database: Database) -> None:
    world = await build(database)
    first, second = await plan(world, ROWS.encode()), await plan(world, ROWS.encode())
    await taking.take(database, world.ono, first)
    with pytest.raises(Conflict):
        await taking.take(database, world.ono, second)
    assert (await plan(world, ROWS.encode())).plan.changes_nothing


async def test_a_roster_that_changed_in_between_is_shown_again_and_not_overwritten(
    database: Database,
) -> None:
    async with office(await build(database)) as desk:
        path, page = await desk.preview(ROWS.encode())
        await unattended.take(
            database, desk.association, "班,氏名,住所\n1班,林 茂,上町1-2\n".encode(), "a.csv"
        )
        answer = await desk.post(f"{path}/taking", **fields(page))
        assert answer.status_code == 409
        assert {h.name for h in await desk.roster()} == {"森 清", "林 茂"}
        await desk.post(f"{path}/taking", **fields(answer.text))
        assert Counter(h.name for h in await desk.roster()) == {"森 清": 1, "林 茂": 1, "原 進": 1}


async def test_what_was_cut_off_is_completed_by_pressing_again(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = await build(database)
    data = ("班,氏名,住所\n" + "".join(f"{n % 3 + 1}班,林 茂{n},上町{n}-1\n" for n in range(30))).encode()
    monkeypatch.setattr(taking, "AT_ONCE", 10)
    whole = await plan(world, data)
    cut = Proposal(
        whole.association, whole.understanding, whole.choices, whole.plan, whole.current, whole.seen
    )
    monkeypatch.setattr("kairanban.community.roster.actions.headings.remember", None)
    with pytest.raises(TypeError):
        await taking.take(database, world.ono, cut)
    monkeypatch.undo()
    rest = await plan(world, data)
    assert rest.taken == []
    await taking.take(database, world.ono, rest)
    async with office(world) as desk:
        assert len(await desk.roster()) == 31
        assert [h.route_order for h in await desk.roster() if h.block == "1班"][:3] == ["1", "2", "3"]


async def test_two_thousand_households_come_in_within_the_time_of_a_write(database: Database) -> None:
    world = await build(database)
    text = "".join(f"{n // 25 + 1}班,林 茂{n},上町{n}-1,022-7{n:02}-{n:04}\n" for n in range(2000))
    await taking.take(database, world.ono, await plan(world, f"班,氏名,住所,電話\n{text}".encode()))
    async with office(world) as desk:
        page = await desk.get(f"/associations/{desk.association}/roster")
        assert "林 茂1999" in page.text
        assert [b.block for b in (await desk.roster())[1::25]][:11] == [f"{n}班" for n in range(1, 12)]


async def test_who_lived_there_and_where_stays_on_record(database: Database) -> None:
    world = await build(database)
    await taking.take(database, world.ono, await plan(world, ROWS.encode()))
    async with office(world) as desk:
        house = next(h for h in await desk.roster() if h.name == "林 茂")
    await taking.take(
        database, world.ono, await plan(world, ROWS.replace("1班,林 茂", "2班,林 花子").encode())
    )
    residents = await rows(database, RESIDENTS, household=house.id)
    assert [(name, until is None) for name, until in residents] == [("林 茂", False), ("林 花子", True)]
    memberships = await rows(database, MEMBERSHIPS, household=house.id)
    assert [until is None for _, until in memberships] == [False, True]


async def test_a_hidden_household_is_never_touched_by_a_file(database: Database) -> None:
    world = await build(database)
    await taking.take(database, world.ono, await plan(world, ROWS.encode()))
    async with office(world) as desk:
        house = next(h for h in await desk.roster() if h.name == "林 茂")
        async with database.write(SYSTEM) as tx:
            await hide(tx, desk.association, HouseholdId(house.id))
        before = await desk.roster()
        changed = await plan(world, ROWS.replace("1班,林 茂,上町1-2", "3班,林 茂,下町9-9").encode())
        assert changed.taken == []
        exported = (await desk.get(f"/associations/{desk.association}/roster/export")).content
        assert "林 茂" not in exported.decode("utf-8-sig")
        assert "1班の1" in exported.decode("utf-8-sig")
        again = await plan(world, exported)
        assert again.plan.changes_nothing
        chosen = await plan(world, "班,氏名\n5班,誰か\n".encode(), same_as={"0:2": house.id})
        await taking.take(database, world.ono, chosen)
        assert next(h for h in await desk.roster() if h.id == house.id) == next(
            h for h in before if h.id == house.id
        )


async def test_an_uncertain_row_waits_until_somebody_says_who_it_is(database: Database) -> None:
    world = await build(database)
    two = "班,氏名,住所\n1班,松本 正,上町1-2\n1班,松本 正,上町3-4\n"
    await taking.take(database, world.ono, await plan(world, two.encode()))
    async with office(world) as desk:
        second = [h for h in await desk.roster() if h.name == "松本 正"][1]
        path, page = await desk.preview("班,氏名,電話\n1班,松本 正,022-740-2073\n".encode())
        await desk.post(f"{path}/taking", **fields(page))
        assert not any(h.phone == "022-740-2073" for h in await desk.roster())
        sent = {**fields(page), "row:0:2": f"same:{second.id}"}
        await desk.post(f"{path}/choices", **sent)
        await desk.post(f"{path}/taking", **fields((await desk.get(path)).text))
        assert [h.id for h in await desk.roster() if h.phone == "022-740-2073"] == [second.id]


async def test_officers_are_appointed_only_where_they_were_ticked(database: Database) -> None:
    world = await build(database)
    before = await rows(database, APPOINTED)
    async with office(world) as desk:
        path, page = await desk.preview(sample_bytes(KAMINOSAWA), KAMINOSAWA)
        offices = [part.split('"')[0] for part in page.split('name="office" value="')[1:]]
        assert len(offices) == 2
        await desk.post(f"{path}/taking", **{**fields(page), "office": [offices[0]]})
        # The former chair is caretaker until the new one can sign in.
        new = [row for row in (await rows(database, APPOINTED))[len(before) :] if row[2] != "caretaker"]
        ((id, name, role, title, ends),) = new
        assert (name, role, title) == ("佐藤 茂", "chair", "区長")
        assert ends is not None
        living = [h for h in await desk.roster() if h.name == "佐藤 茂"]
        linked = await rows(database, LINKED, person=id)
        assert [row[0] for row in linked] == (["佐藤 茂"] if len(living) == 1 else [])


async def test_an_officer_who_may_not_appoint_is_not_offered_it(database: Database) -> None:
    world = await build(database)
    async with office(world, "ito", "midorigaoka") as desk:
        path, page = await desk.preview(sample_bytes(KAMINOSAWA), KAMINOSAWA)
        assert 'name="office"' not in page
        sent = {**fields(page), "offices-shown": "1", "office": ["1:3"]}
        answer = await desk.post(f"{path}/taking", **sent)
        assert answer.status_code == 403
        assert not any(h.name == "高橋 茂" for h in await desk.roster())


async def test_a_settlement_holds_its_blocks_and_the_same_file_again_changes_nothing(
    database: Database,
) -> None:
    world = await build(database)
    data = "集落,班,氏名\n沢口,1班,林 茂\n下沢,1班,原 進\n下沢,2班,原 清\n上ノ沢区,,山 太郎\n".encode()
    await taking.take(database, world.ono, await plan(world, data))
    async with office(world) as desk:
        lives = {h.name: (h.settlement, h.block) for h in await desk.roster()}
    assert lives["林 茂"] == ("沢口", "1班")
    assert lives["原 進"] == ("下沢", "1班")
    assert lives["原 清"] == ("下沢", "2班")
    assert (await plan(world, data)).plan.changes_nothing


async def test_a_file_takes_paper_from_nobody(database: Database) -> None:
    """Only the household itself gives up paper, on a device that has proven to work."""
    world = await build(database)
    data = "班,氏名,配布\n沢口,森 清,紙\n沢口,林 茂,デジタル\n沢口,原 進,両方\n".encode()
    async with office(world) as desk:
        _, page = await desk.preview(data)
        assert "画面だけを希望する世帯が1世帯あります" in page
        await desk.bring_in(data)
        assert {h.name: h.method for h in await desk.roster()} == {"森 清": "paper", "林 茂": "both", "原 進": "both"}  # fmt: skip
        assert (await plan(world, data)).plan.changes_nothing
        turned = data.replace("紙".encode(), "デジタル".encode())
        await desk.bring_in(turned)
        assert {h.name: h.method for h in await desk.roster()}["森 清"] == "both"
    async with world.database.write(SYSTEM) as tx:
        await tx.run(DIGITAL, household=world.households["mori"])
    again = (await plan(world, turned)).plan
    assert again.changes_nothing
    assert again.paper_goes_on == 1


async def test_a_look_at_the_roster_is_noted_once_a_day_and_before_the_page_is_sent(
    database: Database,
) -> None:
    world = await build(database)
    async with office(world) as desk:
        await desk.get(f"/associations/{world.places['midorigaoka']}/roster")
        assert await rows(database, LOOKS) == []
        await desk.get(f"/associations/{desk.association}/roster")
        await desk.get(f"/associations/{desk.association}/roster")
        assert await rows(database, LOOKS) == [("roster", desk.association, 0, world.people["ono"])]


async def test_a_file_is_forgotten_after_a_day(database: Database) -> None:
    async with office(await build(database)) as desk:
        path, _ = await desk.preview(ROWS.encode())
        async with database.write(SYSTEM) as tx:
            await forget_old_files(tx)
        assert (await desk.get(path)).status_code == 200
        database.clock = _later(database.clock)
        async with database.write(SYSTEM) as tx:
            await forget_old_files(tx)
        assert await rows(database, FILES) == []


async def test_the_command_tells_takes_and_gives_back(database: Database) -> None:
    world = await build(database)
    association = world.places["kaminosawa"]
    assert await unattended.preview(database, association, ROWS.encode(), "a.csv", "en") == [
        "New: 2",
        "Not in the file: 1",
    ]
    async with office(world) as desk:
        assert len(await desk.roster()) == 1
        assert (await unattended.take(database, association, ROWS.encode(), "a.csv", "en"))[0] == "New: 2"
        assert len(await desk.roster()) == 3
    data = await unattended.export(database, association)
    assert data.decode("utf-8-sig").splitlines()[0] == "班,氏名,住所"
    told = await unattended.preview(database, association, ROWS.replace("3-4", "3-5").encode(), "a.csv", "en")
    assert any("上町3-4 → 上町3-5" in line for line in told)


def _later(clock: Clock) -> Clock:
    return lambda: Moment(clock() + DAY + 1)


async def test_the_same_name_in_another_block_is_another_household(database: Database) -> None:
    world = await build(database)
    await taking.take(database, world.ono, await plan(world, "班,氏名\n2班,木村 実\n".encode()))
    async with office(world) as desk:
        again = await plan(world, "班,氏名\n2班,木村 実\n".encode())
        assert again.plan.changes_nothing
        await taking.take(database, world.ono, await plan(world, "班,氏名\n上組,木村 実\n".encode()))
        assert len([h for h in await desk.roster() if h.name == "木村 実"]) == 2
