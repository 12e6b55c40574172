"""What `doctor` says about the processes that read uploaded files."""

from pathlib import Path

import pytest

import kairanban
from kairanban.config import Settings
from kairanban.confined.protections import Protections
from kairanban.operations.cli.confinement import confinement, said


@pytest.mark.parametrize(
    ("landlock", "seccomp", "lacking"),
    [(0, True, "no Landlock"), (2, False, "cannot be filtered"), (0, False, "neither Landlock nor")],
)
def test_what_the_kernel_lacks_is_named_with_what_still_holds(
    landlock: int, seccomp: bool, lacking: str
) -> None:
    well, sentence = said(Protections(landlock, seccomp))
    assert not well
    assert lacking in sentence
    assert ("database, stay closed" in sentence) == (landlock > 0)
    assert ("reach neither the network" in sentence) == seccomp


def test_a_kernel_with_both_is_well_and_its_version_is_said() -> None:
    assert said(Protections(2, True))[0]
    assert "Landlock 2," in said(Protections(2, True))[1]


def test_a_data_folder_beside_the_program_is_fine_and_one_inside_it_is_not(tmp_path: Path) -> None:
    program = Path(next(iter(kairanban.__path__)))
    assert confinement(_settings(program.parent / "data"))[0]
    well, sentence = confinement(_settings(program / "data"))
    assert not well
    assert "move it" in sentence


def _settings(data: Path) -> Settings:
    return Settings(data, f"sqlite:///{data}/kairanban.sqlite3", "http://localhost:8321")
