"""When a web process that died is started again, and how long one may be silent."""

# From the fork until the first sign of life, and between two of them: a machine that swaps or restores a backup is slow, not broken.
START_MOST = 120.0
SILENT_MOST = 60.0
# A process that lived longer is no quick death: its successor starts at once.
QUICK = 60.0
LONGEST_WAIT = 30.0


def next_wait(quick_deaths: int, lived: float) -> tuple[int, float]:
    """Return the number of quick deaths in a row and the seconds to wait: none the first time, then 1, 2, 4 to 30."""
    if lived >= QUICK:
        return 0, 0.0
    return quick_deaths + 1, 0.0 if quick_deaths == 0 else min(2.0 ** (quick_deaths - 1), LONGEST_WAIT)
