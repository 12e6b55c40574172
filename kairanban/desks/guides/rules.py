"""The guides, read from one TOML file per language."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "texts"


@dataclass(frozen=True, slots=True)
class Step:
    """What to do and what happens then; `picture` names a picture of the page."""

    title: str
    text: str
    picture: str = ""


@dataclass(frozen=True, slots=True)
class Guide:
    name: str
    lead: str
    steps: tuple[Step, ...]


@cache
def guides(language: str) -> dict[str, Guide]:
    """Return the guides by role, in the order of the list."""
    written = tomllib.loads((FOLDER / f"{language}.toml").read_text())
    return {
        who: Guide(found["name"], found["lead"], tuple(Step(**step) for step in found["steps"]))
        for who, found in written.items()
    }
