"""Which changes are made: every guard, or a sample of the changes of rules and actions."""

import random
from collections.abc import Iterator
from pathlib import Path

from tests.mutation.guards import guards
from tests.mutation.sampled import sampled
from tests.mutation.source import ROOT, Change, Source

ROOMS = {"rules", "actions"}


def every_guard(paths: list[Path]) -> list[Change]:
    """Return a change for each guard in these files and folders."""
    return [change for path in _files(paths) for change in guards(Source(path))]


def sample_of(paths: list[Path], size: int, seed: int) -> list[Change]:
    """Return that many changes of rules and actions in these files and folders; 0 is all."""
    of_rooms = [path for path in _files(paths) if ROOMS & {path.stem, *path.parts}]
    found = [change for path in of_rooms for change in sampled(Source(path))]
    if size and size < len(found):
        found = random.Random(seed).sample(found, size)
    return sorted(found, key=lambda change: (change.path, change.start))


def _files(paths: list[Path]) -> Iterator[Path]:
    inside = [ROOT / path for path in paths]
    files = {one for path in inside for one in ([path] if path.is_file() else path.rglob("*.py"))}
    return (path for path in sorted(files) if "migrations" not in path.parts)
