"""Rules of quiet hours, morning digest, rest and obituaries."""

from datetime import date

import pytest

from kairanban.circulation.circulars.rules.notification_timing import due_at, remind_at, wanted
from kairanban.core.clock import DAY, Moment, at, end_of
from kairanban.core.notification_defaults import Choice

TUESDAY = date(2026, 12, 1)
WEDNESDAY = date(2026, 12, 2)
MORNING = at(WEDNESDAY, 7)


@pytest.mark.parametrize(
    ("choice", "kind", "importance", "told", "due"),
    [
        (Choice(), "ordinary", "ordinary", at(TUESDAY, 20, 59), at(TUESDAY, 20, 59)),
        (Choice(), "ordinary", "ordinary", at(TUESDAY, 21), MORNING),
        (Choice(), "ordinary", "important", at(TUESDAY, 23), MORNING),
        (Choice(), "ordinary", "ordinary", at(WEDNESDAY, 3), MORNING),
        (Choice(), "ordinary", "ordinary", at(WEDNESDAY, 7), at(WEDNESDAY, 7)),
        (Choice(), "ordinary", "urgent", at(WEDNESDAY, 3), at(WEDNESDAY, 3)),
        (Choice(quiet_from=20, quiet_until=8), "ordinary", "ordinary", at(TUESDAY, 20), at(WEDNESDAY, 8)),
        (Choice(quiet_from=1, quiet_until=5), "ordinary", "ordinary", at(WEDNESDAY, 3), at(WEDNESDAY, 5)),
        (Choice(quiet_from=0, quiet_until=0), "ordinary", "ordinary", at(WEDNESDAY, 3), at(WEDNESDAY, 3)),
        (Choice(digest=1), "ordinary", "ordinary", at(TUESDAY, 10), MORNING),
        (Choice(digest=1), "ordinary", "ordinary", at(WEDNESDAY, 6, 59), MORNING),
        (Choice(digest=1), "ordinary", "important", at(TUESDAY, 10), at(TUESDAY, 10)),
        (Choice(digest=1), "obituary", "ordinary", at(TUESDAY, 10), at(TUESDAY, 10)),
        (Choice(quiet_from=0, quiet_until=0), "obituary", "ordinary", at(WEDNESDAY, 5), MORNING),
    ],
)
def test_a_household_is_notified_at_its_chosen_times(
    choice: Choice, kind: str, importance: str, told: Moment, due: Moment
) -> None:
    assert due_at(choice, kind, importance, told) == due


@pytest.mark.parametrize(
    ("choice", "kind", "importance", "reminder", "is_wanted"),
    [
        (Choice(), "ordinary", "ordinary", False, True),
        (Choice(ordinary=0), "ordinary", "ordinary", False, False),
        (Choice(ordinary=0), "ordinary", "important", False, True),
        (Choice(obituaries=0), "obituary", "ordinary", False, False),
        (Choice(ordinary=0), "obituary", "ordinary", False, True),
        (Choice(reminders=0), "ordinary", "important", True, False),
        (Choice(rest_until=end_of(WEDNESDAY)), "ordinary", "important", False, False),
        (Choice(rest_until=end_of(WEDNESDAY)), "ordinary", "urgent", False, True),
        (Choice(rest_until=at(TUESDAY, 9)), "ordinary", "ordinary", False, True),
    ],
)
def test_choices_filter_notifications_but_urgent_ones_pass(
    choice: Choice, kind: str, importance: str, reminder: bool, is_wanted: bool
) -> None:
    assert wanted(choice, kind, importance, reminder=reminder, now=at(TUESDAY, 10)) is is_wanted


def test_only_important_or_dated_circulars_are_reminded_of() -> None:
    now = at(TUESDAY, 10)
    last_day = end_of(date(2026, 12, 11))
    assert remind_at("ordinary", "ordinary", None, now) is None
    assert remind_at("ordinary", "important", None, now) == now + 3 * DAY
    assert remind_at("ordinary", "ordinary", last_day, now) == at(date(2026, 12, 9), 7)
    assert remind_at("obituary", "important", last_day, now) is None
    # No reminder right after the notification.
    assert remind_at("ordinary", "ordinary", end_of(date(2026, 12, 3)), now) is None
