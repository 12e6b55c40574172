"""Requests to join by a poster: lifetimes, limits, and which household a room may mean."""

import re
import unicodedata
from enum import StrEnum

from kairanban.core.clock import DAY

# Time for an officer to decide; then the same for the device to begin.
REQUEST_LASTS = 7 * DAY
ANSWER_LASTS = 7 * DAY
POSTER_COOKIE_SECONDS = 30 * 60
WAITING_COOKIE_SECONDS = (REQUEST_LASTS + ANSWER_LASTS) // 1000

# A whole building may share one IP address.
REQUESTS_FROM_ADDRESS = 40
WAITING_MOST = 60

ROOM_LONGEST = 20
LABEL_LONGEST = 30


class State(StrEnum):
    """The state of a request, as the device sees it."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    ENDED = "ended"


def state(asked: int, decided: int | None, household: int | None, now: int) -> State:
    """Return the state: seven days for the decision, seven more for the device to begin."""
    if decided is None:
        return State.WAITING if now - asked <= REQUEST_LASTS else State.ENDED
    if now - decided > ANSWER_LASTS:
        return State.ENDED
    return State.DECLINED if household is None else State.ACCEPTED


def names_room(room: str, *texts: str) -> bool:
    """Tell whether a text names the room by its number: ２０３号室 is 203, and not 1203."""
    wanted = _numbers(room)
    return bool(wanted) and any(wanted <= _numbers(text) for text in texts)


def _numbers(text: str) -> set[str]:
    return set(re.findall(r"\d+", unicodedata.normalize("NFKC", text)))
