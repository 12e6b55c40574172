"""Limits of a file, its rows and its cells, exactly at the limit and one above."""

import pytest

from kairanban.community.roster.rules.fields import Field
from kairanban.community.roster.rules.files import read_sheets
from kairanban.community.roster.rules.headings import LONGEST_HEADING, meaning_of
from kairanban.community.roster.rules.lines import Kind
from kairanban.community.roster.rules.naming import LONGEST_NAME
from kairanban.community.roster.rules.sheets import (
    MAX_BYTES,
    MAX_CELL_LENGTH,
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_LETTERS,
    MAX_ROWS,
    Gathering,
)
from kairanban.community.roster.rules.text_files import MAX_LINES
from kairanban.community.roster.rules.unreadable import Unreadable
from kairanban.community.roster.rules.values import LONGEST, read_value
from tests.community.roster.rosters import text

PDF = b"%PDF"
WIDE = ["x"] * MAX_COLUMNS
LONG = ["x" * MAX_CELL_LENGTH] * MAX_COLUMNS


@pytest.mark.parametrize(("size", "said"), [(MAX_BYTES, "PDF"), (MAX_BYTES + 1, "larger")])
def test_a_file_has_at_most_ten_megabytes(size: int, said: str) -> None:
    with pytest.raises(Unreadable, match=said):
        read_sheets(PDF.ljust(size), "名簿.csv")


@pytest.mark.parametrize(
    ("rows", "refused"),
    [
        ([WIDE], [*WIDE, "x"]),
        ([], ["x" * (MAX_CELL_LENGTH + 1)]),
        ([["x" * MAX_CELL_LENGTH]], [*WIDE, "x"]),
        ([["x"]] * MAX_ROWS, ["x"]),
        ([WIDE] * (MAX_CELLS // MAX_COLUMNS), ["x"]),
        ([LONG] * (MAX_LETTERS // MAX_CELL_LENGTH // MAX_COLUMNS), ["x"]),
    ],
    ids=["columns", "a longer cell", "a long cell", "rows", "cells", "letters"],
)
def test_a_sheet_is_filled_to_its_limits_and_no_further(rows: list[list[str]], refused: list[str]) -> None:
    gathering = Gathering()
    for line, cells in enumerate(rows):
        gathering.add(line, cells)
    gathering.add(len(rows), ["", " "])
    assert len(gathering.rows) == len(rows)
    with pytest.raises(Unreadable):
        gathering.add(len(rows) + 1, refused)


@pytest.mark.parametrize("lines", [MAX_LINES, MAX_LINES + 1])
def test_empty_lines_count_too(lines: int) -> None:
    data = b"a,b" + b"\n" * (lines - 1)
    if lines == MAX_LINES:
        assert len(read_sheets(data, "名簿.csv")[0].rows) == 1
        return
    with pytest.raises(Unreadable, match="rows"):
        read_sheets(data, "名簿.csv")


@pytest.mark.parametrize(
    ("means", "written", "kept"),
    [
        (Field.LABEL, "x" * LONGEST, True), (Field.LABEL, "x" * (LONGEST + 1), False),
        (Field.CODE, "x" * 40, True), (Field.CODE, "x" * 41, False),
        (Field.EMAIL, f"{'x' * 60}@{'y' * 60}.{'y' * 60}.{'y' * 60}.example.jp", True),
        # One sign that becomes two.
        (Field.EMAIL, f"㎏{'x' * 59}@{'y' * 60}.{'y' * 60}.{'y' * 60}.example.jp", False),
        (Field.PHONE, "123456", True), (Field.PHONE, "12345", False),
        (Field.PHONE, "12345678", True), (Field.PHONE, "0123456", False),
        (Field.ROUTE_ORDER, "12345", True), (Field.ROUTE_ORDER, "123456", False),
    ],
)  # fmt: skip
def test_a_value_has_its_length(means: Field, written: str, kept: bool) -> None:
    assert (read_value(means, written)[0] is not None) is kept


def test_headings_and_names_have_their_length() -> None:
    heading = "電話番号".ljust(LONGEST_HEADING, "い")
    assert meaning_of(heading) is Field.PHONE
    assert meaning_of(heading + "い") is None
    for length, kind in ((LONGEST_NAME, Kind.HOUSEHOLD), (LONGEST_NAME + 1, Kind.REFUSED)):
        (line,) = text("氏名,住所", f"{'林' * length},上町1-2").lines
        assert line.kind is kind
