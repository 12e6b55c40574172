"""When a household is told: quiet hours, the morning digest, a rest, and one reminder."""

from dataclasses import replace
from datetime import date

import pytest

from kairanban.circulation.circulars.rules.notification_timing import (
    DIGEST_LASTS,
    IMPORTANT_LASTS,
    ORDINARY_LASTS,
    REMIND_AFTER,
    URGENT_LASTS,
    a_month_before,
    digested,
    due_at,
    is_urgent,
    lasts,
    remind_at,
    wanted,
)
from kairanban.core.clock import DAY, HOUR, MINUTE, Moment, at
from kairanban.core.notification_defaults import USUAL, Choice

DAY_1, DAY_2 = date(2026, 12, 1), date(2026, 12, 2)
NOON = at(DAY_1, 12)
NEVER_QUIET, BY_DAY = Choice(quiet_from=0, quiet_until=0), Choice(quiet_from=9, quiet_until=17)
DIGEST = Choice(digest=1)


@pytest.mark.parametrize(
    ("choice", "hour", "due"),
    [
        (USUAL, 7, at(DAY_1, 7)), (USUAL, 20, at(DAY_1, 20)), (USUAL, 21, at(DAY_2, 7)), (USUAL, 23, at(DAY_2, 7)),
        (USUAL, 0, at(DAY_1, 7)), (USUAL, 6, at(DAY_1, 7)),
        (BY_DAY, 8, at(DAY_1, 8)), (BY_DAY, 9, at(DAY_1, 17)), (BY_DAY, 16, at(DAY_1, 17)), (BY_DAY, 17, at(DAY_1, 17)),
        (NEVER_QUIET, 0, at(DAY_1, 0)), (NEVER_QUIET, 3, at(DAY_1, 3)),
    ],
)  # fmt: skip
def test_quiet_hours_put_a_message_off_to_their_end(choice: Choice, hour: int, due: Moment) -> None:
    assert due_at(choice, "ordinary", "ordinary", at(DAY_1, hour)) == due
    assert due_at(choice, "ordinary", "important", at(DAY_1, hour)) == due
    assert due_at(choice, "ordinary", "urgent", at(DAY_1, hour)) == at(DAY_1, hour)
    assert due_at(choice, "ordinary", "urgent", at(DAY_1, hour), reminder=True) == due


def test_a_digest_comes_in_the_morning_and_only_ordinary_circulars_are_in_it() -> None:
    assert due_at(DIGEST, "ordinary", "ordinary", at(DAY_1, 6)) == at(DAY_1, 7)
    assert due_at(DIGEST, "ordinary", "ordinary", at(DAY_1, 7)) == at(DAY_2, 7)
    assert due_at(DIGEST, "ordinary", "important", NOON) == NOON
    for kind, importance, reminder, into in (
        ("ordinary", "ordinary", False, True),
        ("ordinary", "ordinary", True, False),
        ("ordinary", "important", False, False),
        ("obituary", "ordinary", False, False),
    ):
        assert digested(DIGEST, kind, importance, reminder=reminder) is into
        assert not digested(USUAL, kind, importance, reminder=reminder)


def test_an_obituary_comes_at_seven_at_the_earliest() -> None:
    for hour, due in ((3, 7), (6, 7), (7, 7), (9, 9)):
        assert due_at(NEVER_QUIET, "obituary", "ordinary", at(DAY_1, hour)) == at(DAY_1, due)
        assert due_at(NEVER_QUIET, "ordinary", "ordinary", at(DAY_1, hour)) == at(DAY_1, hour)


def test_only_what_is_urgent_and_no_reminder_comes_whatever_was_chosen() -> None:
    resting = Choice(ordinary=0, obituaries=0, reminders=0, rest_until=NOON + 1)
    assert is_urgent("urgent")
    assert not is_urgent("important")
    assert wanted(resting, "ordinary", "urgent", reminder=False, now=NOON)
    assert not wanted(resting, "ordinary", "urgent", reminder=True, now=NOON)


def test_a_rest_ends_by_itself() -> None:
    for rest_until, told in ((None, True), (NOON - 1, True), (NOON, True), (NOON + 1, False)):
        choice = replace(USUAL, rest_until=rest_until)
        for kind, reminder in (("ordinary", False), ("obituary", False), ("ordinary", True)):
            assert wanted(choice, kind, "important", reminder=reminder, now=NOON) is told


@pytest.mark.parametrize(
    ("off", "kind", "importance", "reminder"),
    [("ordinary", "ordinary", "ordinary", False), ("obituaries", "obituary", "ordinary", False),
     ("reminders", "ordinary", "important", True)],
)  # fmt: skip
def test_each_choice_switches_its_own_messages_off(
    off: str, kind: str, importance: str, reminder: bool
) -> None:
    assert wanted(USUAL, kind, importance, reminder=reminder, now=NOON)
    for name in ("ordinary", "obituaries", "reminders"):
        choice = replace(USUAL, **{name: 0})
        assert wanted(choice, kind, importance, reminder=reminder, now=NOON) is (name != off)
    assert wanted(Choice(ordinary=0), "ordinary", "important", reminder=False, now=NOON)


def test_a_message_is_worth_sending_for_a_while() -> None:
    assert [lasts(one) for one in ("urgent", "important", "ordinary")] == [
        URGENT_LASTS,
        IMPORTANT_LASTS,
        ORDINARY_LASTS,
    ]
    assert lasts("important", digest=True) == DIGEST_LASTS


@pytest.mark.parametrize(
    ("kind", "importance", "reply_by", "due"),
    [
        ("obituary", "important", None, None), ("ordinary", "ordinary", None, None),
        ("ordinary", "important", None, Moment(NOON + REMIND_AFTER)), ("ordinary", "urgent", None, Moment(NOON + REMIND_AFTER)),
        ("ordinary", "ordinary", at(date(2026, 12, 10), 20), at(date(2026, 12, 8), 7)),
        ("obituary", "ordinary", at(date(2026, 12, 10), 20), None),
        ("ordinary", "ordinary", at(date(2026, 12, 4), 20), None),
    ],
)  # fmt: skip
def test_there_is_one_reminder_or_none(
    kind: str, importance: str, reply_by: int | None, due: Moment | None
) -> None:
    assert remind_at(kind, importance, reply_by, NOON) == due


def test_no_reminder_comes_within_a_day_of_the_first_message() -> None:
    reply_by, due = at(date(2026, 12, 4), 20), at(DAY_2, 7)
    assert remind_at("ordinary", "ordinary", reply_by, due - DAY) == due
    assert remind_at("ordinary", "ordinary", reply_by, due - DAY + MINUTE) is None


def test_silences_are_listed_for_a_month_from_the_end_of_a_day() -> None:
    assert a_month_before(NOON) == a_month_before(NOON + 11 * HOUR)
    assert 30 * DAY < NOON - a_month_before(NOON) < 32 * DAY
