from datetime import date

import pytest

from kairanban.community.roster.rules.officers import role_of
from kairanban.community.roster.rules.understanding import Use, understand
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
    assert understood.sheets[0].use is Use.HOUSEHOLDS
    assert understood.remarks[0].proposed == "appointment:block_leader"
