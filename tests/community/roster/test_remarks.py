"""What a remark may mean, and what a sheet is used for."""

from dataclasses import replace

import pytest

from kairanban.community.roster.rules.choices import Use
from kairanban.community.roster.rules.fields import Field
from kairanban.community.roster.rules.lines import RosterLine
from kairanban.community.roster.rules.remarks import applied, is_meaning, proposed_meaning, role_of
from tests.community.roster.rosters import text

(LINE,) = text("氏名,住所,備考", "林 茂,上町1,紙希望・班長").lines


@pytest.mark.parametrize(
    ("meaning", "valid"),
    [
        ("", True), ("leave_out", True), ("method:paper", True), ("method:vi", False), ("language:vi", True),
        ("membership:none", True), ("appointment:chair", True), ("appointment:king", False), ("phone:1", False),
        ("paper", False),
    ],
)  # fmt: skip
def test_a_meaning_is_one_of_ours(meaning: str, valid: bool) -> None:
    assert is_meaning(meaning) is valid


@pytest.mark.parametrize(
    ("remark", "meaning"),
    [("ベトナム語", "language:vi"), ("日本語", ""), ("紙希望", "method:paper"), ("施設入所中", "")],
)
def test_a_remark_proposes_a_meaning_or_none(remark: str, meaning: str) -> None:
    assert proposed_meaning(remark) == meaning


@pytest.mark.parametrize(
    ("accepted", "method", "role"),
    [
        ({}, None, ("", "")), ({"紙希望": "method:paper"}, "paper", ("", "")), ({"紙希望": "method:vi"}, None, ("", "")),
        ({"班長": "appointment:block_leader"}, None, ("block_leader", "班長")), ({"班長": "appointment:king"}, None, ("", "")),
        ({"班長": "method:both"}, "both", ("", "")),
    ],
)  # fmt: skip
def test_a_remark_is_applied_as_it_was_accepted(
    accepted: dict[str, str], method: str | None, role: tuple[str, str]
) -> None:
    taken = applied(LINE, accepted)
    assert taken is not None
    assert taken.values.get(Field.METHOD) == method
    assert role_of(LINE, accepted) == role


def test_a_remark_leaves_a_row_out_and_never_overrides_a_column() -> None:
    assert applied(LINE, {"班長": "leave_out"}) is None
    line: RosterLine = replace(LINE, values={**LINE.values, Field.METHOD: "both"})
    taken = applied(line, {"紙希望": "method:paper"})
    assert taken is not None
    assert taken.values[Field.METHOD] == "both"


def test_nothing_and_empty_pieces_are_no_remarks() -> None:
    lines = text(
        "氏名,住所,備考", "林 茂,上町1,なし", "森 清,上町2,・紙希望、", "原 進,上町3,紙希望・紙希望"
    ).lines
    assert [line.remarks for line in lines] == [(), ("紙希望",), ("紙希望",)]


@pytest.mark.parametrize(
    ("heading", "use", "order"),
    [("班,No.,氏名", Use.HOUSEHOLDS, "1"), ("班,No.,氏名,順番", Use.HOUSEHOLDS, "7"), ("班,No.,住所,電話", Use.NOTHING, None)],
)  # fmt: skip
def test_a_serial_gives_way_to_a_column_of_the_route_order(heading: str, use: Use, order: str | None) -> None:
    understood = text(heading, "1班,1,林 茂,7", "2班,1,森 清,7")
    assert understood.tables[0].use is use
    orders = {line.values.get(Field.ROUTE_ORDER) for line in understood.households}
    assert orders == ({order} if order else set())
