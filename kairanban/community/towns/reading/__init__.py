"""Reading a town's list of associations in a child process, as roster files are read."""

import json

from kairanban.community.roster.reading import raise_if_unreadable
from kairanban.community.roster.rules.sheets import MAX_BYTES
from kairanban.community.roster.rules.unreadable import Unreadable
from kairanban.confined import child, errors
from kairanban.confined.limits import MIB, Job, Limits
from kairanban.i18n.marks import N as _n

LIST = Limits(Job.DOCUMENT, memory=512 * MIB, cpu=20, wall=40)
WORKER = child.Worker("kairanban.community.towns.reading.inside")

Rows = list[tuple[int, tuple[str, ...]]]


async def read_list(data: bytes, filename: str) -> Rows:
    """Return the lines of the file's fullest sheet as cells; raise Unreadable."""
    try:
        answer, blobs = await child.run(WORKER, {"filename": filename}, (data[: MAX_BYTES + 1],), LIST)
    except errors.Unreadable as problem:
        raise Unreadable(
            _n("This file could not be read here. Please save it once more as CSV and send that one.")
        ) from problem
    try:
        raise_if_unreadable(answer)
        rows = json.loads(blobs[0])
        return [(int(line), tuple(str(cell) for cell in cells)) for line, cells in rows]
    except (ValueError, TypeError, LookupError, RecursionError) as error:
        raise Unreadable(errors.DAMAGED) from error
