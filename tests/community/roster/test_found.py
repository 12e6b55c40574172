"""Files of the kinds that associations have, each with what it means."""

from datetime import date

import pytest

from kairanban.community.roster.rules.choices import Use
from kairanban.community.roster.rules.fields import Field
from kairanban.community.roster.rules.lines import Kind
from kairanban.community.roster.rules.understanding import Understanding, understand
from tests.community.roster.rosters import SAMPLES

TODAY = date(2026, 11, 30)


def found(name: str) -> Understanding:
    return understand((SAMPLES / "found" / name).read_bytes(), name, today=TODAY)


def names(understood: Understanding) -> list[str]:
    return [line.values[Field.NAME] for line in understood.households]


def blocks(understood: Understanding) -> dict[str, int]:
    named = [line.values.get(Field.BLOCK, "") for line in understood.households]
    return {block: named.count(block) for block in dict.fromkeys(named)}


def test_one_row_a_person_becomes_households_with_their_people() -> None:
    understood = found("r1-people-per-household.xlsx")
    people = {
        line.values[Field.NAME]: [(member.name, member.child) for member in line.members]
        for line in understood.lines
        if line.kind in (Kind.HOUSEHOLD, Kind.STRUCK)
    }
    assert people == {
        "鈴木 一郎": [("鈴木 和子", False)],
        "田中 花子": [],
        "佐藤 健": [("佐藤 美咲", False), ("佐藤 蓮", True), ("佐藤 結衣", True), ("佐藤 ハツ", False)],
        "伊藤 誠": [("伊藤 幸子", False)],
        "株式会社 山形建材": [],
        "桜ヶ丘クリニック": [],
        "グエン・ヴァン・アン": [],
        "高橋 正": [("高橋 ミヨ", False)],
    }
    assert [line.values[Field.NAME] for line in understood.lines if line.kind is Kind.STRUCK] == ["高橋 正"]
    assert [line.line for line in understood.lines if line.kind is Kind.EMPTY_HOUSE] == [14]
    assert blocks(understood) == {"1班": 3, "2班": 4}
    assert len(understood.offices) == 5
    assert "1951" not in repr(understood)


def test_the_totals_of_the_file_agree_with_the_houses_that_were_read() -> None:
    totals = found("r1-people-per-household.xlsx").totals
    assert [(total.said, total.read, total.aside) for total in totals] == [(4, 3, 1), (5, 4, 1), (9, 7, 2)]
    assert all(total.agrees for total in totals)


def test_tables_side_by_side_and_below_one_another_have_their_blocks() -> None:
    understood = found("r3-side-by-side.xlsx")
    assert blocks(understood) == {"1組": 8, "3組": 6, "2組": 8, "4組": 6}
    assert understood.households[0].values[Field.ROUTE_ORDER] == "1"
    two = found("roster-two-lists-side-by-side.csv")
    assert blocks(two) == {"1班": 2, "2班": 2}
    assert names(two) == ["山田 太郎", "林 三郎", "川田 次郎", "森 四郎"]


def test_numbers_without_a_heading_that_begin_again_are_blocks() -> None:
    assert blocks(found("r5-no-heading-formulas.xlsx")) == {"1班": 4, "2班": 3}


def test_a_class_of_an_address_book_is_the_block() -> None:
    understood = found("r6-fudemame.csv")
    assert blocks(understood) == {"1班": 4, "2班": 4}
    assert understood.households[3].values[Field.ADDRESS] == "宮城県仙台市青葉区北山4丁目2-3 ハイツ北山 101"


def test_a_mark_under_head_of_household_begins_a_household() -> None:
    understood = found("r8-vertical-family.xlsx")
    assert names(understood) == ["阿部 正夫", "千葉 キヨ", "菅原 守", "佐々木 勇", "(有)南町酒店"]
    assert [member.name for member in understood.households[0].members] == ["阿部 トシ", "阿部 健太"]
    assert not any(member.child for line in understood.households for member in line.members)


def test_only_this_year_is_read_and_the_rest_is_named() -> None:
    understood = found("r12-year-sheets.xlsx")
    assert [table.use is Use.HOUSEHOLDS for table in understood.tables] == [True, False, False, False]
    assert all(table.left_out and table.first_rows for table in understood.tables[1:])
    assert names(understood) == ["青木 一", "石井 二", "江口 四"]
    assert {
        line.values[Field.NAME]: line.kind for line in understood.lines if line.kind is not Kind.HOUSEHOLD
    } == {
        "上田 三": Kind.STRUCK,
        "小川 五": Kind.HIDDEN,
    }


def test_one_line_a_person_by_relation() -> None:
    understood = found("roster-one-line-a-person.csv")
    assert [(line.values[Field.NAME], len(line.members)) for line in understood.households] == [
        ("山田 太郎", 2),
        ("川田 次郎", 0),
    ]


def test_a_heading_merged_over_two_columns_is_one_name() -> None:
    understood = found("roster-merged-name-heading.xlsx")
    assert names(understood) == ["山田 太郎", "川田 次郎", "林 三郎"]
    assert blocks(understood) == {"1班": 2, "2班": 1}


@pytest.mark.parametrize(
    ("name", "left_out"),
    [("roster-second-sheet-of-fees.xlsx", "会費"), ("roster-second-sheet-130-columns.xlsx", "ごみ当番表")],
)
def test_another_sheet_is_left_out_and_named(name: str, left_out: str) -> None:
    understood = found(name)
    assert names(understood) == ["山田 太郎"]
    other = understood.tables[1]
    assert (other.title, other.use) == (left_out, Use.NOTHING)
    assert other.problem or other.left_out


def test_a_heading_is_one_when_most_of_its_words_are_unknown() -> None:
    understood = found("roster-with-12-fee-columns.csv")
    assert understood.tables[0].heading_lines == (1,)
    assert names(understood) == ["山田 太郎", "川田 次郎"]


def test_a_hidden_row_is_left_out_and_named() -> None:
    understood = found("roster-hidden-row.xlsx")
    assert names(understood) == ["表 一郎", "表 三郎"]
    assert [line.line for line in understood.lines if line.kind is Kind.HIDDEN] == [3]


def test_zeros_of_formulas_make_no_household() -> None:
    assert names(found("roster-formula-zero-name.xlsx")) == ["式 一郎"]


def test_a_line_break_of_excel_is_one() -> None:
    (household,) = found("roster-x000d.xlsx").households
    assert household.values[Field.NAME] == "山田 太郎"
    assert household.values[Field.ADDRESS] == "東1-1 コーポ東101"


def test_dates_count_from_1904_where_the_workbook_says_so() -> None:
    (chair,) = found("roster-1904-dates-excel2013.xlsx").offices
    assert (str(chair.starts), str(chair.until)) == ("2026-04-01", "2027-03-31")


def test_telephones_with_signs_and_words_beside_them_are_taken() -> None:
    understood = found("roster-phones-with-invisible-or-notes.csv")
    assert [line.values.get(Field.PHONE) for line in understood.households] == [
        "090-1234-5678", "090-1234-5678", "090-1234-5678", "03-1234-5678", "03-1234-5678",
    ]  # fmt: skip
    assert [finding.line for finding in understood.findings] == [4, 5]


def test_mail_addresses_of_carriers_are_taken() -> None:
    understood = found("roster-carrier-mail.csv")
    assert [line.values[Field.EMAIL] for line in understood.households] == [
        "a..b@docomo.ne.jp",
        "abc.@docomo.ne.jp",
    ]


def test_house_numbers_that_became_dates_are_doubted() -> None:
    understood = found("roster-house-number-as-date.csv")
    assert [finding.line for finding in understood.findings] == [2, 3, 4]


def test_the_letters_of_mail_programs_are_read() -> None:
    (household,) = found("roster-iso2022jp.csv").households
    assert household.values[Field.NAME] == "山田 太郎"


def test_headings_in_half_width_kana_are_understood() -> None:
    (household,) = found("roster-half-kana-headings-sjis.csv").households
    assert household.values == {
        Field.BLOCK: "1班",
        Field.NAME: "ヤマモト ドウジ",
        Field.PHONE: "03-1234-5678",
    }
