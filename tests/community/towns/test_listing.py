"""A town's list of associations: understood, looked at, taken over once."""

import io
from dataclasses import replace

import openpyxl
import pytest

from kairanban.community.towns.actions import associations, listing
from kairanban.community.towns.rules.listing import MOST, Entry, pasted, understand
from kairanban.core.clock import Moment
from kairanban.core.errors import NotFound, StepUpNeeded
from kairanban.core.roles import Role
from tests.visiting import Visit, said
from tests.world import World, serving

pytestmark = pytest.mark.anyio

ROWS = "令和8年度 自治会一覧\n\nNo.\t自治会名\t会長氏名\t地区\n１\t北町会\t北　一郎\t北部\n2\t上ノ沢区\t\t\n\t北町会\t\t\n3\t\t名無し\t\n"


@pytest.mark.parametrize(
    ("text", "entries"),
    [
        (ROWS, [Entry(4, "北町会", "1", "北 一郎", "北部"), Entry(5, "上ノ沢区", "2")]),
        ("北町会,北 一郎\n南町会,南 二郎", [Entry(1, "北町会", "", "北 一郎"), Entry(2, "南町会", "", "南 二郎")]),
        ("1,北町会,北 一郎\n2,南町会", [Entry(1, "北町会", "1", "北 一郎"), Entry(2, "南町会", "2")]),
        ("１，北町会、北 一郎", [Entry(1, "北町会", "1", "北 一郎")]),
        ("北町会", [Entry(1, "北町会")]),
        ("会長\t町内会\n北 一郎\tｷﾀ町会", [Entry(2, "キタ町会", "", "北 一郎")]),
        ("", []), ("No.\t会長\n", [Entry(1, "No.", "", "会長")]),
    ],
)  # fmt: skip
def test_columns_are_found_by_heading_or_by_what_stands_in_them(text: str, entries: list[Entry]) -> None:
    assert list(understand(pasted(text)).entries) == entries


def test_a_row_without_a_name_and_a_second_one_are_left_out_with_the_reason() -> None:
    refused = understand(pasted(ROWS + "1\t東町会\t\t\n5\t" + "長" * 61)).refused
    assert [row.line for row in refused] == [6, 7, 8, 9]
    assert len({row.message for row in refused}) == 4
    assert len(understand([(n, (f"{n}町会",)) for n in range(MOST + 5)]).refused) == 5


def test_what_was_understood_is_read_again_as_it_was() -> None:
    found = understand(pasted(ROWS))
    again = understand(pasted(found.written()))
    assert [replace(one, line=0) for one in again.entries] == [replace(one, line=0) for one in found.entries]
    assert again.refused == ()


def workbook() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (("番号", "自治会名", "会長名"), (11, "東町会", "東 三郎"), (12, "西町会", None)):
        sheet.append(row)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


@pytest.mark.parametrize("name", ["一覧.xlsx", "一覧.csv"])
async def test_a_file_is_looked_at_then_taken_over_once(world: World, name: str) -> None:
    page = f"/towns/{world.places['town']}/list"
    data = (
        workbook()
        if name.endswith("xlsx")
        else "番号,自治会名,会長名\n11,東町会,東 三郎\n12,西町会,\n".encode("cp932")
    )
    async with Visit(world, "shimizu") as officer:
        looked = await officer.send(page, {}, [("file", (name, data, ""))])
        assert looked.status_code == 200
        assert "東町会" in said(looked)
        assert "新しい会は2件です。" in said(looked)
        text = looked.text.split('name="list" hidden>')[1].split("</textarea>")[0]
        for _ in range(2):
            taken = await officer.post(f"{page}/associations", {"list": text, "chairs": "1"})
            assert taken.status_code == 303
        again = await officer.post(page, {"list": text})
        assert "新しい会はありません" in said(again)
    async with world.database.read(world.shimizu) as tx:
        there = {
            one.branch.name: (one.branch.code, one.chair.name if one.chair else "")
            for one in await associations.listed(tx, world.places["town"])
        }
    assert there["東町会"] == ("11", "東 三郎")
    assert there["西町会"] == ("12", "")
    assert len(there) == 4


async def test_districts_are_added_and_what_is_known_stays(world: World) -> None:
    town = world.places["town"]
    async with world.database.write(world.shimizu) as tx:
        await associations.rename(tx, town, world.places["kaminosawa"], "上ノ沢区", "2")
        rows = "番号\t自治会名\t会長\t地区\n1\t北町会\t北 一郎\t北部\n2\t上沢区（新しい名）\t誰か\t山の手\n3\t南町会\t\t北部"
        done = await listing.take(tx, town, understand(pasted(rows)), chairs=True)
        assert [one.name for one in done.new] == ["北町会", "南町会"]
        assert done.districts == ["北部"]
        assert done.chairs == 1
        there = {one.branch.name: one for one in await associations.listed(tx, town)}
    assert there["北町会"].branch.parent == there["南町会"].branch.parent == there["北部"].branch.id
    assert "上沢区（新しい名）" not in there
    chair = there["上ノ沢区"].chair
    assert chair is not None
    assert chair.name == "小野 勝"


async def test_entering_chairs_asks_for_a_fresh_proof(world: World) -> None:
    stale = replace(world.shimizu, stepped_up_at=Moment(0))
    found = understand(pasted("北町会,北 一郎"))
    async with world.database.write(stale) as tx:
        with pytest.raises(StepUpNeeded):
            await listing.take(tx, world.places["town"], found, chairs=True)
        await listing.take(tx, world.places["town"], found, chairs=False)
    async with world.database.write(serving(world, Role.CHAIR)) as tx:
        with pytest.raises(NotFound):
            await listing.take(tx, world.places["town"], found, chairs=False)


@pytest.mark.parametrize(
    ("form", "data"),
    [
        ({}, None),
        ({"list": "\n"}, None),
        ({}, b"%PDF-1.7"),
        ({"list": "番号\t会長\n1"}, None),
        ({"list": "x" * 200_001}, None),
    ],
)
async def test_what_cannot_be_read_is_said(world: World, form: dict[str, str], data: bytes | None) -> None:
    page = f"/towns/{world.places['town']}/list"
    async with Visit(world, "shimizu") as officer:
        files = [("file", ("x.pdf", data, ""))] if data else []
        answer = await officer.send(page, form, files) if files else await officer.post(page, form)
    # "番号 会長" without names is read as a list without headings.
    assert answer.status_code == (200 if form.get("list", "").startswith("番号") else 422)
