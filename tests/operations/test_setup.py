"""What scripts/setup finds on a machine, for every user."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.serving import ROOT

SETUP = (ROOT / "scripts/setup").read_text()
FUNCTIONS = "\n".join(
    line
    for line in SETUP.splitlines()
    if line.startswith(("has()", "library()", "libraries()", "nginx()", "firefox()"))
)


def _finds(library: str, path: str, *, user: int | None = None) -> bool:
    return _says(f"library {library}", path, user=user)


def _says(probe: str, path: str, *, user: int | None = None) -> bool:
    """Return what a probe of the script says."""
    asked = ["/bin/bash", "-euc", f"{FUNCTIONS}\n{probe}"]
    ended = subprocess.run(asked, env={"PATH": path}, user=user, capture_output=True, text=True, check=False)
    assert ended.stderr == ""
    return ended.returncode == 0


@pytest.mark.parametrize("user", [None, 65534] if os.geteuid() == 0 else [None])
def test_a_library_is_found_with_the_path_of_an_ordinary_user(user: int | None) -> None:
    for library in ("libpangoft2", "libharfbuzz-subset", "libatomic.so.1"):
        assert _finds(library, "/usr/bin:/bin", user=user), library
    assert not _finds("libnowhere", "/usr/bin:/bin", user=user)


def test_a_library_is_found_where_there_is_no_ldconfig(monkeypatch: pytest.MonkeyPatch) -> None:
    without = FUNCTIONS.replace("ldconfig", "no-such-program")
    assert without != FUNCTIONS
    monkeypatch.setitem(globals(), "FUNCTIONS", without)
    assert _finds("libharfbuzz-subset", "/usr/bin:/bin")
    assert not _finds("libnowhere", "/usr/bin:/bin")


def test_printing_fast_is_installed_with_printing() -> None:
    assert "libharfbuzz-subset0" in SETUP


def test_a_program_that_is_not_installed_is_missing(tmp_path: Path) -> None:
    for probe in ("nginx", "firefox"):
        assert not _says(f"has {probe}", str(tmp_path)), probe
        (tmp_path / probe).touch(mode=0o755)
        assert _says(f"has {probe}", str(tmp_path)), probe
