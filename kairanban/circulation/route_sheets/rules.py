"""Who is on a 回覧票, who is waited for, how many copies travel, and when a board stands still."""

from kairanban.core.clock import DAY

# A board that has been with the same household this long may have been forgotten there.
STANDS_STILL_AFTER = 7 * DAY


def waited_for(method: str, devices: int) -> bool:
    """Who takes both is on the sheet too, but the board may go on without a tick; paper is all that a house without a device has."""
    return method == "paper" or not devices


def copies(households: int, hangs: int) -> int:
    """One travels with the sheet from house to house, one hangs on each notice board."""
    return (1 if households else 0) + hangs
