"""What an answer of a service means for a message and for the address it went to."""

import random
from dataclasses import dataclass
from enum import StrEnum

from kairanban.core.clock import HOUR, MINUTE, SECOND

# Then hourly, until it is not worth sending any more.
STEPS = (5 * SECOND, 15 * SECOND, 45 * SECOND, 2 * MINUTE, 5 * MINUTE, 15 * MINUTE, 30 * MINUTE)
LAST_STEP = HOUR
# Whoever took messages up and has not said by then what became of them has died.
LEASE = 2 * MINUTE


class State(StrEnum):
    """Of a delivery; all but the first are final."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    EXPIRED = "expired"
    GONE = "gone"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Answer(StrEnum):
    """What a service said, in the words every channel shares."""

    TAKEN = "taken"
    GONE = "gone"
    """There is no such address any more. Only this ends one."""
    TOO_LONG = "too_long"
    LATER = "later"
    REFUSED = "refused"
    """Trying again would not help; somebody has to look."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one try ended. `code` is an HTTP or SMTP status, 0 where nothing answered; `after` in milliseconds."""

    answer: Answer
    code: int = 0
    after: int | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is written down: the state from now on, when to try again, whether in fewer words."""

    state: State
    next_try: int = 0
    short: bool = False


def of_status(status: int) -> Answer:
    """What an HTTP status of a push service means."""
    if 200 <= status < 300:
        return Answer.TAKEN
    if status in (404, 410):
        return Answer.GONE
    if status == 413:
        return Answer.TOO_LONG
    return Answer.LATER if status == 429 or status >= 500 else Answer.REFUSED


def wait(tries: int, chance: random.Random) -> int:
    """Milliseconds until the next try after so many: anywhere up to the step, so that a crowd does not come back at once."""
    step = STEPS[tries - 1] if tries <= len(STEPS) else LAST_STEP
    return chance.randint(1, step)


def judge(
    outcome: Outcome, *, tries: int, short: bool, until: int, now: int, chance: random.Random
) -> Verdict:
    """The table: taken, gone, fewer words, again later, or stop and show."""
    match outcome.answer:
        case Answer.TAKEN:
            return Verdict(State.ACCEPTED, short=short)
        case Answer.GONE:
            return Verdict(State.GONE, short=short)
        case Answer.TOO_LONG if not short:
            return Verdict(State.WAITING, now, short=True)
        case Answer.TOO_LONG | Answer.REFUSED:
            return Verdict(State.FAILED, short=short)
    if now >= until:
        return Verdict(State.EXPIRED, short=short)
    after = outcome.after if outcome.after is not None else wait(tries, chance)
    # At its end it is tried once more, and then it has expired.
    return Verdict(State.WAITING, min(now + after, until), short)
