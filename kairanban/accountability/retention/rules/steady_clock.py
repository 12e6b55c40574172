"""Decide whether this machine's clock is trusted to delete: a jump forward would make everything old at once."""

from dataclasses import dataclass, replace

from kairanban.core.clock import DAY, HOUR, MINUTE, Moment

# A machine may be off or suspended over a weekend; a longer gap is a jump until the clock has proven itself.
GAP_MOST = 48 * HOUR
STEADY_FOR = 24 * HOUR
# Only a person decides about more.
FAR = 60 * DAY
# Between two checks of one process the wall clock and the monotonic one agree as well as this.
SLACK = 5 * MINUTE


@dataclass(frozen=True, slots=True)
class Ran:
    """The running time of a process since its last check, in ms: by the wall clock and by the monotonic one."""

    wall: int
    monotonic: int


@dataclass(frozen=True, slots=True)
class ClockWatch:
    """The state of the watch after the last check."""

    seen: Moment
    jumped: int = 0
    """The jump, in ms, after which nothing is deleted; 0 while the clock is trusted."""
    steady: int = 0
    """Running time since then in which both clocks agreed, in ms."""

    @property
    def trusted(self) -> bool:
        return self.jumped == 0

    @property
    def needs_a_person(self) -> bool:
        return abs(self.jumped) > FAR


def check(before: ClockWatch, now: Moment, ran: Ran | None, newest: Moment | None) -> ClockWatch:
    """Return the state after this check.

    `ran` is None at a process's first check; `newest` is the time of the journal's newest row. A gap over 48 hours
    that no process ran through, or a clock behind the last check or the journal, ends the trust. 24 hours of running
    in which both clocks agree restore it, unless the jump was over 60 days.
    """
    jump = _jump(before, now, ran, newest)
    if jump:
        farther = max(before.jumped, jump, key=abs)
        return ClockWatch(now, farther)
    if before.trusted:
        return ClockWatch(now)
    steady = before.steady + _agreed(before, now, ran)
    if steady >= STEADY_FOR and not before.needs_a_person:
        return ClockWatch(now)
    return replace(before, seen=now, steady=steady)


def _jump(before: ClockWatch, now: Moment, ran: Ran | None, newest: Moment | None) -> int:
    """Return how far the clock jumped, in ms: negative backwards, 0 if it did not."""
    last = max(before.seen, newest or before.seen)
    if now < last - SLACK:
        return now - last
    # A suspended machine stops its monotonic clock: for the process it is a gap too.
    gap = ran.wall - ran.monotonic if ran is not None else now - before.seen
    return gap if gap > GAP_MOST else 0


def _agreed(before: ClockWatch, now: Moment, ran: Ran | None) -> int:
    """Return the running time to count since the last check, in ms; that of several processes counts once."""
    if ran is None or abs(ran.wall - ran.monotonic) > SLACK:
        return 0
    return min(ran.monotonic, max(now - before.seen, 0))
