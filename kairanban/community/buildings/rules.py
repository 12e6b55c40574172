"""Asking to join by the poster of a building: how long it lasts, how often, and which household may be meant."""

import re
import unicodedata
from enum import StrEnum

from kairanban.core.clock import DAY

# An officer answers when she can; then the device has as long to come and begin.
REQUEST_LASTS = 7 * DAY
ANSWER_LASTS = 7 * DAY
POSTER_COOKIE_SECONDS = 30 * 60
WAITING_COOKIE_SECONDS = (REQUEST_LASTS + ANSWER_LASTS) // 1000

# A whole building may ask from behind one address.
REQUESTS_FROM_ADDRESS = 40
WAITING_MOST = 60

ROOM_LONGEST = 20
LABEL_LONGEST = 30


class State(StrEnum):
    """Where a request is, as the device sees it."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    ENDED = "ended"


def state(asked: int, decided: int | None, household: int | None, now: int) -> State:
    """Seven days for an answer; after a yes seven more for the device to begin."""
    if decided is None:
        return State.WAITING if now - asked <= REQUEST_LASTS else State.ENDED
    if now - decided > ANSWER_LASTS:
        return State.ENDED
    return State.DECLINED if household is None else State.ACCEPTED


def names_room(room: str, *texts: str) -> bool:
    """Whether one of the texts names the room, by its digits: ２０３号室 is 203, and not 1203."""
    wanted = _numbers(room)
    return bool(wanted) and any(wanted <= _numbers(text) for text in texts)


def _numbers(text: str) -> set[str]:
    return set(re.findall(r"\d+", unicodedata.normalize("NFKC", text)))
