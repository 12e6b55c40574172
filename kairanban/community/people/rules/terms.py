"""任期: until when an elected officer serves, and who carries on while there is no successor."""

from dataclasses import dataclass

from kairanban.core.clock import DAY, Moment
from kairanban.core.ids import AppointmentId, PersonId

# Without a successor, the chair and one officer keep the basic work for so long.
CARRIES_ON = 90 * DAY


@dataclass(frozen=True, slots=True)
class Served:
    """An elected office in an association, of the past, of now or to come."""

    appointment: AppointmentId
    person: PersonId
    chairs: int
    starts: int
    ends: int | None
    can_sign_in: int
    lives: int


@dataclass(frozen=True, slots=True)
class CarryingOn:
    """Somebody keeps the basic work between two moments."""

    person: PersonId
    starts: Moment
    ends: Moment


def carrying_on(offices: list[Served], now: int) -> set[CarryingOn]:
    """Who carries on, now or later: after a chair nobody follows, and until her successor can sign in."""
    chairs = [one for one in offices if one.chairs]
    found: set[CarryingOn] = set()
    for chair in chairs:
        if chair.ends is None:
            continue
        ended = chair.ends
        last = ended + CARRIES_ON
        following = [one for one in chairs if one.starts > ended and one.starts < last]
        if following:
            last = min(one.starts for one in following)
        successors = [
            one for one in chairs if one is not chair and one.starts <= ended and _serves_at(one, ended)
        ]
        if any(one.can_sign_in for one in successors) or last <= now:
            continue
        if chair.lives:
            found.add(CarryingOn(chair.person, Moment(ended), Moment(last)))
        if not successors:
            found |= _one_officer(offices, ended, last)
    return found


def _one_officer(offices: list[Served], ended: int, last: int) -> set[CarryingOn]:
    """The officer who serves longest beside or after the chair; the first of several."""
    serving = [one for one in offices if not one.chairs and one.lives and _serves_at(one, ended - DAY)]
    longest = max(serving, key=lambda one: (one.ends or last, -one.appointment), default=None)
    return {CarryingOn(longest.person, Moment(ended), Moment(last))} if longest else set()


def _serves_at(one: Served, moment: int) -> bool:
    return one.starts <= moment and (one.ends is None or one.ends > moment)
