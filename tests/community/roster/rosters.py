"""Test rosters: samples, and small ones written in the test."""

import io
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import FrameType
from typing import Any

from openpyxl import Workbook

from kairanban.community.roster.rules.choices import Choices
from kairanban.community.roster.rules.frozen_json import from_plain, to_plain
from kairanban.community.roster.rules.plan import KEPT, CurrentHousehold
from kairanban.community.roster.rules.understanding import Understanding, understand

SAMPLES = Path(__file__).parent / "samples"
MIDORIGAOKA, KAMINOSAWA, KAMISUGI = (
    "roster-midorigaoka-cp932.csv",
    "roster-kaminosawa.xlsx",
    "roster-kamisugi-utf8.csv",
)
ALL = (MIDORIGAOKA, KAMINOSAWA, KAMISUGI)


def sample(name: str, choices: Choices | None = None) -> Understanding:
    return understand((SAMPLES / name).read_bytes(), name, choices)


def text(*lines: str, choices: Choices | None = None) -> Understanding:
    return understand("\r\n".join(lines).encode(), "名簿.csv", choices)


def workbook(
    *sheets: Sequence[Sequence[object]], merged: Sequence[str] = (), titles: Sequence[str] = ()
) -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    for index, rows in enumerate(sheets):
        sheet = book.create_sheet(titles[index] if titles else None)
        for row in rows:
            sheet.append(list(row))
    for place in merged:
        book.worksheets[0].merge_cells(place)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_current(understanding: Understanding) -> list[CurrentHousehold]:
    """Return the roster after importing everything."""
    empty = dict.fromkeys((field.value for field in KEPT), "")
    return [
        from_plain(
            CurrentHousehold,
            {"id": id, "hidden": False, "shown_as": "", **empty, **to_plain(line.values)},
        )
        for id, line in enumerate(understanding.households, 1)
    ]


def effort(work: Callable[[], object]) -> int:
    """Count the lines of Python executed, independent of the machine and its load."""
    lines = 0

    def count(_frame: FrameType, event: str, _argument: object) -> Any:
        nonlocal lines
        lines += event == "line"
        return count

    before = sys.gettrace()
    sys.settrace(count)
    try:
        work()
    finally:
        sys.settrace(before)
    return lines
