"""How many messages a channel sends at once, how long one try may take, and the lease that covers both."""

from dataclasses import dataclass

from kairanban.core.clock import MINUTE, SECOND

# Kept free at the end of a lease for recording the outcome.
RECORDED_WITHIN = 10 * SECOND
LARGEST_WINDOW = 2_048


@dataclass(frozen=True, slots=True)
class Pace:
    """Limits of a channel; times are in milliseconds."""

    at_once: int
    of_one_host: int
    longest: int
    """A try is cut off after this."""
    lease: int
    """A worker that has not recorded an outcome by then is presumed dead."""

    @property
    def begun_within(self) -> int:
        """Return the time after the claim until which a try may begin, so that it ends within the lease."""
        return self.lease - self.longest - RECORDED_WITHIN

    @property
    def window(self) -> int:
        """Return how many messages one worker may hold at first: what it sends in time if every try takes longest."""
        return self.at_once * (self.begun_within // self.longest + 1)

    def widened(self, window: int, took: int) -> int:
        """Return the window after a message that left `took` ms after its claim: one more if that was quick."""
        return min(window + 1, LARGEST_WINDOW) if 8 * took < self.lease else window


PACES = {
    "push": Pace(at_once=32, of_one_host=8, longest=15 * SECOND, lease=2 * MINUTE),
    # Small providers limit connections. A mail that is cut off while its server still thinks comes twice.
    "mail": Pace(at_once=4, of_one_host=4, longest=2 * MINUTE, lease=10 * MINUTE),
}
