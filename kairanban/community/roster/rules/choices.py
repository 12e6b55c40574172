"""What the reader of a preview decides about the file."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from kairanban.community.roster.rules.fields import Field


class Use(StrEnum):
    HOUSEHOLDS = "households"
    OFFICERS = "officers"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class TableChoice:
    """Corrections of one table; None keeps what was read, empty `heading_lines` mean no heading.

    `persons`: a row is a person (True) or a household (False). `members`: whether the people beside the
    representative are taken. `block`: for rows that name none. `hidden_rows`: rows that the file hides are read like
    the others.
    """

    use: Use | None = None
    heading_lines: tuple[int, ...] | None = None
    mapping: Mapping[int, Field] = field(default_factory=dict)
    persons: bool | None = None
    members: bool = True
    block: str | None = None
    hidden_rows: bool = False


@dataclass(frozen=True, slots=True)
class Choices:
    """The reader's decisions; rows by key ("table:line"), remarks by text with the accepted meaning.

    `same_as` gives the household of a row, `blocks` the block of a row; `offices` are the rows of appointments to
    make, `taken` the rows to take though they are hidden or struck through.
    """

    tables: Mapping[int, TableChoice] = field(default_factory=dict)
    remarks: Mapping[str, str] = field(default_factory=dict)
    left_out: frozenset[str] = frozenset()
    as_new: frozenset[str] = frozenset()
    same_as: Mapping[str, int] = field(default_factory=dict)
    offices: frozenset[str] = frozenset()
    taken: frozenset[str] = frozenset()
    blocks: Mapping[str, str] = field(default_factory=dict)
    area_code: str = ""
    """Put before telephone numbers that have none."""
