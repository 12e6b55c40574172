"""第三者提供記録 (APPI, articles 29 and 30): what counts as given to others, and on what basis."""

from collections.abc import Iterable
from dataclasses import dataclass

from kairanban.i18n.marks import N as _n

BASES = ("consent", "law", "life", "entrusted")
TEXT_MOST, WHOSE_MOST = 120, 500

# What each line is, by where it comes from.
SOURCES = {
    "entered": _n("Entered by hand"),
    "consent": _n("Consent of an adult"),
    "withdrawn": _n("Consent taken back"),
    "emergency": _n("Looked up in an emergency"),
    "help": _n("Shown because somebody asked for help"),
    "export": _n("Roster saved as a file"),
    "headquarters": _n("Sheets of a safety check, for the headquarters"),
}
ITEMS = {
    "consent": _n("Name, telephone, address, whether circulars arrive"),
    "withdrawn": _n("Nothing any more"),
    "emergency": _n("Name, telephone, address"),
    "help": _n("Name, telephone, address"),
    "export": _n("The roster"),
    "headquarters": _n("Name, address, state"),
}
BASIS_OF = {
    "consent": "consent", "withdrawn": "consent", "emergency": "life", "help": "life", "headquarters": "life", "export": "",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One provision: when, to whom, whose data, what, on what basis."""

    at: int
    source: str
    recipient: str
    whose: str
    """A household, or who they are in words; empty for all households of the association."""
    items: str
    """In words where it was entered, else empty: see `ITEMS`."""
    basis: str
    id: int
    """Of an entered one, else 0."""
    home: int
    """The household whose consent it is, else 0."""


def newest_first(parts: Iterable[Iterable[Line]], most: int) -> list[Line]:
    return sorted((line for part in parts for line in part), key=lambda line: -line.at)[:most]
