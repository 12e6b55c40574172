"""What the numbers of a bundle mean: moments, days, flags, or counts."""

from datetime import UTC, date, datetime
from typing import Any

# UTC epoch milliseconds; in the JSON ISO 8601 with the zone.
TIMES = frozenset(
    [
        "approved_at",
        "arrived",
        "asked",
        "at",
        "bound",
        "cancelled",
        "closed",
        "confirmed",
        "corrected",
        "decided",
        "due",
        "empty_house",
        "ended",
        "first_used",
        "gone",
        "last_used",
        "made",
        "opened",
        "printed",
        "received",
        "refused",
        "removed",
        "renewed",
        "replied",
        "rest_until",
        "revoked",
        "seen",
        "settled",
        "since",
        "starts",
        "ends",
        "started",
        "accepted",
        "handed",
        "reached",
        "taken",
        "taken_back",
        "trusted_from",
        "until",
        "withdrawn",
        "given",
    ]
)
# Ordinals of a day in Japan.
DAYS = frozenset({"again", "day"})
FLAGS = frozenset(
    {
        "hidden",
        "excused",
        "family",
        "representative",
        "child",
        "approved",
        "ordinary",
        "obituaries",
        "reminders",
        "digest",
    }
)
COUNTS = frozenset({"calls", "choice", "number", "question", "quiet_from", "quiet_until", "route_order"})

FORMAT, VERSION = "kairanban.disclosure", 1


def plain(name: str, value: Any) -> Any:
    """Return a value as the JSON has it: ISO times and days, true and false, null for what is empty."""
    if value is None or value == "":
        return None
    if isinstance(value, str):
        return value
    if name in TIMES:
        return datetime.fromtimestamp(value / 1000, UTC).isoformat(timespec="seconds") if value else None
    if name in DAYS:
        return date.fromordinal(value).isoformat() if value else None
    return bool(value) if name in FLAGS else value
