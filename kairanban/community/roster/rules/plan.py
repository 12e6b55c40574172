"""The plan of an import: entries proposed row by row, decided by a person."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum

from kairanban.community.roster.rules.fields import Field, Finding, Values
from kairanban.community.roster.rules.lines import Member
from kairanban.community.roster.rules.officers import Office


@dataclass(frozen=True, slots=True)
class CurrentHousehold:
    """A household in the current roster.

    None: the field is not stored, so a file is never compared with it; "": stored and empty.
    `hidden` households (表示をひかえる) have their real values for matching; no plan repeats them.
    `shown_as` replaces them in lists and exports. `residents` are the names of all who live there.
    """

    id: int
    name: str
    code: str | None = None
    block: str | None = None
    settlement: str | None = None
    route_order: str | None = None
    reading: str | None = None
    label: str | None = None
    postal: str | None = None
    address: str | None = None
    phone: str | None = None
    second_phone: str | None = None
    email: str | None = None
    language: str | None = None
    method: str | None = None
    membership: str | None = None
    hidden: bool = False
    shown_as: str = ""
    residents: tuple[str, ...] = ()

    def value(self, of: Field) -> str | None:
        """Return the stored value of a field, or None."""
        found = getattr(self, of.value, None) if of in KEPT else None
        return found if isinstance(found, str) else None


KEPT = frozenset(Field(kept.name) for kept in fields(CurrentHousehold) if kept.name in set(Field))


class EntryKind(StrEnum):
    UNCHANGED = "unchanged"
    CHANGED = "changed"
    NEW = "new"
    NEW_HEAD = "new_head"
    MOVED = "moved"
    MISSING = "missing"
    DEPARTED = "departed"
    CONFLICT = "conflict"


class Basis(StrEnum):
    """What a row was matched by."""

    CODE = "code"
    NAME_AND_ADDRESS = "name_and_address"
    NAME_AND_PHONE = "name_and_phone"
    NAME_AND_LABEL = "name_and_label"
    NAME_AND_ORDER = "name_and_order"
    NAME_AND_BLOCK = "name_and_block"
    NAME = "name"
    ADDRESS = "address"
    PHONE = "phone"
    LABEL = "label"
    SHOWN_AS = "shown_as"
    CHOSEN = "chosen"


@dataclass(frozen=True, slots=True)
class Change:
    field: Field
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the plan; `row` is the key of its row ("sheet:line"), empty without one.

    NEW_HEAD and MOVED may be stored as new households instead; CONFLICT is left alone until a person
    chooses between `household`, `others` and a new one. MISSING is only shown: nothing is removed. DEPARTED moved
    out and still stands in the file. `members` are people to add to the household.
    """

    kind: EntryKind
    row: str
    household: int | None = None
    shown: str = ""
    basis: Basis | None = None
    changes: tuple[Change, ...] = ()
    values: Values = field(default_factory=dict)
    others: tuple[int, ...] = ()
    message: str = ""
    members: tuple[Member, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """Entries in the order of the file, missing households last; proposed appointments; findings."""

    entries: tuple[Entry, ...]
    offices: tuple[Office, ...] = ()
    findings: tuple[Finding, ...] = ()
    paper_goes_on: int = 0
    """Number of households whose row says digital and whose device has not proven to work yet."""

    @property
    def counts(self) -> Mapping[EntryKind, int]:
        return {kind: sum(entry.kind is kind for entry in self.entries) for kind in EntryKind}

    @property
    def changes_nothing(self) -> bool:
        still = (EntryKind.UNCHANGED, EntryKind.MISSING, EntryKind.DEPARTED)
        return all(entry.kind in still for entry in self.entries)
