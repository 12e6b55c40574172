"""Change rules and actions one place at a time; count the changes that the feature's own tests see."""

import argparse
import importlib
import os
import pkgutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import kairanban
from tests.mutation.chosen import every_guard, sample_of
from tests.mutation.forks import each_in_a_fork
from tests.mutation.reach import OPTIONS, Reach, feature_of, watched
from tests.mutation.source import ROOT, Change
from tests.mutation.swapping import swap

ENOUGH = 0.95
SEED = 20261201
# A whole feature's tests, and the tests that reach one line.
FEATURE_SECONDS = 900
CHANGE_SECONDS = 300
# pytest would import these in every fork.
PLUGINS = ("hypothesis.strategies", "anyio.pytest_plugin", "anyio._backends._asyncio", "xdist.plugin")


def main() -> int:
    """Print each unseen change and a summary; return 1 where too few were seen."""
    asked = _asked()
    _import_everything()
    changes = every_guard(asked.paths) if asked.guards else sample_of(asked.paths, asked.sample, asked.seed)
    reaches = dict(_reaches(changes, asked.jobs))
    tests = {change: reaches[str(feature_of(change.path))].of(change.path, change.line) for change in changes}
    for change in changes:
        if not tests[change]:
            _say(f"not reached {change.where}: {change.what}")
    reached = [change for change in changes if tests[change]]
    seen, begun = 0, time.monotonic()
    for change, saw in each_in_a_fork(lambda one: _see(one, tests[one]), reached, asked.jobs, CHANGE_SECONDS):
        if saw is not True:
            _say(f"{'unseen' if saw is False else 'stopped'} {change.where}: {change.what}")
        # Tests that a change keeps from ending have seen it.
        seen += saw is not False
    share = seen / len(changes) if changes else 1.0
    _say(f"{seen} of {len(changes)} changes seen ({share:.1%}), {time.monotonic() - begun:.0f} s")
    return 0 if share >= (1.0 if asked.guards else ENOUGH) else 1


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="scripts/mutate", description=__doc__)
    parser.add_argument("paths", nargs="*", type=Path, default=[Path("kairanban")], help="files or folders")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--sample", type=int, default=200, help="how many changes; 0 is all")
    parser.add_argument(
        "--guards", action="store_true", help="every permission check, access-log record and journal entry"
    )
    parser.add_argument("--jobs", type=int, default=1)
    return parser.parse_args()


# A test whose parameters come from the changed code is not found by its name any more.
NOT_COLLECTED = (pytest.ExitCode.USAGE_ERROR, pytest.ExitCode.NO_TESTS_COLLECTED, pytest.ExitCode.INTERRUPTED)


def _import_everything() -> None:
    os.environ["KAIRANBAN_TEST_ENGINE"] = "sqlite"
    for module in pkgutil.walk_packages(kairanban.__path__, "kairanban."):
        if "migrations" not in module.name and not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    for name in (*PLUGINS, "tests.world", "tests.visiting", "tests.engines"):
        importlib.import_module(name)


def _reaches(changes: list[Change], jobs: int) -> Iterator[tuple[str, Reach]]:
    features = sorted({str(feature_of(change.path)) for change in changes})
    with_tests = [one for one in features if (ROOT / "tests" / one).is_dir()]
    yield from ((one, Reach({}, {}, [])) for one in features if one not in with_tests)
    for feature, found in each_in_a_fork(watched, with_tests, jobs, FEATURE_SECONDS):
        if not isinstance(found, list):
            raise TimeoutError(f"the tests of {feature} did not end")
        reach = Reach(*found)
        for test in reach.failed:
            _say(f"failed before any change: {test}")
        yield feature, reach


def _see(change: Change, tests: list[str]) -> bool:
    """Tell whether one of the tests fails with the change, or can no longer be collected."""
    swap(change.path, compile(change.applied(), str(change.path), "exec"))
    ended = pytest.main(["-x", *OPTIONS, *tests])
    if ended not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED, *NOT_COLLECTED):
        raise ValueError(f"{change.where}: pytest ended with {ended!r}")
    return ended != pytest.ExitCode.OK


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
