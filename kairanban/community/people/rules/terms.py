"""任期: when an elected term ends, and who is caretaker until a successor takes office."""

from dataclasses import dataclass

from kairanban.core.clock import DAY, Moment
from kairanban.core.ids import AppointmentId, PersonId

# How long the chair and one officer are caretakers without a successor.
CARRIES_ON = 90 * DAY


@dataclass(frozen=True, slots=True)
class Served:
    """An elected term in an association, past, current or future."""

    appointment: AppointmentId
    person: PersonId
    chairs: int
    starts: int
    ends: int | None
    can_sign_in: int
    lives: int


@dataclass(frozen=True, slots=True)
class CarryingOn:
    """A caretaker's time."""

    person: PersonId
    starts: Moment
    ends: Moment


def carrying_on(offices: list[Served], now: int) -> set[CarryingOn]:
    """Return present and future caretakers.

    A chair whose term ends is caretaker for up to 90 days, until a successor can sign in; without any
    successor one officer is too.
    """
    chairs = [one for one in offices if one.chairs]
    found: set[CarryingOn] = set()
    for chair in chairs:
        if chair.ends is None:
            continue
        ended = chair.ends
        last = ended + CARRIES_ON
        last = min([last, *(one.starts for one in chairs if one.starts > ended)])
        successors = [one for one in chairs if _serves_at(one, ended)]
        if any(one.can_sign_in for one in successors) or last <= now:
            continue
        if chair.lives:
            found.add(CarryingOn(chair.person, Moment(ended), Moment(last)))
        if not successors:
            found |= _one_officer(offices, ended, last)
    return found


def _one_officer(offices: list[Served], ended: int, last: int) -> set[CarryingOn]:
    """Return the officer serving with the chair whose own term ends last; of several the first appointed."""
    serving = [one for one in offices if not one.chairs and one.lives and _serves_at(one, ended - DAY)]
    longest = max(serving, key=lambda one: (one.ends or last, -one.appointment), default=None)
    return {CarryingOn(longest.person, Moment(ended), Moment(last))} if longest else set()


def _serves_at(one: Served, moment: int) -> bool:
    return one.starts <= moment and (one.ends is None or one.ends > moment)
