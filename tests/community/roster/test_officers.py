from datetime import date

import pytest

from kairanban.community.roster.rules.choices import Use
from kairanban.community.roster.rules.officers import role_of
from kairanban.community.roster.rules.understanding import understand
from kairanban.community.roster.rules.wareki import Term, term
from tests.community.roster.rosters import text, workbook


@pytest.mark.parametrize(
    ("written", "starts", "until"),
    [
        ("令和8年4月1日～令和10年3月31日", date(2026, 4, 1), date(2028, 3, 31)),
        ("R8.4.1〜R10.3.31", date(2026, 4, 1), date(2028, 3, 31)),
        ("R8.4.1-R10.3.31", date(2026, 4, 1), date(2028, 3, 31)),
        ("Ｒ８．４．１～Ｒ１０．３．３１", date(2026, 4, 1), date(2028, 3, 31)),
        ("令和8年4月1日～10年3月31日", date(2026, 4, 1), date(2028, 3, 31)),
        ("令和8年4月～令和10年3月", date(2026, 4, 1), date(2028, 3, 31)),
        ("2026/4/1-2027/3/31", date(2026, 4, 1), date(2027, 3, 31)),
        ("令和元年5月1日〜", date(2019, 5, 1), None),
        ("令和10年3月31日まで", None, date(2028, 3, 31)),
        ("令和８年度", date(2026, 4, 1), date(2027, 3, 31)),
        ("令和8年度〜9年度", date(2026, 4, 1), date(2028, 3, 31)),
        ("R8.2.30", None, None),
        ("2年", None, None),
        ("", None, None),
    ],
)
def test_a_term_is_read_as_it_is_written(written: str, starts: date | None, until: date | None) -> None:
    assert term(written) == Term(starts, until)


@pytest.mark.parametrize(
    ("title", "role"),
    [
        ("自治会長", "chair"),
        ("区長", "chair"),
        ("副会長", "officer"),
        ("会 計", "officer"),
        ("３班班長", "block_leader"),
    ],
)
def test_an_office_comes_to_a_role(title: str, role: str) -> None:
    assert role_of(title) == role


def test_terms_in_two_columns_and_block_leaders_are_read() -> None:
    understood = text(
        "令和8年度 役員名簿,,,",
        "役職,氏名,就任,任期満了",
        "会長,林　茂,令和8年4月1日,令和10年3月31日",
        "2班長,森 清,R8.4.1,R9.3.31",
        "監事,未定,,",
    )
    chair, leader = understood.offices
    assert (chair.starts, chair.until) == (date(2026, 4, 1), date(2028, 3, 31))
    assert (leader.role, leader.block, leader.title) == ("block_leader", "2班", "2班長")
    assert [finding.line for finding in understood.findings] == [5]


def test_dates_that_excel_keeps_as_dates_are_read() -> None:
    data = workbook([["役職", "氏名", "就任日"], ["会長", "林 茂", date(2026, 4, 1)]], titles=["役員"])
    assert understand(data, "a.xlsx").offices[0].starts == date(2026, 4, 1)


def test_a_roster_with_a_column_of_offices_stays_a_roster() -> None:
    understood = text("班,No.,氏名,住所,役職", "1班,1,林 茂,上町1-2,班長", ",2,森 清,上町3-4,")
    assert understood.tables[0].use is Use.HOUSEHOLDS
    assert understood.remarks[0].proposed == "appointment:block_leader"


@pytest.mark.parametrize(
    ("title", "heading", "use"),
    [
        ("役員名簿", "役職,氏名,電話", Use.OFFICERS), ("役員名簿", "役職,住所,電話", Use.NOTHING),
        ("役員名簿", "班,氏名,電話", Use.HOUSEHOLDS), ("名簿", "役職,氏名,電話", Use.HOUSEHOLDS),
        ("名簿", "役職,氏名,任期", Use.OFFICERS), ("名簿", "役職,氏名,就任", Use.OFFICERS),
        ("名簿", "役職,氏名,任期満了", Use.OFFICERS), ("役員名簿", "役職,氏名,世帯番号", Use.HOUSEHOLDS),
        ("役員名簿", "役職,姓,住所", Use.OFFICERS), ("役員名簿", "役職,氏名,受け取り方", Use.HOUSEHOLDS),
    ],
)  # fmt: skip
def test_a_sheet_of_officers_says_so_and_holds_no_households(title: str, heading: str, use: Use) -> None:
    assert text(f"{title},,", heading, "会長,林 茂,1").tables[0].use is use


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ("会計,林 茂,", [("会計", "林 茂")]), ("〃,林 茂,", [("会長", "林 茂")]), (",林 茂,", []), ("会計,,", []),
        ("会計,未定,", []),
    ],
)  # fmt: skip
def test_a_row_of_officers_has_an_office_and_a_name(row: str, found: list[tuple[str, str]]) -> None:
    offices = text("役職,氏名,任期", "会長,森 清,", row).offices[1:]
    assert [(one.title, one.name) for one in offices] == found


def test_a_name_in_two_columns_and_an_office_as_above_are_read() -> None:
    rows = ("会長,森,清,", "会計,林,茂,", "〃,原,進,", ",谷,一,", "〃,沢,二,")
    offices = text("役職,姓,名,任期", *rows).offices
    assert [(one.title, one.name) for one in offices] == [
        ("会長", "森 清"), ("会計", "林 茂"), ("会計", "原 進"), ("会計", "沢 二"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("R1.1.31", date(2019, 1, 31)), ("R8.12.1", date(2026, 12, 1)), ("R8.13.1", None), ("R8.0.1", None),
        ("R8.1.32", None), ("R8.1.0", None), ("R0.1.1", None), ("R99.1.1", date(2117, 1, 1)),
        ("1900/1/1", date(1900, 1, 1)), ("1899/1/1", None), ("2200/1/1", date(2200, 1, 1)), ("2201/1/1", None),
        ("8/4/1", None),
    ],
)  # fmt: skip
def test_a_day_is_within_its_month_era_and_century(written: str, read: date | None) -> None:
    assert term(written).starts == read
