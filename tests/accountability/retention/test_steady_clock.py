"""When a clock is trusted to delete, and when only a person decides."""

import pytest

from kairanban.accountability.retention.rules.steady_clock import (
    FAR,
    GAP_MOST,
    SLACK,
    STEADY_FOR,
    ClockWatch,
    Ran,
    check,
)
from kairanban.core.clock import DAY, HOUR, MINUTE, Moment

THEN = Moment(1_796_086_800_000)
TEN = Ran(10 * MINUTE, 10 * MINUTE)


def after(by: int, before: ClockWatch | None = None, ran: Ran | None = None, newest: int = 0) -> ClockWatch:
    """Look `by` ms later than `before`; the journal's newest row is `newest` ms after THEN."""
    known = before or ClockWatch(THEN)
    return check(known, Moment(known.seen + by), ran, Moment(THEN + newest))


@pytest.mark.parametrize(
    ("by", "ran", "newest", "trusted"),
    [
        (GAP_MOST, None, 0, True),
        (GAP_MOST + 1, None, 0, False),
        (3 * 365 * DAY, None, 0, False),
        (-SLACK, None, 0, True),
        (-SLACK - 1, None, 0, False),
        (MINUTE, None, MINUTE + SLACK, True),
        (MINUTE, None, MINUTE + SLACK + 1, False),
        (10 * MINUTE, TEN, 0, True),
        # Three days of running are no gap; three days of suspension are one, and a night is not.
        (3 * DAY, Ran(3 * DAY, 3 * DAY), 0, True),
        (3 * DAY, Ran(3 * DAY, 10 * MINUTE), 0, False),
        (GAP_MOST, Ran(GAP_MOST + MINUTE, MINUTE), 0, True),
        (GAP_MOST + MINUTE, Ran(GAP_MOST + MINUTE + 1, MINUTE), 0, False),
        (9 * HOUR, Ran(9 * HOUR, 10 * MINUTE), 0, True),
        # Another process has looked a minute ago.
        (MINUTE, TEN, 0, True),
    ],
)
def test_a_jump_ends_the_trust(by: int, ran: Ran | None, newest: int, trusted: bool) -> None:
    assert after(by, ran=ran, newest=newest).trusted is trusted


def run(watch: ClockWatch, for_: int) -> ClockWatch:
    for _ in range(for_ // TEN.monotonic):
        watch = after(TEN.wall, watch, TEN)
    return watch


def test_a_day_of_running_brings_the_trust_back() -> None:
    jumped = after(10 * DAY)
    assert not run(jumped, STEADY_FOR - 10 * MINUTE).trusted
    assert run(jumped, STEADY_FOR).trusted


def test_time_in_which_nothing_ran_does_not_count() -> None:
    jumped = after(10 * DAY)
    for _ in range(3):
        jumped = after(20 * HOUR, jumped)
        assert not jumped.trusted
    assert not run(jumped, STEADY_FOR - 10 * MINUTE).trusted
    assert run(jumped, STEADY_FOR).trusted


def test_a_machine_suspended_every_night_regains_the_trust_by_its_days() -> None:
    watch = after(10 * DAY)
    for _ in range(3):
        assert not watch.trusted
        watch = run(watch, 12 * HOUR - 10 * MINUTE)
        watch = after(12 * HOUR, watch, Ran(12 * HOUR, 10 * MINUTE))
    assert watch.trusted


def test_two_processes_count_the_same_hours_once() -> None:
    watch = after(10 * DAY)
    for _ in range(STEADY_FOR // (10 * MINUTE) - 1):
        watch = after(5 * MINUTE, after(5 * MINUTE, watch, TEN), TEN)
    assert not watch.trusted


def test_another_jump_begins_the_day_again_and_the_farther_one_decides() -> None:
    watch = run(after(10 * DAY), STEADY_FOR // 2)
    watch = after(3 * DAY, watch)
    assert watch.jumped == 10 * DAY
    assert watch.steady == 0
    back = after(-FAR - DAY, watch)
    assert back.jumped == -FAR - DAY
    assert back.needs_a_person


@pytest.mark.parametrize(("by", "person"), [(FAR, False), (FAR + 1, True), (-FAR, False), (-FAR - 1, True)])
def test_a_far_jump_waits_for_a_person(by: int, person: bool) -> None:
    jumped = after(by)
    assert jumped.needs_a_person is person
    if by > 0:
        assert run(jumped, 3 * STEADY_FOR).trusted is not person
    # Behind the journal nothing is deleted, however long it runs.
    else:
        assert not run(jumped, 3 * STEADY_FOR).trusted
