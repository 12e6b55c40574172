"""What waits for a child waits in its own lane: uploads keep no sheet waiting, nor do 400 cards."""

import pytest

from kairanban.confined import child
from kairanban.confined.limits import (
    DOCUMENT,
    FURIGANA,
    GLANCE,
    LANES,
    PHOTOGRAPH,
    PRINT,
    PRINT_PARTS,
    SCAN,
    Lane,
)
from kairanban.confined.printing import print_pdf

pytestmark = pytest.mark.anyio


def test_each_job_waits_where_it_belongs() -> None:
    assert {limits.lane for limits in (DOCUMENT, PHOTOGRAPH, SCAN, GLANCE)} == {Lane.FILES}
    assert (PRINT.lane, PRINT_PARTS.lane, FURIGANA.lane) == (Lane.PRINT, Lane.LONG, Lane.READING)
    assert set(LANES) == set(Lane)
    assert all(LANES.values())


async def test_a_sheet_is_printed_while_every_other_lane_is_full() -> None:
    for lane in set(Lane) - {Lane.PRINT}:
        for _ in range(LANES[lane]):
            await child.slot(lane).acquire()
    assert (await print_pdf("<p>安否確認")).startswith(b"%PDF-")


async def test_one_that_is_full_lets_nobody_else_wait() -> None:
    for _ in range(LANES[Lane.PRINT]):
        await child.slot(Lane.PRINT).acquire()
    assert child.slot(Lane.PRINT).locked()
    assert (await print_pdf("<p>カード", in_parts=True)).startswith(b"%PDF-")
