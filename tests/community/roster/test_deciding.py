"""What was decided before, who moved out, who has no block, and names written otherwise."""

import io
import re

import pytest
from openpyxl import Workbook
from sqlalchemy import select

from kairanban.community.roster.actions import taking, unattended
from kairanban.community.roster.actions.planning import propose_changes
from kairanban.community.roster.rules.choices import Choices
from kairanban.community.roster.rules.plan import EntryKind
from kairanban.db.engine import Database
from kairanban.db.statements import Statement
from kairanban.db.tables.roster import roster_memory
from tests.community.roster.office import fields, office, sample_bytes
from tests.community.roster.rosters import MIDORIGAOKA
from tests.world import World, build

pytestmark = pytest.mark.anyio

ROWS = "班,氏名,住所,備考\n1班,林 茂,上町1-2,\n2班,原 進,上町3-4,空き家\n2班,森 実,上町5-6,紙希望\n"
STORED = Statement(select(roster_memory.c.choices))


async def kinds(world: World, data: str) -> dict[EntryKind, int]:
    found = await propose_changes(
        world.database, world.ono, world.places["kaminosawa"], data.encode(), "名簿.csv", Choices()
    )
    return {kind: number for kind, number in found.plan.counts.items() if number}


async def test_the_same_file_again_asks_and_changes_nothing(database: Database) -> None:
    world = await build(database)
    async with office(world) as desk:
        path, page = await desk.preview(ROWS.encode())
        chosen = {"remark:空き家": "leave_out", "remark:紙希望": "method:paper", "row:0:2": "out"}
        await desk.post(f"{path}/taking", **{**fields(page), **chosen})
        assert {h.name: h.method for h in await desk.roster() if h.name != "森 清"} == {"森 実": "paper"}

        answer = await desk.upload(ROWS.encode())
        assert answer.headers["location"].endswith("?done=recalled")
        again = (await desk.get(answer.headers["location"])).text
        assert "前のファイルで決めたことを" in re.sub("<[^>]*>", "", again)
        assert "/taking" not in again
        assert await unattended.preview(database, desk.association, ROWS.encode(), "b.csv", "en") == [
            "As it is: 1",
            "Not in the file: 1",
        ]
    async with database.read(world.ono) as tx:
        stored = str(await tx.value(STORED))
    assert not any(word in stored for word in ("林", "上町", "空き家"))


async def test_what_was_decided_can_be_decided_otherwise(database: Database) -> None:
    async with office(await build(database)) as desk:
        path, page = await desk.preview(ROWS.encode())
        await desk.post(f"{path}/taking", **{**fields(page), "row:0:2": "out"})
        path, page = await desk.preview(ROWS.encode())
        await desk.post(f"{path}/taking", **{**fields(page), "row:0:2": ""})
        assert "林 茂" in {h.name for h in await desk.roster()}
        assert not (await desk.upload(ROWS.encode())).headers["location"].endswith("recalled")


async def test_a_change_that_was_refused_is_not_proposed_again_until_the_row_says_something_else(
    database: Database,
) -> None:
    world = await build(database)
    async with office(world) as desk:
        await desk.bring_in(ROWS.encode())
        other = ROWS.replace("森 実", "森 実子") + "3班,谷 健,上町7-8,\n"
        path, page = await desk.preview(other.encode())
        await desk.post(f"{path}/taking", **{**fields(page), "row:0:4": "out"})
        # The household of a row that is left out is not missing.
        assert [h.name for h in await desk.roster()] == ["森 清", "林 茂", "原 進", "森 実", "谷 健"]
        told = [
            await unattended.preview(database, desk.association, data.encode(), "b.csv", "en")
            for data in (other, other.replace("2班,森", "3班,森"))
        ]
        assert told[0] == ["As it is: 4", "Not in the file: 1"]
        assert told[1][0] == "New representative: 1"


async def test_a_leader_chosen_in_the_remarks_needs_no_second_tick(database: Database) -> None:
    async with office(await build(database)) as desk:
        path, page = await desk.preview("班,氏名,備考\n1班,林 茂,班長\n".encode())
        answer = await desk.post(
            f"{path}/taking", **{**fields(page), "remark:班長": "appointment:block_leader"}
        )
        assert "done=taken" in answer.headers["location"]
        people = await desk.get(f"/associations/{desk.association}/people")
        assert "林 茂" in re.sub("<[^>]*>", "", people.text)


async def test_a_household_that_moved_out_is_named_and_not_taken_again(database: Database) -> None:
    world = await build(database)
    async with office(world) as desk:
        await desk.bring_in(ROWS.encode())
        house = next(h for h in await desk.roster() if h.name == "林 茂")
        path, page = await desk.preview(ROWS.replace("1班,林 茂,上町1-2,\n", "").encode())
        answer = await desk.post(f"{path}/departures", **{**fields(page), "gone": [str(house.id)]})
        assert answer.headers["location"] == f"{path}?done=departed"
        assert "林 茂" not in {h.name for h in await desk.roster()}

        assert (await kinds(world, ROWS))[EntryKind.DEPARTED] == 1
        path, page = await desk.preview(ROWS.encode())
        assert "転出した世帯ですが、ファイルにはまだ書かれています" in page
        await desk.post(f"{path}/taking", **fields(page))
        assert "林 茂" not in {h.name for h in await desk.roster()}
        path, page = await desk.preview(ROWS.encode())
        await desk.post(f"{path}/taking", **{**fields(page), "row:0:2": "new"})
        assert next(h for h in await desk.roster() if h.name == "林 茂").id != house.id


async def test_another_family_in_the_house_of_one_that_moved_out_is_new(database: Database) -> None:
    world = await build(database)
    async with office(world) as desk:
        await desk.bring_in(ROWS.encode())
        house = next(h for h in await desk.roster() if h.name == "林 茂")
        path, page = await desk.preview(ROWS.encode())
        await desk.post(f"{path}/departures", **{**fields(page), "gone": [str(house.id)]})
    assert (await kinds(world, ROWS.replace("林 茂", "谷 健")))[EntryKind.NEW] == 1


async def test_what_was_chosen_beside_a_departure_is_kept(database: Database) -> None:
    async with office(await build(database)) as desk:
        path, page = await desk.preview(ROWS.encode())
        await desk.post(f"{path}/departures", **{**fields(page), "row:0:2": "out"})
        await desk.post(f"{path}/taking", **fields((await desk.get(path)).text))
        assert "林 茂" not in {h.name for h in await desk.roster()}


async def test_households_without_a_block_are_counted_and_given_one_before_the_import(
    database: Database,
) -> None:
    async with office(await build(database)) as desk:
        path, page = await desk.preview("氏名,住所\n林 茂,上町1\n原 進,上町2\n森 実,上町3\n".encode())
        assert "班のない世帯 3" in page
        only = (await desk.get(f"{path}/rows?without=block")).text
        assert only.count('name="row"') == 3
        await desk.post(f"{path}/rows", row=["0:2", "0:3"], block="４班")
        page = (await desk.get(path)).text
        assert "班のない世帯 1" in re.sub("<[^>]*>", "", page)
        await desk.post(f"{path}/taking", **{**fields(page), "block:0": "5班"})
        assert {h.name: h.block for h in await desk.roster() if h.name != "森 清"} == {
            "林 茂": "4班",
            "原 進": "4班",
            "森 実": "5班",
        }


async def test_households_without_a_block_are_given_one_after_the_import(database: Database) -> None:
    world = await build(database)
    async with office(world) as desk:
        await desk.bring_in("氏名,住所\n林 茂,上町1\n原 進,上町2\n".encode())
        path = f"/associations/{desk.association}/roster/blocks"
        assert path in (await desk.get(f"/associations/{desk.association}/roster")).text
        ids = {h.name: str(h.id) for h in await desk.roster()}
        assert (await desk.post(path, block="", household=[ids["林 茂"]])).status_code == 422
        answer = await desk.post(path, block="１班", household=[ids["林 茂"], ids["原 進"]])
        assert answer.headers["location"] == f"{path}?moved=2"
        found = {h.name: (h.block, h.route_order) for h in await desk.roster()}
        assert (found["林 茂"], found["原 進"]) == (("1班", "1"), ("1班", "2"))
        # Who has a block is not moved by this page.
        before = await desk.roster()
        await desk.post(path, block="9班", household=[ids["林 茂"]])
        assert await desk.roster() == before
    async with office(world, "abe") as other:
        assert (await other.get(path)).status_code == 404
        assert (await other.post(path, block="9班", household=[ids["林 茂"]])).status_code == 404


@pytest.mark.parametrize(
    ("stored", "written"),
    [
        ("髙木 節子", "高木　節子"), ("柳田 清", "栁田 清"), ("吉田 茂", "𠮷田 茂"), ("冨田 実", "富田 実"), ("葛城 進", "葛\U000e0100城 進"),
        ("神田 誠", "神\ufe00田 誠"), ("神田 誠", "\ufa19田 誠"), ("ガルシア マリア", "カ\u3099ルシア マリア"), ("林 茂", "林\u200b 茂"),
        ("渡辺 清", "渡邉 清"), ("斎藤 茂", "齋藤 茂"), ("濱田 進", "浜田 進"),
    ],
)  # fmt: skip
async def test_a_name_written_otherwise_is_the_same_household(
    database: Database, stored: str, written: str
) -> None:
    world = await build(database)
    line = "班,氏名,住所\n1班,{},上町1-2\n"
    first = await propose_changes(
        world.database,
        world.ono,
        world.places["kaminosawa"],
        line.format(stored).encode(),
        "a.csv",
        Choices(),
    )
    await taking.take(database, world.ono, first)
    found = await kinds(world, line.format(written))
    assert EntryKind.NEW not in found
    assert found[EntryKind.MISSING] == 1  # the household of the town itself


async def test_a_total_that_differs_stands_in_red_at_the_top(database: Database) -> None:
    async with office(await build(database)) as desk:
        _, page = await desk.preview((ROWS + ",合計,4世帯,\n").encode())
        assert page.index("ファイルの数と合いません") < page.index("新しい世帯")
        assert 'class="note danger"' in page
        _, page = await desk.preview((ROWS + ",合計,3世帯,\n").encode())
        assert "ファイルの数と合いません" not in page


async def test_all_rows_show_every_column_that_was_read(database: Database) -> None:
    async with office(await build(database)) as desk:
        data = "班,氏名,屋号,電話,携帯,言語,配布,メール\n1班,林 茂,油屋,022-740-2073,090-7915-1475,ベトナム語,紙,a@example.jp\n"
        path, _ = await desk.preview(data.encode())
        rows = (await desk.get(f"{path}/rows")).text
        assert all(word in rows for word in ("油屋", "090-7915-1475", "Tiếng Việt", "a@example.jp"))
        assert "紙" in re.sub("<[^>]*>", "", rows)


async def test_an_old_excel_file_is_answered_with_the_two_steps(database: Database) -> None:
    async with office(await build(database)) as desk:
        answer = await desk.upload(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "名簿.xls")
        assert answer.status_code == 422
        page = re.sub("<[^>]*>", "", answer.text)
        assert page.index("名前を付けて保存") < page.index("Excel ブック (*.xlsx)")


async def test_hidden_rows_are_named_and_taken_where_they_are_chosen(database: Database) -> None:
    async with office(await build(database)) as desk:
        path, page = await desk.preview(sample_bytes("found/roster-hidden-row.xlsx"), "a.xlsx")
        assert "ファイルで隠れている行です" in page
        await desk.post(f"{path}/taking", **{**fields(page), "aside:0:3": "take"})
        assert {"表 一郎", "隠 二郎", "表 三郎"} <= {h.name for h in await desk.roster()}


async def test_all_hidden_rows_of_a_table_are_read_with_one_tick(database: Database) -> None:
    async with office(await build(database)) as desk:
        book = Workbook()
        for row in (
            ["班", "氏名", "住所"],
            *(["1班", f"林 {name}", f"上町{name}"] for name in ("一", "二", "三")),
        ):
            book.worksheets[0].append(row)
        for line in (2, 3):
            book.worksheets[0].row_dimensions[line].hidden = True
        out = io.BytesIO()
        book.save(out)
        path, page = await desk.preview(out.getvalue(), "a.xlsx")
        answer = await desk.post(f"{path}/taking", **{**fields(page), "hidden:0": "1"})
        assert "done=taken" in answer.headers["location"]
        assert {"林 一", "林 二", "林 三"} <= {h.name for h in await desk.roster()}


async def test_the_command_tells_a_total_that_differs(database: Database) -> None:
    world = await build(database)
    data = (ROWS + ",合計,4世帯,\n").encode()
    told = await unattended.preview(database, world.places["kaminosawa"], data, "a.csv", "en")
    assert "Line 5: the file says 4 households, 3 were read." in told


async def test_a_sample_with_its_decisions_changes_nothing_a_second_time(database: Database) -> None:
    async with office(await build(database)) as desk:
        path, page = await desk.preview(sample_bytes(MIDORIGAOKA), MIDORIGAOKA)
        chosen = {
            "remark:空き家": "leave_out",
            "remark:紙希望": "method:paper",
            "remark:ベトナム語": "language:vi",
        }
        await desk.post(f"{path}/taking", **{**fields(page), **chosen})
        before = await desk.roster()
        path, page = await desk.preview(sample_bytes(MIDORIGAOKA), MIDORIGAOKA)
        assert f"{path}/taking" not in page
        assert await desk.roster() == before
