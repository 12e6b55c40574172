"""A bundle as it is read on paper and on the screen: rows of labelled values, empty ones left out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from kairanban.accountability.disclosure.rules.bundle import Held, Row
from kairanban.accountability.disclosure.rules.codes import word_for
from kairanban.accountability.disclosure.rules.fields import DAYS, FLAGS, TIMES
from kairanban.accountability.disclosure.rules.labels import NAMES, label_of
from kairanban.core.clock import at

# Of a long part paper has the newest; the file has all.
PRINTED_MOST = 200


@dataclass(frozen=True, slots=True)
class Cell:
    label: str
    kind: str
    """text, time, day, word (a message) or flag"""
    value: Any
    name: str = ""
    """Whom a message names."""


@dataclass(frozen=True, slots=True)
class ReadPart:
    name: str
    key: str
    rows: Sequence[Sequence[Cell]]
    more: int
    """How many older rows only the file has."""


def read_part(part: Held, most: int = PRINTED_MOST) -> ReadPart:
    rows = [_cells(part, row) for row in part.rows[:most]]
    return ReadPart(NAMES[part.name], part.name, rows, len(part.rows) - len(rows))


def _cells(part: Held, row: Row) -> list[Cell]:
    found = []
    for name in part.columns:
        value = row[name]
        if value is None or value == "" or (value == 0 and name not in FLAGS):
            continue
        found.append(_cell(part.name, name, value, row))
    return found


def _cell(part: str, name: str, value: Any, row: Row) -> Cell:
    label = label_of(part, name)
    if isinstance(value, str):
        word = word_for(part, name, value)
        return Cell(label, "word", word, str(row.get("viewer") or "")) if word else Cell(label, "text", value)
    if name in TIMES:
        return Cell(label, "time", value)
    if name in DAYS:
        return Cell(label, "day", at(date.fromordinal(value)))
    return Cell(label, "flag" if name in FLAGS else "text", value)
