"""How a household is told: the defaults, the names and order of its choices, and what the settings page offers."""

from dataclasses import dataclass, fields

MORNING = 7
"""The hour of the morning's one message."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Hours are Japan's; the same hour twice means never quiet."""

    ordinary: int = 1
    obituaries: int = 1
    reminders: int = 1
    digest: int = 0
    quiet_from: int = 21
    quiet_until: int = MORNING
    rest_until: int | None = None
    """回覧のお休み: nothing but what is urgent until then."""


USUAL = Choice()
DEFAULTS: dict[str, int | None] = {field.name: getattr(USUAL, field.name) for field in fields(Choice)}

# Offered on the settings page: what is switched by itself, the quiet hours, the days of a rest.
SWITCHES = ("ordinary", "obituaries", "reminders", "digest")
QUIET = {"21-7": (USUAL.quiet_from, USUAL.quiet_until), "20-8": (20, 8), "22-6": (22, 6), "never": (0, 0)}
REST_DAYS = {"7": 7, "30": 30, "90": 90, "none": 0}
