import pytest

from kairanban.community.roster.rules.choices import Use
from kairanban.community.roster.rules.fields import Field, Severity
from kairanban.community.roster.rules.lines import Kind
from tests.community.roster.rosters import KAMINOSAWA, KAMISUGI, MIDORIGAOKA, sample


@pytest.mark.parametrize(("name", "households"), [(MIDORIGAOKA, 48), (KAMINOSAWA, 29), (KAMISUGI, 61)])
def test_every_household_of_a_sample_is_understood(name: str, households: int) -> None:
    assert len(sample(name).households) == households


def test_the_block_is_carried_down_and_the_total_is_left_out() -> None:
    understood = sample(MIDORIGAOKA)
    blocks = [line.values[Field.BLOCK] for line in understood.households]
    assert [blocks.count(f"{number}班") for number in range(1, 6)] == [8, 10, 10, 10, 10]
    assert [line.line for line in understood.lines if line.kind is Kind.TOTAL] == [58]


def test_a_serial_over_the_whole_list_is_not_a_route_order() -> None:
    assert not any(Field.ROUTE_ORDER in line.values for line in sample(MIDORIGAOKA).households)
    assert sample(KAMINOSAWA).households[1].values[Field.ROUTE_ORDER] == "2"


def test_an_old_kanji_stays_as_the_family_writes_it() -> None:
    names = {line.values[Field.NAME] for line in sample(MIDORIGAOKA).households}
    assert "髙木 節子" in names
    assert "高木 節子" not in names


def test_remarks_are_listed_and_not_taken_over() -> None:
    understood = sample(MIDORIGAOKA)
    assert {remark.text: remark.proposed for remark in understood.remarks} == {
        "ベトナム語": "language:vi",
        "紙希望": "method:paper",
        "施設入所中": "",
        "空き家": "leave_out",
        "班長": "appointment:block_leader",
    }
    assert not any({Field.LANGUAGE, Field.METHOD} & line.values.keys() for line in understood.households)
    assert not any("施設" in value for line in understood.households for value in line.values.values())


def test_merged_groups_numbers_and_officers_of_a_workbook_are_read() -> None:
    understood = sample(KAMINOSAWA)
    second = understood.households[1]
    assert (second.values[Field.BLOCK], second.values[Field.PHONE]) == ("上組", "06-8430-5648")
    assert [sheet.use for sheet in understood.tables] == [Use.HOUSEHOLDS, Use.OFFICERS]
    chair, treasurer = understood.offices
    assert (chair.role, chair.title, chair.name) == ("chair", "区長", "佐藤 茂")
    assert (str(chair.starts), str(chair.until)) == ("2026-04-01", "2028-03-31")
    assert (treasurer.role, treasurer.title) == ("officer", "会計")


def test_refused_and_doubtful_lines_are_named_with_their_number() -> None:
    understood = sample(KAMISUGI)
    assert [(line.line, line.kind) for line in understood.lines if line.kind is not Kind.HOUSEHOLD] == [
        (21, Kind.DUPLICATE),
        (36, Kind.CODE_ONLY),
    ]
    assert [f.line for f in understood.findings if f.severity is Severity.REFUSED] == [36]
    formula = understood.households[-1]
    assert formula.values == {Field.NAME: "数式太郎", Field.BLOCK: "第1"}
    assert formula.findings[0].line == 64


def test_a_broken_address_is_doubtful_and_a_whole_one_is_tidied() -> None:
    by_code = {line.values.get(Field.CODE): line for line in sample(KAMISUGI).households}
    assert Field.EMAIL not in by_code["H002"].values
    assert by_code["H002"].findings[0].params == {"text": "名前@"}
    assert by_code["H003"].values[Field.EMAIL] == "house3@example.jp"
    assert by_code["H003"].values[Field.POSTAL] == "980-0011"
    assert by_code["H003"].values[Field.ADDRESS] == "仙台市青葉区上杉4丁目1-3"
