"""Change rules and actions one place at a time; count the changes that the feature's own tests see."""

import argparse
import importlib
import os
import pkgutil
import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import kairanban
from tests.mutation.forks import each_in_a_fork
from tests.mutation.guards import guards
from tests.mutation.reach import OPTIONS, Reach, feature_of, watched
from tests.mutation.sampled import sampled
from tests.mutation.source import ROOT, Change, Source
from tests.mutation.swapping import swap

ENOUGH = 0.95
SEED = 20261201
# A whole feature's tests, and the tests that reach one line.
FEATURE_SECONDS = 600
CHANGE_SECONDS = 240


def main() -> int:
    """Print each unseen change and a summary; return 1 where too few were seen."""
    asked = _asked()
    _import_everything()
    changes = list(_changes(asked))
    reaches = dict(_reaches(changes, asked.jobs))
    seen, begun = 0, time.monotonic()

    def tests_of(change: Change) -> list[str]:
        reach = reaches.get(str(feature_of(change.path)))
        return reach.of(change.path, change.line) if reach else []

    def is_seen(change: Change) -> bool:
        return _is_seen(change, tests_of(change))

    reached = [change for change in changes if tests_of(change)]
    for change in changes:
        if not tests_of(change):
            _say(f"not reached {change.where}: {change.what}")
    for change, result in each_in_a_fork(is_seen, reached, asked.jobs, CHANGE_SECONDS):
        # Tests that were stopped by the clock saw something, too.
        if result is False:
            _say(f"unseen {change.where}: {change.what}")
        else:
            seen += 1
    share = seen / len(changes) if changes else 1.0
    _say(f"{seen} of {len(changes)} changes seen ({share:.1%}), {time.monotonic() - begun:.0f} s")
    return 0 if share >= (1.0 if asked.guards else ENOUGH) else 1


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="scripts/mutate", description=__doc__)
    parser.add_argument("paths", nargs="*", type=Path, default=[Path("kairanban")], help="files or folders")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--sample", type=int, default=200, help="how many changes; 0 is all")
    parser.add_argument(
        "--guards", action="store_true", help="every require, record_access and journal entry"
    )
    parser.add_argument("--jobs", type=int, default=1)
    return parser.parse_args()


def _import_everything() -> None:
    os.environ["KAIRANBAN_TEST_ENGINE"] = "sqlite"
    for module in pkgutil.walk_packages(kairanban.__path__, "kairanban."):
        if "migrations" not in module.name and not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    for name in ("tests.world", "tests.visiting", "tests.engines"):
        importlib.import_module(name)


def _changes(asked: argparse.Namespace) -> Iterator[Change]:
    wanted = [ROOT / path for path in asked.paths]
    files = sorted({one for path in wanted for one in ([path] if path.is_file() else path.rglob("*.py"))})
    files = [path for path in files if "migrations" not in path.parts]
    if asked.guards:
        for path in files:
            yield from guards(Source(path))
        return
    of_rooms = (path for path in files if {"rules", "actions"} & {path.stem, *path.parts})
    found = [change for path in of_rooms for change in sampled(Source(path))]
    chosen = random.Random(asked.seed).sample(found, min(asked.sample or len(found), len(found)))
    yield from sorted(chosen, key=lambda change: (change.path, change.start))


def _reaches(changes: list[Change], jobs: int) -> Iterator[tuple[str, Reach]]:
    features = sorted({str(feature_of(change.path)) for change in changes})
    with_tests = [one for one in features if (ROOT / "tests" / one).is_dir()]
    for feature, found in each_in_a_fork(watched, with_tests, jobs, FEATURE_SECONDS):
        if not isinstance(found, list):
            _say(f"The tests of {feature} did not end.")
            continue
        reach = Reach(*found)
        for test in reach.failed:
            _say(f"failed before any change: {test}")
        yield feature, reach


def _is_seen(change: Change, tests: list[str]) -> bool:
    try:
        swap(change.path, compile(change.applied(), str(change.path), "exec"))
    except SyntaxError as wrong:
        raise ValueError(f"{change.where}: {change.what}") from wrong
    ended = pytest.main(["-x", *OPTIONS, *tests])
    if ended not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
        raise ValueError(f"{change.where}: pytest ended with {ended!r}")
    return ended == pytest.ExitCode.TESTS_FAILED


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
