"""When a circular may be published, when it ends, and how long an obituary stays."""

from datetime import timedelta

from kairanban.circulation.circulars.rules.kinds import Kind
from kairanban.core.clock import DAY, Moment, at, day_of, local

OBITUARY_NOT_BEFORE = 7
OBITUARY_STAYS = 7 * DAY
# A circular goes round for this long after its publication: on paper, on notice boards, for those who move in.
GOES_ROUND_FOR = 60 * DAY

# A draft that was thrown away can be taken back for this long.
DISCARDED_FOR = 30 * DAY


def earliest(kind: str, now: Moment) -> Moment:
    """Return now, for an obituary before 7:00 the coming 7:00."""
    if kind != Kind.OBITUARY or local(now).hour >= OBITUARY_NOT_BEFORE:
        return now
    return at(day_of(now), OBITUARY_NOT_BEFORE)


def fitting(kind: str, wanted: Moment) -> Moment:
    """Return the wanted time, for an obituary not before 7:00 that day."""
    return max(wanted, earliest(kind, wanted))


def gone_at(kind: str, event_at: int | None, now: Moment) -> Moment | None:
    """Return when an obituary disappears, seven days after the funeral; None for other circulars."""
    if kind != Kind.OBITUARY:
        return None
    return Moment((event_at if event_at is not None else now) + OBITUARY_STAYS)


def a_year_later(moment: int) -> Moment:
    """Return the moment a year later; 29 February becomes the 28th."""
    when = local(moment)
    try:
        day = when.date().replace(year=when.year + 1)
    except ValueError:
        day = (when.date() - timedelta(days=1)).replace(year=when.year + 1)
    return at(day, when.hour, when.minute)


def still_open(reply_by: int | None, withdrawn: int | None, now: int, counted: int | None = None) -> bool:
    """Tell whether a reply can still be given or taken back; not once the replies are counted."""
    return withdrawn is None and counted is None and (reply_by is None or now <= reply_by)


def is_night(when: int) -> bool:
    """Tell whether most are asleep: from 21:00 to 7:00, as the quiet hours that a household begins with."""
    return not 7 <= local(when).hour < 21
