"""What a row of a table turned out to be."""

from dataclasses import dataclass, field
from enum import StrEnum

from kairanban.community.roster.rules.fields import Finding, Values


class Kind(StrEnum):
    HOUSEHOLD = "household"
    MEMBER = "member"
    EMPTY_HOUSE = "empty_house"
    HIDDEN = "hidden"
    STRUCK = "struck"
    DIED = "died"
    HEADING = "heading"
    TOTAL = "total"
    NOTE = "note"
    GROUP = "group"
    CODE_ONLY = "code_only"
    DUPLICATE = "duplicate"
    REFUSED = "refused"


# Households that enter the roster only if the reader says so.
SET_ASIDE = frozenset({Kind.HIDDEN, Kind.STRUCK, Kind.DIED})


@dataclass(frozen=True, slots=True)
class Member:
    """Another person of a household; a child is listed by name only."""

    name: str
    reading: str = ""
    child: bool = False


@dataclass(frozen=True, slots=True)
class RosterLine:
    """A filled row: its position, its kind, and normalised values if it is a household."""

    table: int
    line: int
    kind: Kind
    values: Values = field(default_factory=dict)
    remarks: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    members: tuple[Member, ...] = ()

    @property
    def key(self) -> str:
        """Key of the row in the reader's choices, valid for one file."""
        return f"{self.table}:{self.line}"
