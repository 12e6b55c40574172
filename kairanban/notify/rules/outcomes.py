"""Map answers of a service to the next state of delivery and address."""

import random
from dataclasses import dataclass
from enum import StrEnum

from kairanban.core.clock import HOUR, MINUTE, SECOND

# Retry delays; then hourly until the message expires.
STEPS = (5 * SECOND, 15 * SECOND, 45 * SECOND, 2 * MINUTE, 5 * MINUTE, 15 * MINUTE, 30 * MINUTE)
LAST_STEP = HOUR


class State(StrEnum):
    """State of a delivery; all but WAITING are final."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    EXPIRED = "expired"
    GONE = "gone"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Answer(StrEnum):
    """Answer of a service, in terms common to all channels."""

    TAKEN = "taken"
    GONE = "gone"
    """The address does not exist any more: it ends at once."""
    UNKNOWN = "unknown"
    """The mail server knows no such recipient; said on two days it ends the address."""
    TOO_LONG = "too_long"
    LATER = "later"
    OURS = "ours"
    """A fault of this server or of its way to the service: tried again, and shown until the service takes a message."""
    REFUSED = "refused"
    """A retry would not help; the operator must look."""
    NOT_BEGUN = "not_begun"
    """The lease was nearly over before there was a slot: no try was made."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """Outcome of one try: HTTP or SMTP status (0: no answer) and Retry-After in milliseconds."""

    answer: Answer
    code: int = 0
    after: int | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The new state of a delivery, the time of the next try, and whether that is shortened."""

    state: State
    next_try: int = 0
    short: bool = False


def of_status(status: int) -> Answer:
    """Map the HTTP status of a push service to an Answer (RFC 8030)."""
    if 200 <= status < 300:
        return Answer.TAKEN
    if status in (404, 410):
        return Answer.GONE
    if status == 413:
        return Answer.TOO_LONG
    # The service refuses our signature, not this message.
    if status in (401, 403):
        return Answer.OURS
    return Answer.LATER if status == 429 or status >= 500 else Answer.REFUSED


def wait(tries: int, chance: random.Random) -> int:
    """Return the delay in ms after `tries` tries: random up to the step, so that retries spread."""
    step = STEPS[tries - 1] if tries <= len(STEPS) else LAST_STEP
    return chance.randint(1, step)


def judge(
    outcome: Outcome, *, tries: int, short: bool, until: int, now: int, chance: random.Random
) -> Verdict:
    """Decide what follows an outcome: accepted, gone, retry shorter, retry later, failed or expired."""
    match outcome.answer:
        case Answer.TAKEN:
            return Verdict(State.ACCEPTED, short=short)
        case Answer.GONE:
            return Verdict(State.GONE, short=short)
        case Answer.TOO_LONG if not short:
            return Verdict(State.WAITING, now, short=True)
        case Answer.TOO_LONG | Answer.REFUSED | Answer.UNKNOWN:
            return Verdict(State.FAILED, short=short)
        case Answer.NOT_BEGUN:
            return Verdict(State.WAITING, now, short)
    if now >= until:
        return Verdict(State.EXPIRED, short=short)
    after = outcome.after if outcome.after is not None else wait(tries, chance)
    # One last try at the end, then it expires.
    return Verdict(State.WAITING, min(now + after, until), short)
