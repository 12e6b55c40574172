import pytest

from kairanban.community.roster.rules.fields import Field
from kairanban.community.roster.rules.lines import Kind
from tests.community.roster.rosters import text

HEADING = "班,No.,氏名,住所,電話,備考"


def kinds(*rows: str) -> list[Kind]:
    return [line.kind for line in text(HEADING, "1班,1,林 茂,上町1-2,,", *rows).lines[1:]]


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        (",,森 清,上町3-4,,", Kind.HOUSEHOLD),
        (",,合計,48世帯,,", Kind.TOTAL),
        ("小計,10,,,,", Kind.TOTAL),
        ("下組　計,10,,,,", Kind.TOTAL),
        ("1班計,10,,,,", Kind.TOTAL),
        ("班,No.,氏名,住所,電話,備考", Kind.HEADING),
        ("２班,,,,,", Kind.GROUP),
        (",,２班,,,", Kind.GROUP),
        ("※ 取扱注意,,,,,", Kind.NOTE),
        (",,,上町3-4,022-740-2073,", Kind.REFUSED),
        (",,空き家,上町3-4,,", Kind.EMPTY_HOUSE),
        (",,=1+1,上町3-4,,", Kind.REFUSED),
    ],
)
def test_each_row_is_told_for_what_it_is(row: str, kind: Kind) -> None:
    assert kinds(row) == [kind]


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        ("い" * 12 + ",,,,,", Kind.GROUP), ("い" * 13 + ",,,,,", Kind.NOTE), ("２班,5,,,,", Kind.NOTE),
        (",,い" + "い" * 24 + ",,,", Kind.HOUSEHOLD), (",,い" + "い" * 25 + ",,,", Kind.NOTE), (",,※い,,,", Kind.NOTE),
        ("班,No.,い,ろ,,", Kind.HEADING), ("班,No.,い,ろ,は,", Kind.HOUSEHOLD), ("班,1,い,,,", Kind.HOUSEHOLD),
        (",1班,,,,", Kind.GROUP), (",1班,,,,い", None), (",12,,,,い", None), (",,,,,い", Kind.NOTE),
        (",,合計" + "1" * 18 + ",い,,", Kind.TOTAL), (",,合計" + "1" * 19 + ",い,,", Kind.HOUSEHOLD),
        (",1,い,合計,,", Kind.TOTAL), ("1班,1,い,ろ,合計,", Kind.HOUSEHOLD),
    ],
)  # fmt: skip
def test_a_row_at_the_limit_of_its_kind(row: str, kind: Kind | None) -> None:
    assert kinds(row) == ([] if kind is None else [kind])


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        ("H1,,", Kind.CODE_ONLY),
        ("1班,,", Kind.GROUP),
        ("H1,,い", Kind.REFUSED),
        ("H1,林 茂,", Kind.HOUSEHOLD),
    ],
)
def test_an_id_alone_is_no_household(row: str, kind: Kind) -> None:
    assert [line.kind for line in text("ID,氏名,備考", row).lines] == [kind]


def test_as_above_needs_a_row_above_and_a_formula_names_no_block() -> None:
    understood = text(HEADING, "1班,1,林 茂,同上,,", "=2,2,森 清,上町3-4,,")
    assert [line.values.get(Field.ADDRESS) for line in understood.households] == ["同上", "上町3-4"]
    assert [line.values[Field.BLOCK] for line in understood.households] == ["1班", "1班"]


def test_an_empty_place_of_the_list_is_passed_over() -> None:
    assert kinds(",,,,,", ",12,,,,") == []


def test_a_group_title_names_the_block_of_the_rows_below() -> None:
    understood = text("氏名,住所", "１班,", "林 茂,上町1-2", "２班,", "森 清,上町3-4")
    assert [line.values[Field.BLOCK] for line in understood.households] == ["1班", "2班"]


def test_a_group_title_without_any_heading_names_the_block() -> None:
    understood = text("第１班,,", "1,林 茂,上町1-2", "2,森 清,上町1-4", "第２班,,", "3,東 進,下町1-6")
    assert [line.values[Field.BLOCK] for line in understood.households] == ["第1班", "第1班", "第2班"]


def test_a_settlement_goes_for_its_block_and_no_further() -> None:
    understood = text("地区,班,氏名", "東,1班,林 茂", ",,森 清", ",2班,西 昭")
    assert [line.values.get(Field.SETTLEMENT) for line in understood.households] == ["東", "東", None]


def test_an_empty_first_place_names_the_block_all_the_same() -> None:
    understood = text(HEADING, "1班,1,林 茂,上町1-2,,", "2班,2,,,,", ",3,森 清,上町3-4,,")
    assert understood.households[1].values[Field.BLOCK] == "2班"


def test_as_above_repeats_the_cell_above() -> None:
    understood = text(HEADING, "1班,1,林 茂,上町1-2,,", "〃,2,林 清,同上,,")
    assert understood.households[1].values[Field.ADDRESS] == "上町1-2"
    assert understood.households[1].values[Field.BLOCK] == "1班"


def test_a_row_twice_is_one_household_and_the_same_id_for_another_is_refused() -> None:
    understood = text("ID,氏名", "H1,林 茂", "H1,林 茂", "H1,森 清")
    assert [line.kind for line in understood.lines] == [Kind.HOUSEHOLD, Kind.DUPLICATE, Kind.REFUSED]
    assert understood.lines[2].findings[0].params == {"first": "2"}


def test_an_empty_cell_says_nothing_and_nashi_says_none() -> None:
    understood = text(HEADING, "1班,1,林 茂,上町1-2,,", ",2,森 清,上町3-4,なし,")
    assert Field.PHONE not in understood.households[0].values
    assert understood.households[1].values[Field.PHONE] == ""


def test_a_guard_quote_is_taken_off_and_any_other_kept() -> None:
    understood = text("氏名,屋号", "林 茂,'＠屋", "森 清,'90年組")
    assert [line.values.get(Field.LABEL) for line in understood.households] == [None, "'90年組"]
    assert understood.households[0].findings[0].params == {"text": "@屋"}


def test_nashi_empties_a_label_and_never_what_a_household_always_has() -> None:
    (household,) = text("班,地区,氏名,屋号,受け取り方,言語", "1班,なし,林 茂,なし,なし,なし").households
    assert household.values == {Field.BLOCK: "1班", Field.NAME: "林 茂", Field.LABEL: ""}
