"""Which appointments of a file are offered, and whom the ticked ones appoint."""

from datetime import date

import pytest
from sqlalchemy import bindparam, select

from kairanban.community.people.actions.households import NewHousehold, add_household, add_resident
from kairanban.community.people.actions.offices import appoint, officers
from kairanban.community.places.actions.places import add_place
from kairanban.community.places.rules import PlaceKind
from kairanban.community.roster.actions import appointing, taking
from kairanban.community.roster.actions.planning import Proposal, propose_changes
from kairanban.community.roster.rules.choices import Choices
from kairanban.core.clock import at, end_of
from kairanban.core.ids import PlaceId
from kairanban.core.roles import Role
from kairanban.db.statements import Statement
from kairanban.db.tables.people import resident
from tests.community.roster.rosters import workbook
from tests.conftest import SetClock
from tests.world import SYSTEM, World

pytestmark = pytest.mark.anyio

_PERSON = Statement(select(resident.c.person).where(resident.c.id == bindparam("r")))


async def plan(world: World, *rows: list[str], households: str = "", ticked: bool = False) -> Proposal:
    """Plan a file of these officers, and a household in the block of that name."""
    data = workbook(
        [["役職", "氏名", "就任", "任期満了"], *rows],
        *([[["班", "氏名", "住所"], [households, "谷 一", "上町1-2"]]] if households else []),
        titles=["役員", "名簿"],
    )
    offices = frozenset(f"0:{line}" for line in range(2, len(rows) + 2)) if ticked else frozenset()
    association = world.places["kaminosawa"]
    return await propose_changes(
        world.database, world.ono, association, data, "a.xlsx", Choices(offices=offices)
    )


async def block_led_by_hayashi(world: World, name: str = "1班") -> PlaceId:
    async with world.database.write(SYSTEM) as tx:
        block = await add_place(tx, PlaceKind.BLOCK, name, world.places["kaminosawa"])
        await appoint(tx, world.people["hayashi"], Role.BLOCK_LEADER, block, starts=tx.now, ends=None)
        await add_place(tx, PlaceKind.BLOCK, "2班", world.places["kaminosawa"])
    return block


@pytest.mark.parametrize(
    ("title", "name", "until", "can_be_taken"),
    [
        ("会計", "原 進", "", True),
        ("区長", "小野 勝", "", False), ("会計", "小野 勝", "", True),
        ("会計", "原 進", "R8.12.1", True), ("会計", "原 進", "R8.11.30", False),
        ("1班長", "林 久美子", "", False), ("2班長", "林 久美子", "", True), ("1班長", "原 進", "", True),
        ("3班長", "原 進", "", False), ("班長", "原 進", "", False),
    ],
)  # fmt: skip
async def test_what_is_held_already_over_or_of_no_block_is_not_offered(
    world: World, title: str, name: str, until: str, can_be_taken: bool
) -> None:
    await block_led_by_hayashi(world)
    found = await plan(world, [title, name, "", until])
    async with world.database.read(world.ono) as tx:
        (one,) = await appointing.offered(tx, found)
    assert one.can_be_taken is can_be_taken


async def test_an_office_is_over_after_its_last_day(world: World, clock: SetClock) -> None:
    clock.now = end_of(date(2026, 12, 1))
    found = await plan(world, ["会計", "原 進", "", "R8.12.1"])
    for over in (False, True):
        async with world.database.read(world.ono) as tx:
            assert [one.over for one in await appointing.offered(tx, found)] == [over]
        clock.advance(1)


@pytest.mark.parametrize(("block", "can_be_taken"), [("5班", True), ("6班", False)])
async def test_a_leader_of_a_block_that_comes_with_the_file_is_offered(
    world: World, block: str, can_be_taken: bool
) -> None:
    found = await plan(world, ["5班長", "原 進", "", ""], households=block, ticked=True)
    async with world.database.read(world.ono) as tx:
        assert [one.can_be_taken for one in await appointing.offered(tx, found)] == [can_be_taken]
    await taking.take(world.database, world.ono, found)
    async with world.database.read(world.ono) as tx:
        led = [one.place for one in await officers(tx, found.association) if one.role == Role.BLOCK_LEADER]
    assert led == (["5班"] if can_be_taken else [])


async def test_an_appointment_has_the_days_of_the_file_and_begins_today_without_one(world: World) -> None:
    found = await plan(
        world, ["会計", "原 進", "R8.4.1", "R9.3.31"], ["監事", "沢 二", "", ""], ticked=True
    )  # fmt: skip
    await taking.take(world.database, world.ono, found)
    async with world.database.read(world.ono) as tx:
        terms = {one.name: (one.starts, one.ends) for one in await officers(tx, found.association)}
        assert terms["原 進"] == (at(date(2026, 4, 1)), end_of(date(2027, 3, 31)))
        assert terms["沢 二"] == (tx.now, None)


@pytest.mark.parametrize(("namesakes", "linked"), [(1, True), (2, False)])
async def test_whoever_lives_there_alone_under_her_name_is_the_officer(
    world: World, namesakes: int, linked: bool
) -> None:
    async with world.database.write(world.ono) as tx:
        for _ in range(namesakes):
            new = NewHousehold(world.places["kaminosawa"], "原", world.places["valley"])
            lives = await add_resident(tx, await add_household(tx, new), "原 進")
    await taking.take(world.database, world.ono, await plan(world, ["会計", "原　進", "", ""], ticked=True))
    async with world.database.read(SYSTEM) as tx:
        assert (await tx.value(_PERSON, r=lives) is not None) is linked


async def test_a_resident_who_signs_in_already_gets_no_second_person(world: World) -> None:
    async with world.database.write(world.ono) as tx:
        new = NewHousehold(world.places["kaminosawa"], "伊藤", world.places["valley"])
        household = await add_household(tx, new)
        await add_resident(tx, household, "伊藤 隆", person=world.people["ito"])
    await taking.take(world.database, world.ono, await plan(world, ["会計", "伊藤 隆", "", ""], ticked=True))
    async with world.database.read(world.ono) as tx:
        found = [
            one.person for one in await officers(tx, world.places["kaminosawa"]) if one.name == "伊藤 隆"
        ]
    assert found == [world.people["ito"]]
