"""Rules of 回覧票: households waited for, number of copies, and when a board is overdue."""

from kairanban.core.clock import DAY

# A board at one household for longer may have been forgotten there.
STANDS_STILL_AFTER = 7 * DAY


# Where the paper of a block is.
OPEN, HANDED, UNDERWAY, RETURNED = "open", "handed", "underway", "returned"


def waited_for(method: str, devices: int) -> bool:
    """Tell whether the board waits for a household's tick: on paper only, or without a device."""
    return method == "paper" or not devices


def copies(households: int, hangs: int) -> int:
    """Return the copies: one for the households, one for each notice board."""
    return (1 if households else 0) + hangs
