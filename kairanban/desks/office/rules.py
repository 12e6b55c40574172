"""The first run of an association: roster, cards, a circular for practice, in this order."""

from dataclasses import dataclass
from enum import StrEnum


class Step(StrEnum):
    ROSTER = "roster"
    CARDS = "cards"
    PRACTICE = "practice"


class State(StrEnum):
    DONE = "done"
    NEXT = "next"
    LATER = "later"
    """Possible already, but not next."""
    WAITS = "waits"
    """Possible only after an earlier step."""


@dataclass(frozen=True, slots=True)
class Begun:
    """What there is in an association."""

    households: int
    without_card: int
    """Households with neither card nor device."""
    published: int


@dataclass(frozen=True, slots=True)
class FirstRun:
    """The steps with their states, while one of them is not done."""

    begun: Begun
    states: dict[Step, State]


def first_run(begun: Begun) -> FirstRun | None:
    """Return the steps; None once all are done.

    After the first circular the households have been reached: a household that arrives later is no first step.
    """
    done = {
        Step.ROSTER: begun.households > 0,
        Step.CARDS: begun.households > 0 and (begun.without_card == 0 or bool(begun.published)),
        Step.PRACTICE: bool(begun.published),
    }
    if all(done.values()):
        return None
    states: dict[Step, State] = {}
    for step, is_done in done.items():
        if is_done:
            states[step] = State.DONE
        elif State.NEXT not in states.values():
            states[step] = State.NEXT
        else:
            # Cards and circulars need a household to receive them.
            states[step] = State.LATER if begun.households else State.WAITS
    return FirstRun(begun, states)
