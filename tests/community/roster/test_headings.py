import pytest

from kairanban.community.roster.rules.choices import Choices, TableChoice, Use
from kairanban.community.roster.rules.fields import Field
from kairanban.community.roster.rules.headings import LONGEST_HEADING, meaning_of
from kairanban.community.roster.rules.understanding import Understanding, understand
from tests.community.roster.rosters import text, workbook


def meanings(understood: Understanding) -> list[Field]:
    return [column.means for column in understood.tables[0].columns]


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("世帯主　氏名", Field.NAME),
        ("代表者", Field.NAME),
        ("お 名 前", Field.NAME),
        ("氏名（世帯主）", Field.NAME),
        ("ﾌﾘｶﾞﾅ", Field.READING),
        ("世帯主フリガナ", Field.READING),
        ("住　所", Field.ADDRESS),
        ("ＴＥＬ", Field.PHONE),
        ("電話番号\n（自宅）", Field.PHONE),
        ("携帯電話", Field.SECOND_PHONE),
        ("〒", Field.POSTAL),
        ("郵便番号", Field.POSTAL),
        ("No.", Field.SERIAL),
        ("番号", Field.SERIAL),
        ("世帯番号", Field.CODE),
        ("隣組", Field.BLOCK),
        ("世帯数", Field.SIZE),
        ("Ｅ－ｍａｉｌ", Field.EMAIL),
        ("回覧板の受け取り方", Field.METHOD),
        ("生年月日", Field.BIRTH),
        ("要介護度", Field.NEVER),
        ("年会費納入", Field.IGNORED),
        ("緊急連絡先", Field.IGNORED),
        ("髙木", None),
    ],
)
def test_a_heading_is_known_by_many_words(heading: str, field: Field | None) -> None:
    assert meaning_of(heading) == field


def test_titles_and_empty_rows_above_the_heading_are_passed_over() -> None:
    understood = text("令和8年度 会員名簿,,", "(取扱注意),,", "", "班,氏名,住所", "1班,林 茂,上町1-2")
    assert understood.tables[0].heading_lines == (4,)
    assert [line.line for line in understood.households] == [5]


@pytest.mark.parametrize(
    ("row", "is_heading"),
    [
        ("班,氏名", True), ("氏名", False), ("班,住所", False), ("班,住所,電話", True), ("氏名,住所,い,ろ", True),
        ("氏名,住所,い,ろ,は", True), ("氏名,い,ろ,は,に", False), ("住所,電話,い,ろ,は", False),
    ],
)  # fmt: skip
def test_a_heading_names_enough_fields(row: str, is_heading: bool) -> None:
    assert bool(text(row, "甲,乙,丙,丁,戊").tables[0].heading_lines) is is_heading


def test_of_two_rows_the_heading_is_the_one_that_names_more_fields() -> None:
    understood = text("氏名,住所,い,ろ", "氏名,住所,電話,い", "林 茂,上町1-2,022-740-2073,は")
    assert understood.tables[0].heading_lines == (2,)


def test_a_heading_over_two_rows_is_read_together() -> None:
    data = workbook(
        [
            ["班", "氏名", None, "ふりがな", None, "連絡先", None, "住所", None],
            [None, "姓", "名", "姓", "名", "自宅", "携帯", "町名", "番地"],
            ["1班", "林", "茂", "ハヤシ", "シゲル", "022-740-2073", "090-7915-1475", "上町", "1-2"],
        ],
        merged=["A1:A2", "B1:C1", "D1:E1", "F1:G1", "H1:I1"],
    )
    understood = understand(data, "a.xlsx")
    assert understood.tables[0].heading_lines == (1, 2)
    assert understood.households[0].values == {
        Field.BLOCK: "1班",
        Field.NAME: "林 茂",
        Field.READING: "はやし しげる",
        Field.PHONE: "022-740-2073",
        Field.SECOND_PHONE: "090-7915-1475",
        Field.ADDRESS: "上町1-2",
    }


@pytest.mark.parametrize(
    ("lower", "lines"),
    [
        (",,電話,い", (1, 2)), (",,電話,い,ろ", (1,)),
        (",,電話," + "い" * LONGEST_HEADING, (1, 2)), (",,電話," + "い" * (LONGEST_HEADING + 1), (1,)),
    ],
)  # fmt: skip
def test_the_lower_half_of_a_heading_is_short_and_known_by_half(lower: str, lines: tuple[int, ...]) -> None:
    assert text("班,氏名,そのほか,", lower, "1班,林 茂,1,2").tables[0].heading_lines == lines


def test_a_second_telephone_alone_is_the_first() -> None:
    assert meanings(text("氏名,携帯", "林 茂,090-7915-1475")) == [Field.NAME, Field.PHONE]
    assert meanings(text("氏名,携帯,電話", "林 茂,,"))[1:] == [Field.SECOND_PHONE, Field.PHONE]


def test_a_third_telephone_is_pointed_out_and_another_column_twice_is_not() -> None:
    columns = text("氏名,電話,携帯,電話,〒,〒", "林 茂,,,,,1").tables[0].columns
    assert [(column.means, column.certain) for column in columns[3:]] == [
        (Field.IGNORED, False),
        (Field.POSTAL, True),
        (Field.IGNORED, True),
    ]


def test_a_lower_heading_that_says_little_alone_is_shown_with_the_one_above() -> None:
    data = workbook(
        [
            ["班", "氏名", None, "連絡先", None, None, "住所", "鍵"],
            [None, "姓", "名", "携帯", "備え", None, "町名", "鍵"],
            ["1班", "林", "茂", "090-7915-1475", "鍋", "釜", "上町", "有"],
        ]
    )
    headings = [column.heading for column in understand(data, "a.xlsx").tables[0].columns]
    assert headings == ["班", "氏名 姓", "氏名 名", "携帯", "連絡先 備え", "", "町名", "鍵"]


def test_an_address_in_many_columns_becomes_one() -> None:
    understood = text("氏名,町名,丁目,番地,建物名,部屋番号", "林 茂,上杉,3,20-16,コーポ杉,２０１")
    assert understood.households[0].values[Field.ADDRESS] == "上杉3-20-16 コーポ杉 201"


def test_the_smaller_neighbourhood_is_the_block() -> None:
    understood = text("地区,班,氏名", "東,1,林 茂")
    assert understood.households[0].values == {
        Field.SETTLEMENT: "東",
        Field.BLOCK: "1班",
        Field.NAME: "林 茂",
    }


def test_a_number_that_begins_again_in_each_block_is_the_route_order() -> None:
    rows = ["1班,1,林 茂", "1班,2,森 清", "2班,1,東 進", "2班,2,西 昭"]
    orders = [line.values[Field.ROUTE_ORDER] for line in text("班,No.,氏名", *rows).households]
    assert orders == ["1", "2", "1", "2"]


def test_numbers_too_long_for_a_route_order_are_none() -> None:
    rows = [
        f"{block}班,{number},{name}"
        for block, number, name in ((1, "000001", "林 茂"), (2, "000001", "森 清"))
    ]
    households = text("班,No.,氏名", *rows).households
    assert not any(line.findings or Field.ROUTE_ORDER in line.values for line in households)
    households = text("班,No.,氏名", *(row.replace("000001", "00001") for row in rows)).households
    assert [line.values[Field.ROUTE_ORDER] for line in households] == ["1", "1"]


def test_a_second_column_of_names_is_pointed_out() -> None:
    columns = text("氏名,住所,会員名", "林 茂,上町1,森 清").tables[0].columns
    assert [(column.means, column.certain) for column in columns if column.heading != "住所"] == [
        (Field.NAME, True),
        (Field.IGNORED, False),
    ]


def test_without_a_heading_the_columns_are_guessed_and_marked() -> None:
    rows = [f"1班,{n},林 茂{n},ハヤシ シゲル,022-740-207{n},みどりヶ丘1丁目{n}-2" for n in "123"]
    understood = text(*(row.replace(f"茂{n}", "茂") for n, row in zip("123", rows, strict=True)))
    assert meanings(understood) == [
        Field.BLOCK,
        Field.SERIAL,
        Field.NAME,
        Field.READING,
        Field.PHONE,
        Field.ADDRESS,
    ]
    assert not any(column.certain for column in understood.tables[0].columns)
    assert "guessed" in understood.tables[0].problem
    assert len(understood.households) == 3


def test_what_the_reader_corrects_goes_before_what_was_understood() -> None:
    lines = ("班,氏名,ひとこと", "1班,林 茂,油屋")
    assert Field.LABEL not in text(*lines).households[0].values
    choices = Choices(tables={0: TableChoice(mapping={2: Field.LABEL})})
    assert text(*lines, choices=choices).households[0].values[Field.LABEL] == "油屋"


def test_the_reader_may_point_at_the_heading_or_say_that_there_is_none() -> None:
    lines = ("組,人の名", "1組,林 茂")
    pointed = Choices(tables={0: TableChoice(heading_lines=(1,), mapping={1: Field.NAME})})
    assert [line.line for line in text(*lines, choices=pointed).households] == [2]
    none = Choices(tables={0: TableChoice(heading_lines=(), mapping={0: Field.BLOCK, 1: Field.NAME})})
    assert [line.line for line in text(*lines, choices=none).households] == [1, 2]


def test_two_sheets_of_households_are_both_taken_unless_one_is_left_out() -> None:
    data = workbook(
        [["氏名", "住所"], ["林 茂", "上町1-2"]],
        [["氏名", "住所"], ["森 清", "下町3-4"]],
        titles=["1班", "2班"],
    )
    assert len(understand(data, "a.xlsx").households) == 2
    choices = Choices(tables={1: TableChoice(use=Use.NOTHING)})
    assert len(understand(data, "a.xlsx", choices).households) == 1


def test_what_is_never_asked_is_not_even_shown() -> None:
    understood = text("氏名,生年月日,住所", "林 茂,昭和15年1月1日,上町1-2")
    assert understood.tables[0].columns[1].samples == ()
    assert "昭和" not in repr(understood)


def test_empty_columns_do_not_matter() -> None:
    understood = text(",,班,,氏名,,住所", ",,1班,,林 茂,,上町1-2")
    assert understood.households[0].values == {
        Field.BLOCK: "1班",
        Field.NAME: "林 茂",
        Field.ADDRESS: "上町1-2",
    }
