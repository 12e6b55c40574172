"""Every package the program runs with is listed with a licence that an association can live with."""

import json
import re
from pathlib import Path

import pytest

from tests.house.dependencies import PAGE, licence, page, pinned

# May be used, changed and passed on beside Apache-2.0; of the LGPL's, as libraries that can be exchanged.
ACCEPTED = {
    "0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "LGPL-3.0-only", "MIT", "MIT-0", "MIT-CMU",
    "MPL-1.1", "PSF-2.0", "Unlicense",
}  # fmt: skip


def accepted(expression: str) -> bool:
    """Tell whether one of each choice is accepted."""
    parts = re.split(r" AND ", expression)
    return all(any(one.strip("() ") in ACCEPTED for one in part.split(" OR ")) for part in parts)


@pytest.mark.parametrize("name", [name for name, _ in pinned()])
def test_a_licence_is_accepted(name: str) -> None:
    assert accepted(licence(name)), licence(name)


def test_what_is_not_accepted_is_found() -> None:
    assert not accepted("GPL-3.0-only")
    assert not accepted("MIT AND GPL-3.0-only")
    assert accepted("GPL-3.0-only OR MIT")


def test_the_page_is_of_this_lock() -> None:
    assert PAGE.read_text() == page(), "run python -m tests.house.dependencies"


# Of Debian 12, where scripts/setup takes it from.
NODE = 18


def _runs_on(wanted: str, major: int) -> bool:
    """Tell whether a range of Node versions ("^18.18.0 || >=20") allows this major version."""
    for one in wanted.split("||"):
        if one.strip() == "*":
            return True
        bounds = [(sign, int(first)) for sign, first in re.findall(r"([\^~<>=]*)\s*v?(\d+)[\d.x-]*", one)]
        if bounds and all(
            major >= first
            if sign.startswith(">")
            else major < first
            if sign.startswith("<")
            else major == first
            for sign, first in bounds
        ):
            return True
    return False


@pytest.mark.parametrize(
    ("wanted", "runs"),
    [
        ("*", True),
        (">=12", True),
        ("^18.18.0 || >=20", True),
        (">=20.19.0", False),
        ("^20.17.0 || >=22.9.0", False),
        (">= 0.4", True),
        ("18 || 20", True),
    ],
)
def test_a_range_of_node_is_understood(wanted: str, runs: bool) -> None:
    assert _runs_on(wanted, NODE) == runs


def test_the_tools_of_the_browser_tests_run_on_debians_node() -> None:
    """A newer Node on one machine hides what a bare one lacks."""
    lock = Path(__file__).parents[1] / "browser" / "package-lock.json"
    packages = json.loads(lock.read_text())["packages"]
    engines = {
        name: found["engines"].get("node", "*")
        for name, found in packages.items()
        if isinstance(found.get("engines"), dict)
    }
    assert engines
    assert {name: wanted for name, wanted in engines.items() if not _runs_on(wanted, NODE)} == {}
