from dataclasses import replace

import pytest

from kairanban.community.roster.rules.export import export_csv
from kairanban.community.roster.rules.fields import Field
from kairanban.community.roster.rules.plan import CurrentHousehold, EntryKind
from kairanban.community.roster.rules.proposing import propose
from kairanban.community.roster.rules.understanding import understand
from tests.community.roster.rosters import ALL, KAMINOSAWA, KAMISUGI, MIDORIGAOKA, as_current, sample, text


def lines(data: bytes) -> list[str]:
    return data.decode("utf-8-sig").splitlines()


@pytest.mark.parametrize("name", ALL)
def test_an_export_imported_again_changes_nothing(name: str) -> None:
    understood = sample(name)
    current = as_current(understood)
    data = export_csv(understood.tables[0].columns, current)
    assert data.startswith(b"\xef\xbb\xbf")
    again = understand(data, "書き出し.csv")
    plan = propose(again, current)
    assert len(again.households) == len(current)
    assert plan.changes_nothing
    assert plan.counts[EntryKind.MISSING] == 0


def test_accepted_columns_come_back_under_the_files_own_headings_and_words() -> None:
    heading, first, *_ = lines(
        export_csv(sample(KAMINOSAWA).tables[0].columns, as_current(sample(KAMINOSAWA)))
    )
    assert heading == "組,回覧順,屋号,お名前,電話,携帯,回覧の方法"
    assert first == "上組,1,油屋,高橋 茂,,080-4476-1585,紙"
    heading = lines(export_csv(sample(MIDORIGAOKA).tables[0].columns, []))[0]
    assert heading == "班,世帯主　氏名,ﾌﾘｶﾞﾅ,住　所,電話番号"


def test_no_cell_can_be_run_by_a_spreadsheet() -> None:
    columns = sample(KAMISUGI).tables[0].columns
    evil = CurrentHousehold(1, "＝1+1", code='=HYPERLINK("x")', block="@1", address="\tx", phone="+81")
    row = lines(export_csv(columns, [evil]))[1]
    assert row.startswith('"\'=HYPERLINK(""x"")",\'@1,\'＝1+1,')
    assert "'+81" in row
    assert "'\tx" in row


def test_a_hidden_household_appears_by_its_form_alone_and_comes_back_unchanged() -> None:
    understood = text(
        "班,氏名,ふりがな,屋号,住所,電話,メール", "3班,林 茂,はやし,油屋,上町1-2,022-740-2073,a@b.jp"
    )
    (household,) = as_current(understood)
    hidden = replace(household, hidden=True, shown_as="3班の12")
    data = export_csv(understood.tables[0].columns, [hidden])
    assert lines(data)[1] == "3班,3班の12,,,,,"
    assert propose(understand(data, "a.csv"), [hidden]).changes_nothing
    assert "林 茂" in lines(export_csv(understood.tables[0].columns, [household]))[1]


def test_names_in_two_columns_and_addresses_in_many_come_back_to_the_same_household() -> None:
    understood = text("姓,名,住所1,住所2,建物名", "林,茂,上町,1-2,コーポ杉 201")
    current = as_current(understood)
    data = export_csv(understood.tables[0].columns, current)
    assert lines(data) == ["姓,名,住所1", "林,茂,上町1-2 コーポ杉 201"]
    assert propose(understand(data, "a.csv"), current).changes_nothing


def test_remarks_and_what_is_never_asked_are_not_exported() -> None:
    understood = text("氏名,生年月日,家族数,備考", "林 茂,昭和15年1月1日,2,施設入所中")
    assert [column.means for column in understood.tables[0].columns][1:] == [
        Field.BIRTH,
        Field.SIZE,
        Field.REMARK,
    ]
    assert lines(export_csv(understood.tables[0].columns, as_current(understood))) == ["氏名", "林 茂"]
