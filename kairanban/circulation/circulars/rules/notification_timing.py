"""When a household may be told: quiet hours, the morning's one message, 回覧のお休み, and how long a message is worth sending."""

from datetime import timedelta

from kairanban.circulation.circulars.rules.kinds import Importance, Kind
from kairanban.circulation.circulars.rules.timing import OBITUARY_NOT_BEFORE
from kairanban.core.clock import DAY, HOUR, Moment, at, day_of, end_of, local
from kairanban.core.notification_choice import MORNING, Choice

REMIND_DAYS_BEFORE = 2
REMIND_AFTER = 3 * DAY
# Nobody is reminded of what was told a moment ago.
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
    """What is urgent passes the night, a rest and every choice; a second word about it can wait for the day."""
    return importance == Importance.URGENT and not reminder


def wanted(choice: Choice, kind: str, importance: str, *, reminder: bool, now: int) -> bool:
    """Whether the household is told of it at all."""
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
    """Whether it waits for the morning's one message; what is important or sad comes alone."""
    ordinary = importance == Importance.ORDINARY and kind != Kind.OBITUARY
    return bool(choice.digest) and ordinary and not reminder


def due_at(choice: Choice, kind: str, importance: str, now: Moment, *, reminder: bool = False) -> Moment:
    """The moment to tell: now, at the end of the household's quiet hours, or with the morning's one message."""
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
    """How long a message is worth sending, in milliseconds."""
    if digest:
        return DIGEST_LASTS
    return {Importance.URGENT: URGENT_LASTS, Importance.IMPORTANT: IMPORTANT_LASTS}.get(
        Importance(importance), ORDINARY_LASTS
    )


def remind_at(kind: str, importance: str, reply_by: int | None, asked: int) -> Moment | None:
    """When もう一度のお知らせ goes: the morning two days before the last day, else three days after it was asked.

    None for what is ordinary and for an obituary, and where hardly a day would lie between.
    """
    if kind == Kind.OBITUARY:
        return None
    if reply_by is None:
        return None if importance == Importance.ORDINARY else Moment(asked + REMIND_AFTER)
    when = at(day_of(reply_by) - timedelta(days=REMIND_DAYS_BEFORE), MORNING)
    return when if when - asked >= LEAST_BETWEEN else None


def a_month_before(now: int) -> Moment:
    """Since when silence is one line a household."""
    return Moment(end_of(day_of(now) - timedelta(days=31)))
