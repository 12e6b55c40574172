"""Import of a file into the roster, and export, through the pages."""

import re
from collections.abc import Iterator

import pytest

from kairanban.community.hiding.actions import hide
from kairanban.community.roster.rules.fields import Field
from kairanban.community.roster.rules.lines import Kind
from kairanban.db.engine import Database
from kairanban.web import needs
from tests.community.roster.office import fields, office, sample_bytes
from tests.community.roster.rosters import ALL, KAMINOSAWA, MIDORIGAOKA, sample
from tests.world import SYSTEM, build

pytestmark = pytest.mark.anyio

SAME = "The roster says the same as this file"
FIRST = "班,氏名,ふりがな,住所,電話\n1班,林 茂,はやし しげる,上町1-2,022-740-2073\n2班,原 進,,上町3-4,\n"


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Use English pages, so that tests can search for msgids."""
    monkeypatch.setattr(needs, "choose", lambda wanted, accept="": "en")
    needs._whole.cache_clear()
    yield
    needs._whole.cache_clear()


@pytest.mark.parametrize("name", ALL)
async def test_a_sample_comes_in_and_a_second_time_changes_nothing(database: Database, name: str) -> None:
    async with office(await build(database)) as desk:
        answer = await desk.bring_in(sample_bytes(name), name)
        households = await desk.roster()
        # One household existed before.
        new = len(households) - 1
        assert (
            answer.headers["location"]
            == f"/associations/{desk.association}/roster?done=taken&new={new}&changed=0"
        )
        assert len(households) == len(sample(name).households) + 1
        page = (await desk.get(answer.headers["location"])).text
        assert f"{new} households are new." in page
        assert f'<a class="button primary" href="/associations/{desk.association}/cards">' in page
        assert all(
            household.name in page or (household.label is not None and household.label in page)
            for household in households
        )

        path, again = await desk.preview(sample_bytes(name), name)
        assert SAME in again
        assert f"{path}/taking" not in again or "officer" in again
        assert await desk.roster() == households


@pytest.mark.parametrize("name", ALL)
async def test_an_export_comes_back_unchanged(database: Database, name: str) -> None:
    async with office(await build(database)) as desk:
        await desk.bring_in(sample_bytes(name), name)
        answer = await desk.get(f"/associations/{desk.association}/roster/export")
        assert "filename*=UTF-8''%E5%90%8D%E7%B0%BF_" in answer.headers["content-disposition"]
        headings = answer.content.decode("utf-8-sig").splitlines()[0].split(",")
        assert set(headings) <= {column.heading for column in sample(name).tables[0].columns}
        _, page = await desk.preview(answer.content)
        assert SAME in page


async def test_without_a_file_of_its_own_the_export_has_plain_headings(database: Database) -> None:
    world = await build(database)
    async with office(world, "yamada", "midorigaoka") as desk:
        data = (await desk.get(f"/associations/{desk.association}/roster/export")).content
        heading, first, *_ = data.decode("utf-8-sig").splitlines()
        assert heading == "世帯番号,班,順番,世帯主,ふりがな,呼び名,郵便番号,住所,電話番号,メール,言語,配布"
        assert first == ",1班,1,佐藤 花子,,佐藤,,佐藤の住所,022-111-0000,,日本語,デジタル"
        assert SAME in (await desk.preview(data))[1]


async def test_only_a_chair_may_export(database: Database) -> None:
    world = await build(database)
    path = f"/associations/{world.places['midorigaoka']}/roster/export"
    async with office(world, "ito", "midorigaoka") as desk:
        assert (await desk.get(path)).status_code == 404
    async with office(world, "yamada", "midorigaoka") as desk:
        assert (await desk.get(path)).status_code == 200
    async with office(world, "ono") as desk:
        assert (await desk.get(path)).status_code == 404


@pytest.mark.parametrize("who", ["", "sato", "abe", "kimura", "yamada"])
async def test_nobody_else_sees_roster_or_file(database: Database, who: str) -> None:
    world = await build(database)
    async with office(world, "ono") as desk:
        path, page = await desk.preview(FIRST.encode())
        roster = f"/associations/{desk.association}/roster"
        assert (await desk.get(roster)).status_code == 200
    async with office(world, who) as other:
        refused = 401 if not who else 404
        for address in (roster, f"{roster}/files", path, f"{path}/rows"):
            assert (await other.get(address)).status_code == refused
        for address in (f"{path}/choices", f"{path}/taking", f"{path}/removal"):
            assert (await other.post(address, **fields(page))).status_code == refused
        assert (await other.upload(FIRST.encode())).status_code == refused
        assert len(await desk.roster()) == 1


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"%PDF-1.7", "This is a PDF, not a table."),
        (b"", "This file is empty."),
        (b"\x89PNG\r\n", "This is a picture, not a table."),
        ("避難行動要支援者名簿\n氏名,住所\n林 茂,上町1-2\n".encode(), "It is never imported."),
        (b"x" * (10 * 1024 * 1024 + 1), "This file is larger than 10 MB."),
    ],
)
async def test_a_file_that_cannot_be_taken_is_refused_with_a_sentence(
    database: Database, data: bytes, sentence: str
) -> None:
    async with office(await build(database)) as desk:
        answer = await desk.upload(data)
        assert answer.status_code == 422
        assert sentence in answer.text
        waiting = await desk.get(f"/associations/{desk.association}/roster/files")
        assert "/roster/files/1" not in waiting.text


async def test_a_changed_file_shows_what_would_change_and_stores_it_when_taken(database: Database) -> None:
    changed = FIRST.replace("022-740-2073", "022-740-9999").replace("2班,原", "1班,原")
    async with office(await build(database)) as desk:
        await desk.bring_in(FIRST.encode())
        before = {household.name: household for household in await desk.roster()}
        _, page = await desk.preview(changed.encode())
        assert "022-740-2073" in page
        assert "022-740-9999" in page
        assert {household.name: household for household in await desk.roster()} == before

        await desk.bring_in(changed.encode())
        after = {household.name: household for household in await desk.roster()}
        assert after["林 茂"].phone == "022-740-9999"
        assert (after["原 進"].block, after["原 進"].id) == ("1班", before["原 進"].id)


async def test_a_new_head_keeps_the_house_or_makes_a_household_where_that_is_chosen(
    database: Database,
) -> None:
    widow = FIRST.replace("林 茂,はやし しげる", "林 花子,はやし はなこ")
    async with office(await build(database)) as desk:
        await desk.bring_in(FIRST.encode())
        house = next(h for h in await desk.roster() if h.name == "林 茂")
        await desk.bring_in(widow.encode())
        (same,) = [h for h in await desk.roster() if h.id == house.id]
        assert (same.name, same.reading, same.label) == ("林 花子", "はやし はなこ", "")

        path, page = await desk.preview(FIRST.encode())
        answer = await desk.post(f"{path}/choices", **{**fields(page), "row:0:2": "new"})
        assert answer.status_code == 303
        page = (await desk.get(path)).text
        await desk.post(f"{path}/taking", **fields(page))
        assert {"林 茂", "林 花子"} <= {h.name for h in await desk.roster()}


async def test_choices_made_with_the_last_press_are_taken_with_it(database: Database) -> None:
    async with office(await build(database)) as desk:
        path, page = await desk.preview((FIRST + "2班,原 清,,上町5-6,\n").encode())
        answer = await desk.post(f"{path}/taking", **{**fields(page), "row:0:4": "out"})
        assert answer.headers["location"].endswith("?done=taken&new=2&changed=0")
        assert {h.name for h in await desk.roster()} == {"森 清", "林 茂", "原 進"}


async def test_a_table_read_otherwise_is_looked_at_before_it_is_taken(database: Database) -> None:
    async with office(await build(database)) as desk:
        path, page = await desk.preview("組,人の名,氏名\n1組,林 茂,林\n".encode())
        answer = await desk.post(
            f"{path}/taking", **{**fields(page), "column:0:1": "name", "column:0:2": "ignored"}
        )
        assert answer.headers["location"] == f"{path}?done=read"
        assert len(await desk.roster()) == 1
        again = (await desk.get(answer.headers["location"])).text
        assert "林 茂" in again
        await desk.post(f"{path}/taking", **fields(again))
        assert {h.name for h in await desk.roster()} == {"森 清", "林 茂"}


async def test_a_column_can_be_given_another_meaning_and_another_heading_chosen(database: Database) -> None:
    data = "名簿,住所,氏名\n班,氏名,あだな\n1班,林 茂,油屋\n".encode()
    async with office(await build(database)) as desk:
        path, page = await desk.preview(data)
        await desk.post(f"{path}/choices", **{**fields(page), "heading:0": "2"})
        page = (await desk.get(path)).text
        sent = {**fields(page), "column:0:2": Field.LABEL.value}
        await desk.post(f"{path}/choices", **sent)
        page = (await desk.get(path)).text
        assert fields(page)["column:0:2"] == "label"
        await desk.post(f"{path}/taking", **fields(page))
        assert ("林 茂", "油屋") in {(h.name, h.label) for h in await desk.roster()}


async def test_a_remark_is_taken_only_where_somebody_chose_what_it_means(database: Database) -> None:
    async with office(await build(database)) as desk:
        path, page = await desk.preview(sample_bytes(MIDORIGAOKA), MIDORIGAOKA)
        sent = {**fields(page), "remark:紙希望": "method:paper", "remark:空き家": "leave_out"}
        await desk.post(f"{path}/choices", **sent)
        await desk.post(f"{path}/taking", **fields((await desk.get(path)).text))
        roster = await desk.roster()
        told = {
            line.values[Field.NAME] for line in sample(MIDORIGAOKA).households if "紙希望" in line.remarks
        }
        empty = {
            line.values[Field.NAME] for line in sample(MIDORIGAOKA).households if "空き家" in line.remarks
        }
        assert {h.name for h in roster if h.method == "paper"} == told
        assert len(roster) == 48 + 1 - len(empty)
        assert {h.language for h in roster} == {"ja"}


async def test_every_row_of_the_file_can_be_looked_at(database: Database) -> None:
    async with office(await build(database)) as desk:
        path, page = await desk.preview(sample_bytes(KAMINOSAWA), KAMINOSAWA)
        rows = (await desk.get(f"{path}/rows")).text
        lines = [line for line in sample(KAMINOSAWA).lines if line.kind is Kind.HOUSEHOLD]
        assert all(line.values[Field.NAME] in rows for line in lines)
        for finding in sample(KAMINOSAWA).findings:
            assert f"Line {finding.line}" in page


async def test_a_file_can_be_thrown_away(database: Database) -> None:
    async with office(await build(database)) as desk:
        path, _ = await desk.preview(FIRST.encode())
        assert (await desk.post(f"{path}/removal")).status_code == 303
        assert (await desk.get(path)).status_code == 404
        assert len(await desk.roster()) == 1


async def test_a_hidden_household_is_listed_by_its_place_alone(database: Database) -> None:
    world = await build(database)
    async with database.write(SYSTEM) as tx:
        await hide(tx, world.places["midorigaoka"], world.households["suzuki"])
    async with office(world, "ito", "midorigaoka") as desk:
        page = (await desk.get(f"/associations/{desk.association}/roster")).text
        # The block's name is marked as Japanese on an English page.
        assert "1班の2" in re.sub(r"<[^>]*>", "", page)
        assert "鈴木" not in page
        assert "佐藤" in page
