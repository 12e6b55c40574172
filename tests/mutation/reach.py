"""Which of a feature's own tests run which lines of it, and how long each test takes."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.mutation.source import ROOT, Source
from tests.mutation.swapping import listen, probed, swap

# What the set-up of a whole run reaches (building the town) belongs to every test.
EVERY = ""
# For speed: asserts as they are written, and no collection of garbage at the end of every run.
OPTIONS = ["-q", "--assert=plain", "-p", "no:cacheprovider", "-p", "no:unraisableexception"]
FLOORS = ("care", "circulation", "community", "desks", "operations")


def feature_of(path: Path) -> Path:
    """Return the folder of the feature, relative to the package: `care/safety`, `notify`."""
    parts = path.relative_to(ROOT / "kairanban").parts
    return Path(*parts[: 2 if parts[0] in FLOORS else 1])


@dataclass
class Reach:
    """Tests by file and line, and the seconds of each test."""

    tests: dict[str, list[str]]
    seconds: dict[str, float]
    failed: list[str]

    def of(self, path: Path, line: int) -> list[str]:
        """Return the tests that reach the line, the fastest first."""
        found = self.tests.get(f"{path}:{line}", [])
        direct = sorted((one for one in found if one != EVERY), key=self.seconds.__getitem__)
        if EVERY not in found:
            return direct
        return direct + sorted(self.seconds.keys() - set(direct), key=self.seconds.__getitem__)


class _Watch:
    """Notes the running test at every probe."""

    def __init__(self) -> None:
        self.test = EVERY
        self.tests: dict[str, set[str]] = {}
        self.seconds: dict[str, float] = {}
        self.failed: list[str] = []

    def reached(self, path: str, line: int) -> None:
        self.tests.setdefault(f"{path}:{line}", set()).add(self.test)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        self.test = item.nodeid
        try:
            return (yield)
        finally:
            self.test = EVERY

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(
        self, fixturedef: pytest.FixtureDef[object], request: pytest.FixtureRequest
    ) -> Iterator[None]:
        test, self.test = self.test, EVERY if fixturedef.scope == "session" else self.test
        try:
            return (yield)
        finally:
            self.test = test

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.failed.append(report.nodeid)
        elif report.when == "call" and report.passed:
            self.seconds[report.nodeid] = report.duration


def watched(feature: str) -> tuple[dict[str, list[str]], dict[str, float], list[str]]:
    """Run the feature's own tests with probes in all its files: tests by line, seconds by test, failed tests."""
    watch = _Watch()
    listen(watch.reached)
    for path in (ROOT / "kairanban" / feature).rglob("*.py"):
        source = Source(path)
        if any(source.statements()):
            swap(path, probed(source))
    pytest.main([*OPTIONS, f"tests/{feature}"], plugins=[watch])
    passed = watch.seconds.keys() - set(watch.failed)
    tests = {line: sorted(found & (passed | {EVERY})) for line, found in watch.tests.items()}
    return tests, {one: watch.seconds[one] for one in passed}, watch.failed
