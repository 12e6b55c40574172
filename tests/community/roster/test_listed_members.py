"""People of a household in the row of its head, or below it in a column of their own."""

import pytest

from kairanban.community.roster.rules.fields import Field
from kairanban.community.roster.rules.lines import Kind, Member
from kairanban.community.roster.rules.listed_members import listed_members
from kairanban.community.roster.rules.understanding import understand


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["花子", "一郎"], ["山田 花子", "山田 一郎"]),
        (["山田 花子", "田中 ハル"], ["山田 花子", "田中 ハル"]),
        (["花子、一郎、さくら"], ["山田 花子", "山田 一郎", "山田 さくら"]),
        (["花子 一郎 さくら"], ["山田 花子", "山田 一郎", "山田 さくら"]),
        (["花子　一郎"], ["山田 花子", "山田 一郎"]),
        (["花子様", "一郎くん"], ["山田 花子", "山田 一郎"]),
        (["山田 太郎", "太郎", "花子", "花子"], ["山田 花子"]),
        (["4", "4人", "計3名", "なし", "－", "無", ""], []),
    ],
)
def test_names_are_taken_and_counts_are_not(texts: list[str], expected: list[str]) -> None:
    assert [member.name for member in listed_members(texts, "山田 太郎")] == expected


def test_what_stands_beside_a_name_tells_a_child() -> None:
    assert listed_members(["花子(妻)、一郎（長男）、さくら(12)、次郎（25歳）"], "山田 太郎") == (
        Member("山田 花子"),
        Member("山田 一郎", child=True),
        Member("山田 さくら", child=True),
        Member("山田 次郎"),
    )


@pytest.mark.parametrize("heading", ["家族1,家族2,家族3", "連名1,連名2,連名3", "同居家族,同居家族2,配偶者"])
def test_columns_beside_the_head_are_the_people_of_the_household(heading: str) -> None:
    rows = [f"班,世帯主,住所,{heading}", "1班,山田 太郎,一丁目1,花子,一郎,", "1班,鈴木 実,一丁目2,,,"]
    read = understand("\n".join(rows).encode(), "名簿.csv")
    assert [(one.values[Field.NAME], [m.name for m in one.members]) for one in read.households] == [
        ("山田 太郎", ["山田 花子", "山田 一郎"]),
        ("鈴木 実", []),
    ]


def test_people_below_the_head_in_a_column_of_their_own_are_hers() -> None:
    rows = ["番号,世帯主,住所,家族", "1,山田 太郎,一丁目1,花子", ",,,一郎", ",,,さくら", "2,鈴木 実,一丁目2,"]
    read = understand("\n".join(rows).encode(), "名簿.csv")
    assert [(one.values[Field.NAME], [m.name for m in one.members]) for one in read.households] == [
        ("山田 太郎", ["山田 花子", "山田 一郎", "山田 さくら"]),
        ("鈴木 実", []),
    ]
    assert [line.kind for line in read.lines].count(Kind.MEMBER) == 2
    assert read.findings == ()


def test_a_number_of_people_is_no_name() -> None:
    rows = ["世帯主,住所,家族", "山田 太郎,一丁目1,4", "鈴木 実,一丁目2,2"]
    read = understand("\n".join(rows).encode(), "名簿.csv")
    assert [len(one.members) for one in read.households] == [0, 0]
