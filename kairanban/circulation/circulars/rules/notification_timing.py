"""When a household may be notified: quiet hours, morning digest, 回覧のお休み; and a message's lifetime."""

from datetime import timedelta

from kairanban.circulation.circulars.rules.kinds import Importance, Kind
from kairanban.circulation.circulars.rules.timing import OBITUARY_NOT_BEFORE
from kairanban.core.clock import DAY, HOUR, Moment, at, day_of, end_of, local
from kairanban.core.notification_defaults import MORNING, Choice

REMIND_DAYS_BEFORE = 2
REMIND_AFTER = 3 * DAY
# No reminder within this time of the first notification.
LEAST_BETWEEN = DAY
# もう一度のお知らせ is given this long to be heard before anybody is asked to go there.
HEARD_WITHIN = DAY

URGENT_LASTS, IMPORTANT_LASTS, ORDINARY_LASTS, DIGEST_LASTS, TEST_LASTS = (
    2 * HOUR,
    3 * DAY,
    7 * DAY,
    DAY,
    HOUR,
)


def is_urgent(importance: str, *, reminder: bool = False) -> bool:
    """Tell whether quiet hours, rest and choices do not apply: urgent and no reminder."""
    return importance == Importance.URGENT and not reminder


def wanted(choice: Choice, kind: str, importance: str, *, reminder: bool, now: int) -> bool:
    """Tell whether the household is notified at all."""
    if is_urgent(importance, reminder=reminder):
        return True
    if choice.rest_until is not None and choice.rest_until > now:
        return False
    if reminder:
        return bool(choice.reminders)
    if kind == Kind.OBITUARY:
        return bool(choice.obituaries)
    return bool(choice.ordinary) or importance == Importance.IMPORTANT


def digested(choice: Choice, kind: str, importance: str, *, reminder: bool) -> bool:
    """Tell whether it goes into the morning digest: ordinary circulars only, no obituaries or reminders."""
    ordinary = importance == Importance.ORDINARY and kind != Kind.OBITUARY
    return bool(choice.digest) and ordinary and not reminder


def due_at(choice: Choice, kind: str, importance: str, now: Moment, *, reminder: bool = False) -> Moment:
    """Return when to notify: now, at the end of the quiet hours, or with the morning digest."""
    if is_urgent(importance, reminder=reminder):
        return now
    if digested(choice, kind, importance, reminder=reminder):
        return _next(MORNING, now)
    if kind == Kind.OBITUARY and local(now).hour < OBITUARY_NOT_BEFORE:
        now = at(day_of(now), OBITUARY_NOT_BEFORE)
    return _next(choice.quiet_until, now) if _quiet(choice, now) else now


def _quiet(choice: Choice, now: Moment) -> bool:
    hour = local(now).hour
    if choice.quiet_from <= choice.quiet_until:
        return choice.quiet_from <= hour < choice.quiet_until
    return hour >= choice.quiet_from or hour < choice.quiet_until


def _next(hour: int, now: Moment) -> Moment:
    today = at(day_of(now), hour)
    return today if today > now else at(day_of(now) + timedelta(days=1), hour)


def lasts(importance: str, *, digest: bool = False) -> int:
    """Return how long a message is worth sending, in milliseconds."""
    if digest:
        return DIGEST_LASTS
    return {Importance.URGENT: URGENT_LASTS, Importance.IMPORTANT: IMPORTANT_LASTS}.get(
        Importance(importance), ORDINARY_LASTS
    )


def remind_at(kind: str, importance: str, reply_by: int | None, asked: int) -> Moment | None:
    """Return when to remind: the morning two days before the deadline, else three days after asking.

    None for obituaries, for ordinary circulars without a deadline, and less than a day after asking.
    """
    if kind == Kind.OBITUARY:
        return None
    if reply_by is None:
        return None if importance == Importance.ORDINARY else Moment(asked + REMIND_AFTER)
    when = at(day_of(reply_by) - timedelta(days=REMIND_DAYS_BEFORE), MORNING)
    return when if when - asked >= LEAST_BETWEEN else None


def a_month_before(now: int) -> Moment:
    """Return the start of the month for which silences are listed."""
    return Moment(end_of(day_of(now) - timedelta(days=31)))
