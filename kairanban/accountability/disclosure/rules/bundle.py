"""The contents of a disclosure, before they are printed or written as JSON."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kairanban.accountability.disclosure.rules.fields import FORMAT, VERSION, plain

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Held:
    """A part with its rows, newest first."""

    name: str
    columns: Sequence[str]
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True)
class Bundle:
    made: int
    association: str
    household: int
    label: str
    """How the maker may see the household named."""
    adult: str
    """The adult whose own part it is, empty for a household's."""
    at_desk: bool
    whole: bool
    notes_left_out: int
    """Visits whose note is not in it."""
    parts: Sequence[Held]

    def filled(self) -> list[Held]:
        return [part for part in self.parts if part.rows]


def as_json(bundle: Bundle) -> dict[str, Any]:
    """Return what docs/disclosure.md describes; every part is there, empty ones too."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "made": plain("made", bundle.made),
        "made_by": "desk" if bundle.at_desk else "household",
        "of": "household" if bundle.whole else "person",
        "association": bundle.association,
        "household_id": bundle.household,
        "notes_left_out": bundle.notes_left_out,
        **{
            part.name: [{name: plain(name, row[name]) for name in part.columns} for row in part.rows]
            for part in bundle.parts
        },
    }
