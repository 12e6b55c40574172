"""Reading of roster files in a child process, so that a hostile file harms nothing else."""

import asyncio
import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from kairanban.community.roster.rules.choices import Choices
from kairanban.community.roster.rules.frozen_json import from_plain, to_plain
from kairanban.community.roster.rules.sheets import MAX_BYTES
from kairanban.community.roster.rules.understanding import Understanding
from kairanban.community.roster.rules.unreadable import Unreadable
from kairanban.confined import child, errors
from kairanban.confined.limits import MIB, Job, Limits
from kairanban.i18n.marks import N as _n

ROSTER = Limits(Job.DOCUMENT, memory=512 * MIB, cpu=20, wall=40)
WORKER = child.Worker("kairanban.community.roster.reading.inside")


async def read_roster(
    data: bytes, filename: str, choices: Choices | None = None, today: date | None = None
) -> Understanding:
    """Return the content of the file with the reader's corrections; raise Unreadable.

    Birth dates in the file tell children from adults on the day `today`.
    """
    header = {
        "filename": filename,
        "choices": to_plain(choices or Choices()),
        "today": today.isoformat() if today else "",
    }
    # One byte above the limit is enough for the child to refuse the file.
    try:
        answer, blobs = await child.run(WORKER, header, (data[: MAX_BYTES + 1],), ROSTER)
    except errors.Unreadable as problem:
        raise Unreadable(
            _n("This file could not be read here. Please save it once more as CSV and send that one.")
        ) from problem
    try:
        raise_if_unreadable(answer)
        return await asyncio.to_thread(_understanding, blobs[0] if blobs else b"")
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise Unreadable(errors.DAMAGED) from error


def raise_if_unreadable(answer: Mapping[str, Any]) -> None:
    """Raise Unreadable with the child's reason, if it gave one; ValueError for one that is no sentence of ours."""
    if "unreadable" in answer:
        raise Unreadable(_sentence(answer["unreadable"]), **_texts(answer.get("params")))


def _understanding(answer: bytes) -> Understanding:
    """Parse the child's answer; ValueError, TypeError or KeyError if its shape or a message is invalid."""
    understood = from_plain(Understanding, json.loads(answer))
    messages = {finding.message for finding in understood.findings}
    for message in messages | {said for one in understood.tables for said in (one.problem, one.left_out)}:
        _sentence(message)
    return understood


def _sentence(message: object) -> str:
    if not isinstance(message, str) or "<" in message:
        raise ValueError("not a sentence of ours")
    return message


def _texts(params: Any) -> Mapping[str, str]:
    return {str(name): str(value) for name, value in params.items()} if isinstance(params, dict) else {}
