"""The worker for roster files."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from kairanban.community.roster.rules.choices import Choices
from kairanban.community.roster.rules.frozen_json import from_plain, to_plain
from kairanban.community.roster.rules.understanding import understand
from kairanban.community.roster.rules.unreadable import Unreadable
from kairanban.confined import frames


def work(header: dict[str, Any], blobs: Sequence[bytes]) -> bytes:
    """Return the content of the file, or the message why it is unreadable."""
    choices = from_plain(Choices, header["choices"])
    try:
        today = date.fromisoformat(header["today"]) if header["today"] else None
        understood = understand(blobs[0], str(header["filename"]), choices, today)
    except Unreadable as problem:
        return frames.pack({"unreadable": problem.message, "params": problem.params})
    return frames.pack({}, json.dumps(to_plain(understood)).encode())
