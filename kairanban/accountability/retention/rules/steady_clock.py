"""Whether this machine's clock can be trusted to delete: a jump forward would make everything old at once."""

from dataclasses import dataclass, replace

from kairanban.core.clock import DAY, HOUR, MINUTE, Moment

# A server may stand still for a weekend; what is longer is a jump until the clock has proven itself.
GAP_MOST = 48 * HOUR
STEADY_FOR = 24 * HOUR
# Only a person decides about more.
FAR = 60 * DAY
# Between two looks of one process the wall clock and the monotonic one agree as well as this.
SLACK = 5 * MINUTE


@dataclass(frozen=True, slots=True)
class Ran:
    """How long a process ran since its last look, in ms: by the wall clock and by the monotonic one."""

    wall: int
    monotonic: int


@dataclass(frozen=True, slots=True)
class Watched:
    """What was known of the clock at the last look."""

    seen: Moment
    jumped: int = 0
    """The jump, in ms, after which nothing is deleted; 0 while the clock is trusted."""
    steady: int = 0
    """How long the clock has been consistent since, in ms of running time."""

    @property
    def trusted(self) -> bool:
        return self.jumped == 0

    @property
    def needs_a_person(self) -> bool:
        return abs(self.jumped) > FAR


def look(before: Watched, now: Moment, ran: Ran | None, newest: Moment | None) -> Watched:
    """Return what is known after this look.

    `ran` is None at a process's first look; `newest` the time of the journal's newest row. A gap over 48 hours, a clock behind what it said before, or one that runs otherwise than
    the monotonic clock, ends the trust; 24 hours of consistent running bring it back, unless the jump was over
    60 days.
    """
    jump = _jump(before, now, ran, newest)
    if jump:
        farther = max(before.jumped, jump, key=abs)
        return Watched(now, farther)
    if before.trusted:
        return Watched(now)
    # Several processes look; their running time counts once.
    steady = before.steady + (min(ran.monotonic, max(now - before.seen, 0)) if ran else 0)
    if steady >= STEADY_FOR and not before.needs_a_person:
        return Watched(now)
    return replace(before, seen=now, steady=steady)


def _jump(before: Watched, now: Moment, ran: Ran | None, newest: Moment | None) -> int:
    """Return how far the clock jumped, in ms: negative backwards, 0 if it did not."""
    last = max(before.seen, newest or before.seen)
    if now < last - SLACK:
        return now - last
    if ran is not None:
        drift = ran.wall - ran.monotonic
        return drift if abs(drift) > SLACK else 0
    passed = now - before.seen
    return passed if passed > GAP_MOST else 0
