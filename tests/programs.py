"""External programs; a missing one is an error with its name, never a skipped test."""

import shutil


def program(*names: str) -> str:
    """Return the path of the first that is installed; raise FileNotFoundError otherwise."""
    for name in names:
        found = shutil.which(name)
        if found:
            return found
    raise FileNotFoundError(
        f"{' or '.join(names)} is not installed: scripts/setup test installs it or names its package"
    )
