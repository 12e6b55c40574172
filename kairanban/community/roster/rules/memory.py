"""What was decided about an association's files before, for a file with the same rows and tables.

Rows, remarks and tables are known again by digests of what they say, wherever they stand in the next file.
"""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from kairanban.community.roster.rules.choices import Choices, TableChoice
from kairanban.community.roster.rules.fields import Field
from kairanban.community.roster.rules.lines import RosterLine
from kairanban.community.roster.rules.spelling import address_key, name_key, tidy
from kairanban.community.roster.rules.understanding import TableReading, Understanding

# Enough for the rows of a large association; older ones are dropped first.
MOST_ROWS = 4_000

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Memory:
    """Decisions by digest, in the order in which they were made."""

    tables: Mapping[str, TableChoice] = field(default_factory=dict)
    remarks: Mapping[str, str] = field(default_factory=dict)
    rows: Mapping[str, str] = field(default_factory=dict)
    """A row's digest to "out" or "taken"; a row stored as a household of its own is found again by itself."""
    area_code: str = ""


def remembered(
    before: Memory, understanding: Understanding, choices: Choices, stored: Collection[str] = ()
) -> Memory:
    """Return the memory after an import: what this file says anew replaces what was decided about the same row.

    `stored` are the rows of households of the roster: a change that was not taken is asked about again once the row
    says something else.
    """
    rows = dict(before.rows)
    for line in understanding.lines:
        if not line.values:
            continue
        rows.pop(_row(line), None)
        rows.pop(_content(line), None)
        if decided := _decided(line, choices):
            rows[_content(line) if line.key in stored else _row(line)] = decided
    remarks = dict(before.remarks)
    for remark in understanding.remarks:
        remarks.pop(_digest("remark", remark.text), None)
        if meaning := choices.remarks.get(remark.text):
            remarks[_digest("remark", remark.text)] = meaning
    tables = dict(before.tables)
    for reading in understanding.tables:
        key = _table(reading, len(understanding.tables))
        tables.pop(key, None)
        if reading.index in choices.tables:
            tables[key] = choices.tables[reading.index]
    area_code = choices.area_code or before.area_code
    return Memory(_newest(tables), _newest(remarks), _newest(rows), area_code)


def recalled_tables(memory: Memory, understanding: Understanding) -> Choices:
    """Return what was decided about the same tables; with it the file has to be read once more."""
    count = len(understanding.tables)
    known = ((reading.index, memory.tables.get(_table(reading, count))) for reading in understanding.tables)
    return Choices(tables={index: choice for index, choice in known if choice})


def recalled(memory: Memory, understanding: Understanding, choices: Choices) -> Choices:
    """Return the choices with what was decided about the same rows and remarks."""
    rows = {
        line.key: memory.rows.get(_row(line)) or memory.rows.get(_content(line))
        for line in understanding.lines
        if line.values
    }
    remarks = {
        remark.text: meaning
        for remark in understanding.remarks
        if (meaning := memory.remarks.get(_digest("remark", remark.text)))
    }
    return replace(
        choices,
        remarks=remarks,
        left_out=_decided_as(rows, "out"),
        taken=_decided_as(rows, "taken"),
        area_code=memory.area_code,
    )


def _decided_as(rows: Mapping[str, str | None], decided: str) -> frozenset[str]:
    return frozenset(key for key, known in rows.items() if known == decided)


def _decided(line: RosterLine, choices: Choices) -> str:
    if line.key in choices.left_out:
        return "out"
    return "taken" if line.key in choices.taken else ""


def _newest(decided: Mapping[str, T]) -> dict[str, T]:
    return dict(list(decided.items())[-MOST_ROWS:])


def _row(line: RosterLine) -> str:
    """Return the digest of a row: who, and where."""
    values = line.values
    place = values.get(Field.ADDRESS) or values.get(Field.PHONE) or values.get(Field.LABEL, "")
    return _digest("row", name_key(values.get(Field.NAME, "")), address_key(place))


def _content(line: RosterLine) -> str:
    """Return the digest of everything a row says."""
    return _digest("content", *(f"{of}={value}" for of, value in sorted(line.values.items())))


def _table(reading: TableReading, count: int) -> str:
    """Return the digest of a table: its sheet, its place there and its first row; a lone table needs no name."""
    opening = reading.openings[0].text if reading.openings else ""
    return _digest("table", reading.title if count > 1 else "", str(reading.number), tidy(opening))


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:24]


def counted(choices: Choices) -> int:
    """Return how many decisions are in the choices."""
    return (
        bool(choices.area_code)
        + len(choices.tables)
        + len(choices.remarks)
        + len(choices.left_out)
        + len(choices.taken)
    )
