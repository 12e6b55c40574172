"""声かけ: when a household that gives no sign is suggested for a word. docs/check-in.md says what it costs.

This is the rule; `queries/check_in_after_silence.py` says the same in SQL, and tests/care/visits/test_check_in.py holds the SQL
to it on generated histories.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from kairanban.circulation.circulars.rules.kinds import Kind
from kairanban.core.clock import DAY
from kairanban.core.contact import REACHED_BY

# This many circulars since the last sign, the first of them this long ago.
LEAST_SILENT = 3
SILENT_FOR = 30 * DAY


@dataclass(frozen=True, slots=True)
class Received:
    """A circular addressed to the household; times in UTC ms."""

    published: int
    state: str = "published"
    kind: str = Kind.ORDINARY.value
    opened: int | None = None
    replied: int | None = None
    counted: int | None = None


@dataclass(frozen=True, slots=True)
class Contact:
    """A visit or call at the household."""

    kind: str
    made: int
    corrected: int | None = None


@dataclass(frozen=True, slots=True)
class History:
    """What is known of a household; `agreed`: a resident consents to CHECK_IN."""

    agreed: bool
    method: str
    rests_until: int | None
    received: Sequence[Received]
    contacts: Sequence[Contact]


def silent_since(home: History, now: int) -> int | None:
    """Return when the first circular without a sign was published (UTC ms); None if no word is suggested.

    A sign is a circular opened or answered, or a contact that reached the household. Withdrawn circulars and obituaries
    are not counted, but opening one is a sign. Nor are those whose answers were counted: their signs are gone.
    """
    if not home.agreed or home.method == "paper" or _rests(home, now):
        return None
    last = _last_sign(home)
    unanswered = [
        one.published
        for one in home.received
        if one.state == "published"
        and one.kind != Kind.OBITUARY
        and one.counted is None
        and one.published > last
    ]
    if len(unanswered) < LEAST_SILENT or min(unanswered) > now - SILENT_FOR:
        return None
    return min(unanswered)


def _rests(home: History, now: int) -> bool:
    return home.rests_until is not None and home.rests_until > now


def _last_sign(home: History) -> int:
    """Return the time of the newest sign, 0 without one."""
    given = [one.opened or 0 for one in home.received] + [one.replied or 0 for one in home.received]
    met = [one.made for one in home.contacts if one.corrected is None and one.kind in REACHED_BY]
    return max(given + met, default=0)
