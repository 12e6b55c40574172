"""The state of a household, the next step, and the state of a notice board."""

import pytest

from kairanban.circulation.circulars.rules.notification_timing import REMIND_AFTER, REMIND_DAYS_BEFORE
from kairanban.circulation.progress.rules import (
    CHANGED,
    CONFIRMED,
    GOING_ROUND,
    NOT_REACHED,
    NOTHING,
    OPENED,
    POSTED,
    PRINT,
    TO_POST,
    TO_TAKE_DOWN,
    TOLD,
    Counts,
    board_state,
    next_step,
    state,
)
from kairanban.circulation.route_sheets.queries.handing import Paper
from kairanban.core.clock import DAY
from kairanban.core.ids import PlaceId

NOW = 100 * DAY
OPEN, HANDED, DONE = (
    Paper(PlaceId(1), 2, 1, None, None, 0), Paper(PlaceId(2), 2, 1, NOW, None, 0), Paper(PlaceId(3), 2, 0, None, NOW, 2),
)  # fmt: skip
NEAR = NOW + REMIND_DAYS_BEFORE * DAY


def test_opened_is_not_confirmed_and_a_device_is_not_opened() -> None:
    assert state(0, None, 0) == state(1, 1, 1) == CONFIRMED
    assert state(None, 0, 0) == OPENED
    assert (state(None, None, 1), state(None, None, 0)) == (TOLD, NOT_REACHED)


def test_counts_say_what_is_left_of_those_addressed() -> None:
    assert (Counts(8, 5, 2, 1).left, Counts(8, 5, 2, 1).percent) == (6, 25)
    assert Counts(0, 0, 0, 0).percent == 0


@pytest.mark.parametrize(
    ("counts", "given", "said"),
    [
        (Counts(0, 0, 0, 0), {}, "It went to no household."),
        (Counts(2, 2, 2, 1), {}, "Everybody has it."),
        (Counts(2, 0, 0, 1), {"kind": "obituary"}, "It has been passed on."),
        (Counts(2, 0, 0, 1), {"papers": [OPEN]}, PRINT),
        (Counts(2, 0, 0, 1), {"papers": [HANDED, OPEN], "importance": "important"}, PRINT),
        (Counts(2, 1, 1, 1), {"papers": [OPEN], "kind": "obituary"}, PRINT),
        (Counts(2, 1, 1, 1), {"papers": [OPEN], "reply_by": NOW - 1}, PRINT),
        # Others have opened or answered: that brings no paper to anybody.
        (Counts(2, 1, 0, 1), {"papers": [OPEN]}, PRINT),
        (Counts(2, 0, 1, 1), {"papers": [HANDED]}, GOING_ROUND),
        (Counts(2, 0, 1, 1), {"papers": [DONE]}, "It is before everybody."),
        (Counts(2, 1, 0, 1), {"papers": [HANDED], "importance": "important"}, "%(left)s households have not answered yet."),
        (Counts(2, 0, 0, 0), {}, "It is before everybody."),
        (Counts(2, 1, 0, 0), {"importance": "important"}, "%(left)s households have not answered yet."),
        (Counts(2, 1, 0, 0), {"reply_by": NOW - 1}, "The day for answers is over."),
        (Counts(2, 1, 0, 0), {"reply_by": NOW}, "%(left)s households have not answered. The"),
        (Counts(2, 1, 0, 0), {"reply_by": NEAR - 1}, "%(left)s households have not answered. The"),
        (Counts(2, 1, 0, 0), {"reply_by": NEAR}, "%(left)s households have not answered yet."),
        (Counts(2, 1, 0, 0), {"reply_by": NEAR, "published": NOW - REMIND_AFTER - 1}, "%(left)s households have not answered. The"),
        (Counts(2, 1, 0, 0), {"reply_by": NEAR, "published": NOW - REMIND_AFTER}, "%(left)s households have not answered yet."),
    ],
)  # fmt: skip
def test_there_is_one_next_step(counts: Counts, given: dict[str, object], said: str) -> None:
    usual: dict[str, object] = {
        "kind": "ordinary",
        "importance": "ordinary",
        "reply_by": None,
        "published": NOW,
        "papers": [],
    }
    assert next_step(counts, now=NOW, **{**usual, **given}).startswith(said)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("withdrawn", "posted", "before", "expected"),
    [
        (None, None, None, TO_POST), (None, None, 1, CHANGED), (None, 1, 1, POSTED), (None, 1, None, POSTED),
        (1, None, 1, TO_TAKE_DOWN), (1, 1, 1, TO_TAKE_DOWN), (1, None, None, NOTHING),
    ],
)  # fmt: skip
def test_a_board_is_to_be_filled_changed_or_emptied(
    withdrawn: int | None, posted: int | None, before: int | None, expected: str
) -> None:
    assert board_state(withdrawn, posted, before) == expected
