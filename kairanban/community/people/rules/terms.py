"""任期: when an elected term ends, and who is caretaker until a successor takes office."""

from dataclasses import dataclass

from kairanban.core.clock import DAY, Moment
from kairanban.core.ids import AppointmentId, PersonId

# How long the chair and one officer are caretakers without a successor who has signed in.
CARRIES_ON = 90 * DAY
# How long the chair is a caretaker beside her successor, from the successor's first sign-in.
OVERLAP = 14 * DAY


@dataclass(frozen=True, slots=True)
class Served:
    """An elected term in an association, past, current or future."""

    appointment: AppointmentId
    person: PersonId
    chairs: int
    starts: int
    ends: int | None
    lives: int
    reached: int | None = None
    """When she first signed in for it with her own key."""
    accepted: int | None = None
    """When she said that she has received the office."""
    handed: int | None = None
    """When she said, leaving it, that her successor has received it."""


@dataclass(frozen=True, slots=True)
class CarryingOn:
    """A caretaker's time."""

    person: PersonId
    starts: Moment
    ends: Moment


def carrying_on(offices: list[Served], now: int) -> set[CarryingOn]:
    """Return present and future caretakers.

    A chair whose term ends is caretaker until both have said that the successor received the office, at most 14 days from the successor's first
    sign-in; without one who signs in for 90 days, and without any successor one officer is too.
    """
    chairs = [one for one in offices if one.chairs]
    found: set[CarryingOn] = set()
    for chair in chairs:
        if chair.ends is None or chair.ends < chair.starts:
            # Goes on, or was taken back.
            continue
        ended = chair.ends
        successors = [one for one in chairs if one is not chair and _follows(one, ended)]
        if any(one.person == chair.person and one.starts <= ended for one in successors):
            # Elected again.
            continue
        last = min([ended + CARRIES_ON, *(_handed_over(chair, one, ended) for one in successors)])
        if last <= max(now, ended):
            continue
        if chair.lives:
            found.add(CarryingOn(chair.person, Moment(ended), Moment(last)))
        begins = min([last, *(one.starts for one in successors)])
        if begins > max(now, ended):
            found |= _one_officer(offices, ended, begins)
    return found


def _follows(one: Served, ended: int) -> bool:
    """Tell whether the term goes on or begins after the end of another."""
    return (one.ends is None or one.ends > ended) and (one.ends is None or one.ends > one.starts)


def _handed_over(chair: Served, successor: Served, ended: int) -> int:
    """Return when the successor no longer needs the chair beside her; 90 days until she has signed in."""
    begun = max(ended, successor.starts)
    if successor.reached is None:
        return ended + CARRIES_ON
    until = max(begun, successor.reached) + OVERLAP
    if successor.accepted is None or chair.handed is None:
        return until
    return min(until, max(begun, successor.accepted, chair.handed))


def _one_officer(offices: list[Served], ended: int, last: int) -> set[CarryingOn]:
    """Return the officer serving with the chair whose own term ends last; of several the first appointed."""
    serving = [one for one in offices if not one.chairs and one.lives and _serves_at(one, ended - DAY)]
    longest = max(serving, key=lambda one: (one.ends or last, -one.appointment), default=None)
    return {CarryingOn(longest.person, Moment(ended), Moment(last))} if longest else set()


def _serves_at(one: Served, moment: int) -> bool:
    return one.starts <= moment and (one.ends is None or one.ends > moment)
