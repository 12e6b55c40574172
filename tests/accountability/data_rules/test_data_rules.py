"""個人情報取扱規程: generated from the marks and from what is set, for residents and for the chair."""

import pytest

from kairanban.access.rules import GRANTS
from kairanban.accountability.data_rules.queries import register
from kairanban.accountability.disclosure.queries.everything import PARTS
from kairanban.accountability.disclosure.queries.exempt import EXEMPT
from kairanban.accountability.disclosure.rules.labels import NAMES, label_of
from kairanban.community.people.actions.offices import appoint
from kairanban.core.roles import Role
from kairanban.core.tasks import Task
from kairanban.db.tables import Of, metadata, terms
from kairanban.db.tables.marks import marked
from tests.pdfs import text_of
from tests.visiting import Visit, said
from tests.world import SYSTEM, World

pytestmark = pytest.mark.anyio


def rules(world: World, association: str = "midorigaoka") -> str:
    return f"/associations/{world.places[association]}/data-rules"


def test_the_register_has_every_personal_column_with_the_term_of_its_mark() -> None:
    lines = register(3)
    for part in PARTS:
        for _of, term, columns in marked(part.table):
            for column in columns:
                if str(column) not in EXEMPT:
                    assert any(
                        line.part == NAMES[part.name]
                        and label_of(part.name, column.name) in line.fields
                        and line.days == term.days
                        for line in lines
                    ), str(column)


def test_the_marks_are_those_of_every_personal_column() -> None:
    for table in metadata.sorted_tables:
        personal = {column for column in table.columns if column.info["personal"] is not Of.NOBODY}
        assert {column for _of, _term, columns in marked(table) for column in columns} == personal


def test_circulars_are_kept_as_long_as_the_association_says() -> None:
    before, after = (
        [line for line in register(years) if line.after == terms.CIRCULARS.after] for years in (3, 10)
    )
    assert {line.years for line in before} == {3}
    assert {line.years for line in after} == {10}


async def test_residents_read_who_sees_what_and_whom_to_ask(world: World) -> None:
    async with Visit(world, "sato") as mine:
        assert "/data-rules/paper" in (await mine.get("/own-data")).text
        page = said(await mine.get("/data-rules/paper"))
        printed = "".join(text_of((await mine.get("/data-rules/paper.pdf")).content).split("\n"))
    for words in (
        "みどりヶ丘自治会",
        "山田 美代子",
        "永井 純",
        "阿部 和子",
        "022-000-0001",
        "3年",
        "90日",
        "生年月日",
    ):
        assert words in page, words
        assert words in printed, words
    assert "小野 勝" not in page
    assert "佐藤" not in page


async def test_what_the_chair_sets_is_shown_at_once(world: World) -> None:
    form = {
        "contact": "書記 加藤", "contact_phone": "022-000-0009", "decided": "2026-04-12", "measures": "名簿の紙は金庫に入れます。",
    }  # fmt: skip
    async with Visit(world, "yamada") as chair, Visit(world, "sato") as mine:
        assert rules(world) in (await chair.get("/office")).text
        assert (await chair.post(rules(world), form)).status_code == 303
        page = said(await mine.get("/data-rules/paper"))
        for words in ("書記 加藤", "022-000-0009", "2026年4月12日", "名簿の紙は金庫に入れます。"):
            assert words in page, words
        assert "022-000-0001" not in page
        assert (await chair.post(rules(world), {})).status_code == 303
        assert "022-000-0001" in said(await mine.get("/data-rules/paper"))
        wrong = await chair.post(rules(world), {**form, "decided": "4月", "measures": "長" * 1_001})
        assert wrong.status_code == 422
        assert "長" * 1_001 in wrong.text
        assert "書記 加藤" in wrong.text


async def test_only_who_keeps_the_records_sets_it_and_nobody_reads_anothers(world: World) -> None:
    assert [role for role, tasks in GRANTS.items() if Task.KEEP_RECORDS in tasks] == [Role.CHAIR]
    async with Visit(world, "ito") as officer, Visit(world, "ono") as other, Visit(world, "mori") as mine:
        assert (await officer.post(rules(world), {"contact": "x"})).status_code in (403, 404)
        assert (await other.get(rules(world))).status_code == 404
        assert (await other.get(f"{rules(world)}/paper")).status_code == 404
        page = said(await mine.get("/data-rules/paper"))
    assert "みどりヶ丘" not in page
    assert "小野 勝" in page


async def test_an_association_without_anybody_in_office_says_so(world: World) -> None:
    async with Visit(world, "mori") as mine:
        page = said(await mine.get("/data-rules/paper"))
        assert "いまは受け持つ人がいません" in page
        async with world.database.write(SYSTEM) as tx:
            leader = world.people["kimura"]
            await appoint(tx, leader, Role.BLOCK_LEADER, world.places["valley"], starts=tx.now, ends=None)
        assert "木村 実" in said(await mine.get("/data-rules/paper"))
