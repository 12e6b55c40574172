"""List what the program runs with, and under which licence: `python -m tests.house.dependencies` writes the page."""

import re
from importlib.metadata import metadata
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "dependencies.md"

HEAD = """# What the program runs with

From `requirements/run.lock`, pinned by hash; written by `python -m tests.house.dependencies`, and a test keeps it true. A licence that is not in
`tests/house/test_dependencies.py` fails. htmx and its extension are files in `kairanban/static/`, under 0BSD.

| package | version | licence |
| --- | --- | --- |
"""
# Where the package's own words say it otherwise or not at all.
SAID = {
    "MIT License": "MIT", "Apache Software License": "Apache-2.0", "BSD License": "BSD-3-Clause",
    "ISC License (ISCL)": "ISC", "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "The Unlicense (Unlicense)": "Unlicense", "Python Software Foundation License": "PSF-2.0",
    "GNU Lesser General Public License v3 (LGPLv3)": "LGPL-3.0-only",
    "GNU Library or Lesser General Public License (LGPL)": "LGPL-3.0-or-later",
}  # fmt: skip

# Several licences to choose from, which the classifiers do not say.
CHOICES = {
    "pyphen": "GPL-2.0-or-later OR LGPL-2.1-or-later OR MPL-1.1",
    "pypdfium2": "Apache-2.0 OR BSD-3-Clause",
}


def pinned() -> list[tuple[str, str]]:
    """Return name and version of each package of the lock."""
    return re.findall(r"^([\w.-]+)==(\S+)", (ROOT / "requirements" / "run.lock").read_text(), re.M)


def licence(name: str) -> str:
    """Return the licence an installed package declares, as an SPDX expression where it can be told."""
    if name in CHOICES:
        return CHOICES[name]
    of = metadata(name)
    if "License-Expression" in of:
        return of["License-Expression"]
    classified = [line.split(" :: ")[-1] for line in of.get_all("Classifier") or [] if "License ::" in line]
    said = classified or [of["License"].strip().splitlines()[0] if "License" in of else "?"]
    return " AND ".join(sorted({SAID.get(one, one) for one in said if one != "OSI Approved"}))


def page() -> str:
    return HEAD + "".join(f"| {name} | {version} | {licence(name)} |\n" for name, version in pinned())


if __name__ == "__main__":
    PAGE.write_text(page())
