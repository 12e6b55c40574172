"""An association's decision on a request, and its state as told to the municipality."""

from enum import StrEnum

from kairanban.core.clock import DAY, Moment, at, day_of
from kairanban.i18n.marks import N as _n

WORDS_MOST = 200
NOTE_MOST = 300


class Answer(StrEnum):
    NONE = ""
    PASSED = "passed"
    DECLINED = "declined"


class RequestState(StrEnum):
    """The state of a request at one association."""

    OPEN = "open"
    PREPARING = "preparing"
    PASSED = "passed"
    TAKEN_BACK = "taken_back"
    DECLINED = "declined"


REQUEST_STATE_NAMES = {
    RequestState.OPEN.value: _n("Not answered yet"),
    RequestState.PREPARING.value: _n("Being prepared"),
    RequestState.PASSED.value: _n("Passed on"),
    RequestState.TAKEN_BACK.value: _n("Passed on, then withdrawn"),
    RequestState.DECLINED.value: _n("Not this time"),
}

OTHER = "other"
REASONS = {
    "not_here": _n("It does not concern our association"),
    "known_already": _n("Everybody here has been told already"),
    "too_much": _n("Too much is going round just now"),
    "too_late": _n("It came too late to go round in time"),
    OTHER: _n("Another reason"),
}


def request_state(
    answer: str, passed: int | None, published: int | None, withdrawn: int | None
) -> RequestState:
    """Return the state; a deleted draft is no decision."""
    if answer == Answer.DECLINED:
        return RequestState.DECLINED
    if answer == Answer.PASSED and passed is not None:
        if published is None:
            return RequestState.PREPARING
        return RequestState.TAKEN_BACK if withdrawn is not None else RequestState.PASSED
    return RequestState.OPEN


# Officers who have not answered are reminded this long before the last day ends, but not on the day they were asked.
_REMIND_BEFORE = 3 * DAY
_REMIND_AT_HOUR = 9


def remind_at(sent: int, answer_by: int) -> Moment:
    """Return when the one reminder goes: in the morning, three days before the last day, or the day after it was sent."""
    day = max(day_of(answer_by - _REMIND_BEFORE), day_of(sent + DAY))
    return at(day, _REMIND_AT_HOUR)


ANSWER_DAY_IS_OVER = _n("The day to answer by is over already. Please write today or a later day.")
DAY_IS_OVER = _n("The delivery day is over already. Please write today or a later day.")


def is_over(day: int, now: int) -> bool:
    """Tell whether a delivery day was before today."""
    return day_of(day) < day_of(now)


def still_missing(department: str, associations: int) -> list[tuple[str, str]]:
    """Return what a request lacks besides texts: the field, and what to do."""
    found = []
    if not department:
        found.append(("department", _n("Please write the department.")))
    if not associations:
        found.append(("associations", _n("Please choose at least one association.")))
    return found
