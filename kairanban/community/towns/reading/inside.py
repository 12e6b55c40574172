"""The worker for a town's list of associations."""

import json
from collections.abc import Sequence
from typing import Any

from kairanban.community.roster.rules.files import read_sheets
from kairanban.community.roster.rules.unreadable import Unreadable
from kairanban.community.towns.rules.listing import MOST
from kairanban.confined import frames

COLUMNS = 20


def work(header: dict[str, Any], blobs: Sequence[bytes]) -> bytes:
    """Return the lines of the fullest sheet, or the message why the file is unreadable."""
    try:
        sheets = read_sheets(blobs[0], str(header["filename"]))
    except Unreadable as problem:
        return frames.pack({"unreadable": problem.message, "params": problem.params})
    fullest = max(sheets, key=lambda sheet: len(sheet.rows))
    rows = [(row.line, row.cells[:COLUMNS]) for row in fullest.rows[: MOST * 2]]
    return frames.pack({}, json.dumps(rows).encode())
