"""Every package the program runs with is listed with a licence that an association can live with."""

import re

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
