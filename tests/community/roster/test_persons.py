"""One row a person: what makes a household, and what reaches the ledger."""

from datetime import date

import pytest
from sqlalchemy import bindparam, select

from kairanban.community.roster.rules.ages import is_child
from kairanban.community.roster.rules.choices import Choices, TableChoice
from kairanban.community.roster.rules.fields import Field
from kairanban.community.roster.rules.relations import Relation, relation_of
from kairanban.db.engine import Database
from kairanban.db.statements import Statement
from kairanban.db.tables.people import resident
from tests.community.roster.office import fields, office
from tests.community.roster.rosters import text
from tests.world import SYSTEM, build

pytestmark = pytest.mark.anyio

LIVING = Statement(
    select(resident.c.name, resident.c.representative, resident.c.child)
    .where(resident.c.household == bindparam("household"), resident.c.until.is_(None))
    .order_by(resident.c.id)
)
FAMILY = (
    "班,氏名,ふりがな,続柄,生年月日,住所",
    "1班,林 茂,はやし しげる,世帯主,S30.1.2,上町1",
    ",林 花子,,妻,S32.3.4,",
    ",林 蓮,,孫,H28.5.6,",
)


def grouped(*lines: str, choices: Choices | None = None) -> list[tuple[str, list[str]]]:
    return [
        (line.values[Field.NAME], [member.name for member in line.members])
        for line in text(*lines, choices=choices).households
    ]


@pytest.mark.parametrize(
    ("cell", "relation"),
    [
        ("世帯主", Relation.HEAD), ("本人", Relation.HEAD), ("世帯主（父）", Relation.HEAD), ("妻", Relation.GROWN), ("夫の母", Relation.GROWN),
        ("弟", Relation.GROWN), ("長男", Relation.DESCENDANT), ("二女", Relation.DESCENDANT), ("孫2", Relation.DESCENDANT),
        ("長男・学生", Relation.DESCENDANT), ("長男の妻", Relation.GROWN), ("法人", Relation.OTHER), ("", Relation.UNSAID),
    ],
)  # fmt: skip
def test_a_relation_is_known_by_its_word(cell: str, relation: Relation) -> None:
    assert relation_of(cell) is relation


@pytest.mark.parametrize(
    ("age", "birth", "child"),
    [
        ("17", "", True), ("18", "", False), ("満7歳", "", True), ("", "H20.12.1", True), ("", "H20.11.30", False), ("", "", None),
        ("", "2012-04-01", True), ("", "昭和15年1月1日", False), ("", "R9.1.1", None), ("", "不明", None),
    ],
)  # fmt: skip
def test_a_child_is_under_eighteen(age: str, birth: str, child: bool | None) -> None:
    assert is_child(age, birth, date(2026, 11, 30)) is child


def test_without_a_day_no_birth_date_says_anything() -> None:
    assert is_child("", "H20.12.1", None) is None


def test_a_family_is_found_by_its_relations_wherever_its_head_stands() -> None:
    lines = ("氏名,続柄,住所", "林 花子,妻,上町1", "林 茂,世帯主,上町1", "原 進,世帯主,上町2")
    assert grouped(*lines) == [("林 茂", ["林 花子"]), ("原 進", [])]


def test_heads_alone_are_households() -> None:
    assert grouped("氏名,続柄,住所", "林 茂,世帯主,上町1", "林 清,世帯主,上町1") == [
        ("林 茂", []),
        ("林 清", []),
    ]


def test_two_brothers_in_one_house_stay_two_households() -> None:
    lines = ("No.,世帯主,住所", "1,林 茂,上町1", "2,林 清,上町1", "3,原 進,上町2")
    assert len(grouped(*lines)) == 3
    others = (
        "氏名,住所,電話",
        "林 茂,上町1,022-740-2073",
        "林 清,上町1,022-740-2074",
        *(f"原 進{n},下町{n}," for n in range(6)),
    )
    assert len(grouped(*others)) == 8


def test_a_few_missing_addresses_make_no_family() -> None:
    rows = [
        f"{name},{place}"
        for name, place in zip(("林 茂", "森 清", "林 清", "原 進"), ("上町1", "", "", "上町4"), strict=True)
    ]
    assert len(grouped("氏名,住所", *rows)) == 4


def test_the_reader_says_what_a_row_is() -> None:
    lines = ("世帯主,住所", "林 茂,上町1", "林 花子,上町1", "原 進,上町2")
    assert len(grouped(*lines)) == 3
    told = Choices(tables={0: TableChoice(persons=True)})
    assert grouped(*lines, choices=told) == [("林 茂", ["林 花子"]), ("原 進", [])]
    told = Choices(tables={0: TableChoice(persons=False)})
    assert len(grouped(*FAMILY, choices=told)) == 3


def test_without_members_the_heads_alone_are_taken() -> None:
    assert grouped(*FAMILY, choices=Choices(tables={0: TableChoice(members=False)})) == [("林 茂", [])]


def test_given_names_below_a_head_belong_to_it() -> None:
    lines = ("氏名,住所", "山田 太郎,東1-1", "　花子,", "　一郎,", "川田 次郎,東1-2", "　和子,")
    assert grouped(*lines) == [("山田 太郎", ["山田 花子", "山田 一郎"]), ("川田 次郎", ["川田 和子"])]


def test_who_has_died_is_no_member_and_no_head() -> None:
    lines = (
        "氏名,続柄,住所",
        "(故)林 茂,世帯主,上町1",
        "林 花子,妻,上町1",
        "林 一郎,長男,上町1",
        "原 進,世帯主,上町2",
    )
    assert grouped(*lines) == [("林 花子", ["林 一郎"]), ("原 進", [])]


async def test_the_people_of_a_household_come_into_the_ledger_and_no_birth_date(database: Database) -> None:
    async with office(await build(database)) as desk:
        path, page = await desk.preview("\n".join(FAMILY).encode())
        assert "林 花子、林 蓮（お子さん）" in page
        assert "S30" not in page
        assert "S30" not in (await desk.get(f"{path}/rows")).text
        await desk.post(f"{path}/taking", **fields(page))
        house = next(h for h in await desk.roster() if h.name == "林 茂")
        async with database.read(SYSTEM) as tx:
            rows = await tx.rows(LIVING, household=house.id)
        assert rows == [("林 茂", 1, 0), ("林 花子", 0, 0), ("林 蓮", 0, 1)]

        path, again = await desk.preview("\n".join(FAMILY).encode())
        assert f"{path}/taking" not in again
        more = "\n".join((*FAMILY, ",林 結衣,,孫,R2.5.6,"))
        _, changed = await desk.preview(more.encode())
        assert "加える：林 結衣" in changed
        await desk.bring_in(more.encode())
        async with database.read(SYSTEM) as tx:
            rows = await tx.rows(LIVING, household=house.id)
        assert rows[-1] == ("林 結衣", 0, 1)
        assert len(rows) == 4


async def test_a_new_head_who_lives_there_stays_the_same_resident(database: Database) -> None:
    async with office(await build(database)) as desk:
        await desk.bring_in("\n".join(FAMILY).encode())
        house = next(h for h in await desk.roster() if h.name == "林 茂")
        widow = (FAMILY[0], "1班,林 花子,,世帯主,S32.3.4,上町1", ",林 蓮,,孫,H28.5.6,")
        await desk.bring_in("\n".join(widow).encode())
        async with database.read(SYSTEM) as tx:
            rows = await tx.rows(LIVING, household=house.id)
        assert rows == [("林 花子", 1, 0), ("林 蓮", 0, 1)]
