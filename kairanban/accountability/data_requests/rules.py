"""訂正・消去の求め: the term for an answer, and what an answer must say."""

from collections.abc import Mapping

from kairanban.core.clock import DAY
from kairanban.i18n.marks import N as _n

# The law says without delay; the household sees the day.
ANSWERED_WITHIN = 14 * DAY
WORDS_MOST = 500

CORRECTION, ERASURE = "correction", "erasure"
KINDS = (CORRECTION, ERASURE)
DONE, REFUSED, TAKEN_BACK = "done", "refused", "taken_back"


def days_left(due: int, now: int) -> int:
    """Return the days until an answer is due, begun ones counted; negative once it is late."""
    return -((now - due) // DAY)


def wrong_answer(kind: str, outcome: str, words: str) -> Mapping[str, str]:
    """Return the errors of an officer's answer."""
    if outcome not in (DONE, REFUSED):
        return {"outcome": _n("Please choose whether it was done.")}
    if outcome == DONE and kind == ERASURE:
        return {"outcome": _n("An erasure is done on its own page, which says what goes.")}
    if outcome == REFUSED and not words:
        return {"answer": _n("Please write the reason: the household reads it.")}
    return {}
