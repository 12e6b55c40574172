"""The guides, read from one TOML file per language."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

# Whose guide a role reads where it is not called by the role's own name.
READS = {
    "officer": "chair", "caretaker": "chair", "successor": "chair", "drafter": "chair",
    "building_contact": "block_leader", "welfare_commissioner": "settlement_supporter",
}  # fmt: skip

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


def own_first(found: dict[str, Guide], roles: Iterable[str]) -> dict[str, Guide]:
    """Return the guides, the reader's own before the others."""
    own = {READS.get(role, role) for role in roles}
    return dict(sorted(found.items(), key=lambda one: one[0] not in own))


@cache
def guides(language: str) -> dict[str, Guide]:
    """Return the guides by role, in the order of the list."""
    written = tomllib.loads((FOLDER / f"{language}.toml").read_text())
    return {
        who: Guide(found["name"], found["lead"], tuple(Step(**step) for step in found["steps"]))
        for who, found in written.items()
    }
