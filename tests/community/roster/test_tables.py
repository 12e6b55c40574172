"""Where the tables of a sheet begin and end, which of them are read, and the blocks of their rows."""

import io

import pytest
from openpyxl import Workbook
from openpyxl.styles import Font

from kairanban.community.roster.rules.block_titles import block_in_title
from kairanban.community.roster.rules.blocks import numbers_blocks
from kairanban.community.roster.rules.choices import Choices, TableChoice, Use
from kairanban.community.roster.rules.fields import Field
from kairanban.community.roster.rules.lines import Kind
from kairanban.community.roster.rules.tables.kinds import year_of
from kairanban.community.roster.rules.understanding import Understanding, understand
from tests.community.roster.rosters import text, workbook


def placed(understood: Understanding) -> list[tuple[str, str]]:
    return [(line.values.get(Field.BLOCK, ""), line.values[Field.NAME]) for line in understood.households]


def uses(understood: Understanding) -> list[Use]:
    return [table.use for table in understood.tables]


def test_officers_below_the_roster_are_a_table_of_their_own() -> None:
    understood = text(
        "班,氏名,住所",
        "1班,林 茂,上町1",
        "2班,原 進,上町2",
        "",
        "役員",
        "役職,氏名,電話",
        "会長,林 茂,",
        "会計,森 清,",
    )
    assert uses(understood) == [Use.HOUSEHOLDS, Use.OFFICERS]
    assert placed(understood) == [("1班", "林 茂"), ("2班", "原 進")]
    assert [(office.title, office.name) for office in understood.offices] == [
        ("会長", "林 茂"),
        ("会計", "森 清"),
    ]


def test_officers_beside_the_roster_are_a_table_of_their_own() -> None:
    understood = text(
        "班,氏名,住所,,役職,氏名",
        "1班,林 茂,上町1,,会長,林 茂",
        "1班,原 進,上町2,,会計,原 進",
        "2班,森 清,上町3,,,",
    )
    assert uses(understood) == [Use.HOUSEHOLDS, Use.OFFICERS]
    assert len(understood.households) == 3


def test_one_title_over_two_columns_of_houses_names_the_block_of_both() -> None:
    understood = text("1班,,,,", "氏名,電話,,氏名,電話", "林 茂,022-111-2222,,原 進,022-111-2223")
    assert placed(understood) == [("1班", "林 茂"), ("1班", "原 進")]


def test_a_heading_printed_again_on_the_next_page_begins_no_table() -> None:
    understood = text("班,氏名,住所", "1班,林 茂,上町1", "", "班,氏名,住所", ",原 進,上町2")
    assert len(understood.tables) == 1
    assert placed(understood) == [("1班", "林 茂"), ("1班", "原 進")]


@pytest.mark.parametrize(
    "title",
    ["1班", "【1班】", "■ 1班", "＜1班＞ 班長 鈴木", "1班　12世帯", "1班（班長：鈴木 一郎）", "第1班"],
)
def test_a_title_of_a_group_is_known_with_its_ornaments(title: str) -> None:
    understood = text("氏名,住所", f"{title},", "林 茂,上町1")
    assert [block.removeprefix("第") for block, _ in placed(understood)] == ["1班"]


@pytest.mark.parametrize(
    ("title", "block"),
    [
        ("1班", "1班"), ("１組　組長 鈴木", "1組"), ("東組", "東組"), ("桜ヶ丘自治会 3班 名簿", "3班"), ("2班名簿", "2班"),
        ("令和8年度 会員名簿", ""), ("役員組織", ""), ("1班・2班", ""), ("班長名簿", ""), ("名簿", ""), ("1班長会", ""),
    ],
)  # fmt: skip
def test_a_title_names_one_block_or_none(title: str, block: str) -> None:
    assert block_in_title(title) == block


@pytest.mark.parametrize(
    ("numbers", "blocks"),
    [("1112233", True), ("1234567", False), ("1121122", False), ("2223333", False), ("1111", False), ("1133", False), ("111", False)],
)  # fmt: skip
def test_numbers_are_blocks_if_they_run_and_repeat(numbers: str, blocks: bool) -> None:
    assert numbers_blocks(list(numbers)) is blocks


def test_an_empty_cell_means_no_block_where_every_row_names_its_own() -> None:
    rows = ["1班,林 茂,上町1", "1班,原 進,上町2", ",森 清,上町3", "2班,谷 実,上町4", "2班,東 進,上町5"]
    assert [block for block, _ in placed(text("分類,氏名,住所", *rows))] == ["1班", "1班", "", "2班", "2班"]


def test_a_block_is_carried_down_without_any_heading() -> None:
    rows = ("1班,林 茂,上町1-2,022-111-2222", ",原 進,上町1-3,022-111-2223", "2班,森 清,上町2-3,022-111-2224")
    assert placed(text(*rows)) == [("1班", "林 茂"), ("1班", "原 進"), ("2班", "森 清")]


def test_rooms_below_one_name_of_a_house_have_it() -> None:
    understood = text(
        "住所,部屋番号,氏名", "コーポ東,101,林 茂", ",102,原 進", "上町2,,森 清", "上町3,201,谷 実"
    )
    assert [line.values[Field.ADDRESS] for line in understood.households] == [
        "コーポ東 101",
        "コーポ東 102",
        "上町2",
        "上町3 201",
    ]


def test_a_class_that_is_no_block_is_none() -> None:
    rows = [
        "林 茂,1班,上町1",
        "原 進,1班,上町2",
        "森 清,2班,上町3",
        "谷 実,2班,上町4",
        "友 人,友人,都心",
        "東 進,,上町5",
    ]
    understood = text("氏名,分類,自宅住所1", *rows)
    assert [block for block, _ in placed(understood)] == ["1班", "1班", "2班", "2班", "", ""]


def test_the_block_may_stand_in_the_heading() -> None:
    understood = text(
        "1班,氏名,住所,2班,氏名,住所",
        "1,林 茂,上町1,1,原 進,下町1",
        "3班,氏名,住所,4班,氏名,住所",
        "1,森 清,上町3,1,谷 実,下町4",
    )
    assert placed(understood) == [("1班", "林 茂"), ("2班", "原 進"), ("3班", "森 清"), ("4班", "谷 実")]


def test_the_number_beside_the_title_of_a_group_is_compared() -> None:
    totals = text(
        "氏名,住所", "1班（2世帯）,", "林 茂,上町1", "原 進,上町2", "2班（3世帯）,", "森 清,上町3"
    ).totals
    assert [(total.said, total.read, total.agrees) for total in totals] == [(2, 2, True), (3, 1, False)]


@pytest.mark.parametrize(
    ("title", "year"), [("R8", 2026), ("Ｒ８名簿", 2026), ("令和8年度", 2026), ("令和元年", 2019), ("H31", 2019), ("2025年度名簿", 2025), ("名簿", None), ("R8.4.1", None)],
)  # fmt: skip
def test_a_title_says_a_year(title: str, year: int | None) -> None:
    assert year_of(title) == year


@pytest.mark.parametrize("title", ["転出者", "会費", "当番表", "規約", "旧名簿"])
def test_another_list_is_shown_and_not_read_until_it_is_chosen(title: str) -> None:
    data = workbook(
        [["班", "氏名", "住所"], ["1班", "林 茂", "上町1"], ["1班", "原 進", "上町2"]],
        [["班", "氏名", "住所"], ["1班", "旧 一郎", "上町9"]],
        titles=["名簿", title],
    )
    understood = understand(data, "a.xlsx")
    other = understood.tables[1]
    assert (other.use, bool(other.left_out), other.first_rows) == (
        Use.NOTHING,
        True,
        (("1班", "旧 一郎", "上町9"),),
    )
    chosen = Choices(tables={1: TableChoice(use=Use.HOUSEHOLDS)})
    assert len(understand(data, "a.xlsx", chosen).households) == 3


def test_a_block_is_given_to_a_table_or_to_a_row() -> None:
    lines = ("氏名,住所", "林 茂,上町1", "原 進,上町2")
    for_all = Choices(tables={0: TableChoice(block="3班")})
    assert placed(text(*lines, choices=for_all)) == [("3班", "林 茂"), ("3班", "原 進")]
    for_one = Choices(tables={0: TableChoice(block="3班")}, blocks={"0:3": "4班"})
    assert placed(text(*lines, choices=for_one)) == [("3班", "林 茂"), ("4班", "原 進")]


def test_a_telephone_in_three_columns_is_one_number() -> None:
    understood = text("氏名,電話,,", "林 茂,0261,22,3344", "原 進,0261,22,3345")
    assert [line.values[Field.PHONE] for line in understood.households] == ["0261-22-3344", "0261-22-3345"]


def test_a_column_of_remarks_without_a_heading_is_no_given_name() -> None:
    understood = text("住所,氏名,", "上町1,山田太郎,班長", "上町2,原進,会計")
    assert [line.values[Field.NAME] for line in understood.households] == ["山田太郎", "原進"]


@pytest.mark.parametrize(
    ("written", "kind", "kept"),
    [
        ("？", Kind.REFUSED, ""), ("未入居", Kind.EMPTY_HOUSE, "未入居"), ("※空家", Kind.EMPTY_HOUSE, "※空家"),
        ("空家（旧佐藤宅）", Kind.EMPTY_HOUSE, "空家(旧佐藤宅)"), ("(故)山田 太郎", Kind.DIED, "山田 太郎"),
        ("山田 太郎（故）", Kind.DIED, "山田 太郎"), ("コーポ東(6室)", Kind.REFUSED, ""), ("#REF!", Kind.REFUSED, ""),
        ("空 太郎", Kind.HOUSEHOLD, "空 太郎"), ("(有)南町酒店", Kind.HOUSEHOLD, "(有)南町酒店"),
        ("原 進　他1名", Kind.HOUSEHOLD, "原 進"),
    ],
)  # fmt: skip
def test_what_stands_where_names_do_is_told_for_what_it_is(written: str, kind: Kind, kept: str) -> None:
    (line,) = text("班,氏名,住所", f"1班,{written},上町1").lines
    assert (line.kind, line.values.get(Field.NAME, "")) == (kind, kept)


@pytest.mark.parametrize("row", ["1班,0,0,0", "1班,#REF!,#REF!,#N/A", "0,0,0,0"])
def test_what_formulas_show_is_no_household(row: str) -> None:
    understood = text("班,氏名,住所,電話", "1班,林 茂,上町1,", row)
    assert len(understood.households) == 1
    assert bool(understood.findings) is ("#" in row)


def test_a_row_that_is_set_aside_is_taken_where_the_reader_says_so() -> None:
    lines = ("班,氏名,住所", "1班,(故)林 茂,上町1")
    assert text(*lines).households == ()
    assert len(text(*lines, choices=Choices(taken=frozenset({"0:2"}))).households) == 1


@pytest.mark.parametrize(
    ("rows", "agrees"),
    [
        (["合計,2"], True), (["合計,3"], False), (["世帯数,2世帯"], True), (["総計,3世帯"], False), (["合計,12000円"], None),
        (["※全2世帯"], True), (["※全3世帯"], False),
    ],
)  # fmt: skip
def test_a_total_of_the_file_is_compared(rows: list[str], agrees: bool | None) -> None:
    totals = text("氏名,住所", "林 茂,上町1", "原 進,上町2", *rows).totals
    assert [total.agrees for total in totals] == ([] if agrees is None else [agrees])


def test_a_sum_of_people_or_fees_is_no_number_of_households() -> None:
    assert text("氏名,人数,会費", "林 茂,2,500", "原 進,3,500", "合計,5,1000").totals == ()


def test_numbers_without_an_area_code_get_the_one_that_is_given() -> None:
    lines = ("氏名,電話", "林 茂,22-1134", "原 進,022-740-2073", "森 清,123456789")
    understood = text(*lines, choices=Choices(area_code="0187"))
    assert [line.values.get(Field.PHONE) for line in understood.households] == [
        "0187-22-1134",
        "022-740-2073",
        "0123456789",
    ]
    assert understood.findings == ()


def test_parts_of_a_telephone_under_one_heading_are_joined_and_the_mobile_beside_them_is_not() -> None:
    data = workbook(
        [
            ["班", "氏名", None, "連絡先", None, None, None],
            [None, "姓", "名", "市外", "市内", "番号", "携帯"],
            ["1班", "林", "茂", "0261", "22", "3344", "090-1234-5678"],
            ["1班", "原", "進", 261, 22, 3345, None],
        ],
        merged=["B1:C1", "D1:G1", "A1:A2"],
    )
    first, second = understand(data, "a.xlsx").households
    assert (first.values[Field.PHONE], first.values[Field.SECOND_PHONE]) == ("0261-22-3344", "090-1234-5678")
    assert (second.values[Field.NAME], second.values[Field.PHONE]) == ("原 進", "0261-22-3345")


def test_sheets_called_by_numbers_are_blocks() -> None:
    data = workbook(*([["氏名", "住所"], [name, "上町1"]] for name in ("林 茂", "原 進")), titles=["1", "2"])
    assert placed(understand(data, "a.xlsx")) == [("1班", "林 茂"), ("2班", "原 進")]
    assert placed(understand(workbook([["氏名", "住所"], ["林 茂", "上町1"]], titles=["1"]), "a.xlsx")) == [
        ("", "林 茂")
    ]


def test_a_ditto_before_a_given_name_means_the_family_above() -> None:
    understood = text(
        "班,氏名,住所", "1班,山田 太郎,東1-1", "〃,〃 花子,〃", "〃,〃　一郎,〃", "〃,川田 次郎,東1-2"
    )
    assert [line.values[Field.NAME] for line in understood.households] == ["山田 太郎", "川田 次郎"]
    assert [member.name for member in understood.households[0].members] == ["山田 花子", "山田 一郎"]


def test_a_hidden_column_is_named_and_not_taken_and_neither_is_a_cell_struck_through() -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (["班", "氏名", "電話", "携帯"], ["1班", "林 茂", "022-111-2222", "090-1234-5678"]):
        sheet.append(row)
    sheet.column_dimensions["D"].hidden = True
    sheet["C2"].font = Font(strike=True)
    out = io.BytesIO()
    book.save(out)
    understood = understand(out.getvalue(), "a.xlsx")
    assert understood.households[0].values == {Field.NAME: "林 茂", Field.BLOCK: "1班"}
    assert [column.heading for column in understood.tables[0].columns if column.hidden] == ["携帯"]
    assert "struck" in understood.findings[0].message
    chosen = Choices(tables={0: TableChoice(mapping={3: Field.PHONE})})
    assert understand(out.getvalue(), "a.xlsx", chosen).households[0].values[Field.PHONE] == "090-1234-5678"
