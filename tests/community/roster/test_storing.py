"""How the entries of a plan are stored: route order, place, name and label."""

import pytest

from kairanban.community.roster.actions import taking
from kairanban.community.roster.actions.exporting import export
from kairanban.community.roster.actions.planning import propose_changes
from kairanban.community.roster.actions.present_roster import current_households
from kairanban.community.roster.rules.choices import Choices
from kairanban.community.roster.rules.plan import CurrentHousehold
from tests.records import journalled
from tests.world import SYSTEM, World

pytestmark = pytest.mark.anyio

HEADING = "班,順番,氏名,呼び名,住所,電話"


async def take(world: World, *lines: str) -> dict[str, CurrentHousehold]:
    """Import these lines into 上ノ沢区; return its households by name."""
    data = "\n".join([HEADING, *lines, ""]).encode()
    association = world.places["kaminosawa"]
    plan = await propose_changes(world.database, world.ono, association, data, "名簿.csv", Choices())
    await taking.take(world.database, world.ono, plan)
    async with world.database.read(SYSTEM) as tx:
        return {one.name: one for one in await current_households(tx, association)}


async def test_a_row_without_a_route_order_follows_the_last_of_its_block(world: World) -> None:
    found = await take(
        world, "1班,5,林 茂,,上町1-2,", "1班,,原 進,,上町3-4,", "1班,2,谷 一,,上町5-6,", "1班,,森 二,,上町7,", "2班,,沢 三,,上町8,"
    )  # fmt: skip
    assert [found[name].route_order for name in ("林 茂", "原 進", "谷 一", "森 二", "沢 三")] == [
        "5",
        "6",
        "2",
        "7",
        "1",
    ]
    assert (await take(world, "1班,,水野 四,,上町9-1,"))["水野 四"].route_order == "8"


async def test_a_new_route_order_is_stored_and_a_missing_one_changes_nothing(world: World) -> None:
    await take(world, "1班,5,林 茂,,上町1-2,")
    assert (await take(world, "1班,3,林 茂,,上町1-2,"))["林 茂"].route_order == "3"
    assert (await take(world, "1班,,林 茂,,上町1-2,022-740-2073"))["林 茂"].route_order == "3"


async def test_a_household_that_moves_follows_the_last_of_the_new_block(world: World) -> None:
    await take(world, "1班,5,林 茂,,上町1-2,", "2班,4,原 進,,上町3-4,")
    moved = (await take(world, "2班,,林 茂,,上町1-2,"))["林 茂"]
    assert (moved.block, moved.route_order) == ("2班", "5")
    moved = (await take(world, "1班,9,林 茂,,上町1-2,"))["林 茂"]
    assert (moved.block, moved.route_order) == ("1班", "9")


async def test_a_label_is_changed_by_another_and_not_by_an_empty_cell(world: World) -> None:
    found = await take(world, "1班,1,林 茂,油屋,上町1-2,", "1班,2,原 進,,上町3-4,")
    # A household without a label is called by its name.
    assert (found["林 茂"].label, found["原 進"].label) == ("油屋", "")
    assert (await take(world, "1班,1,林 茂,,上町1-2,"))["林 茂"].label == "油屋"
    assert (await take(world, "1班,1,林 茂,酒屋,上町1-2,"))["林 茂"].label == "酒屋"


async def exported(world: World) -> str:
    """Return the headings of an export."""
    async with world.database.write(SYSTEM) as tx:
        return (await export(tx, world.places["kaminosawa"])).decode("utf-8-sig").splitlines()[0]


async def test_headings_of_the_own_file_are_remembered_and_guessed_columns_are_not(world: World) -> None:
    usual = await exported(world)
    rows = "".join(f"{n % 2 + 1}班,林 茂{n},上町{n}-1,022-740-207{n}\n" for n in range(6))
    for data, headings in ((rows, usual), ("組,世帯主,住所,電話\n" + rows, "組,世帯主,住所,電話")):
        association = world.places["kaminosawa"]
        plan = await propose_changes(
            world.database, world.ono, association, data.encode(), "名簿.csv", Choices()
        )
        await taking.take(world.database, world.ono, plan)
        assert await exported(world) == headings


async def test_a_change_is_stored_once_and_a_reading_is_the_representatives(world: World) -> None:
    await take(world, "1班,1,林 茂,,上町1-2,")
    await take(world, "1班,1,林 茂,,上町1-2,022-740-2073")
    association = world.places["kaminosawa"]
    (changed,) = await journalled(world, "household_changed")
    assert (changed.person, changed.association) == (world.people["ono"], association)
    data = "班,氏名,ふりがな,住所\n1班,林 茂,はやし しげる,上町1-2\n".encode()
    plan = await propose_changes(world.database, world.ono, association, data, "名簿.csv", Choices())
    await taking.take(world.database, world.ono, plan)
    async with world.database.read(SYSTEM) as tx:
        found = {one.name: one.reading for one in await current_households(tx, association)}
    assert found["林 茂"] == "はやし しげる"
    assert len(await journalled(world, "household_changed")) == 2
