"""Open a SQLite file for reading, also where nothing can be written beside it."""

import os
from pathlib import Path
from urllib.parse import quote


def is_fixed(path: Path) -> bool:
    """Tell whether nobody can be writing: without a journal beside it, in a folder where none can be made.

    A file in WAL mode cannot be opened there unless SQLite is told so.
    """
    return (
        path.exists()
        and not os.access(path.parent, os.W_OK)
        and not path.with_name(f"{path.name}-wal").exists()
    )


def reading(path: Path) -> str:
    """Return the URI of a connection that only reads."""
    return f"file:{quote(str(path))}?mode=ro{'&immutable=1' if is_fixed(path) else ''}"
