"""Entries of a plan from matched rows."""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace

from kairanban.community.people.rules.methods import until_proven
from kairanban.community.roster.rules.fields import Field, Values
from kairanban.community.roster.rules.lines import Member, RosterLine
from kairanban.community.roster.rules.matching import matched
from kairanban.community.roster.rules.plan import KEPT, Basis, Change, CurrentHousehold, Entry, EntryKind
from kairanban.community.roster.rules.spelling import (
    address_key,
    block_key,
    digits_of,
    exact_name,
    name_key,
    tidy,
)
from kairanban.i18n.marks import N as _n

# 「3班の12」, the form in which hidden households appear in exports.
_MASK = re.compile(r"^\S{1,10}の ?\d+$")
_NEW_HEAD = (Basis.CODE, Basis.CHOSEN, Basis.ADDRESS, Basis.PHONE, Basis.LABEL)


def entries(
    lines: Sequence[RosterLine],
    current: Sequence[CurrentHousehold],
    as_new: frozenset[str] = frozenset(),
    same_as: Mapping[str, int] | None = None,
    departed: Sequence[CurrentHousehold] = (),
    left_out: Collection[str] = (),
) -> tuple[Entry, ...]:
    """Return one entry per row, then one for each household missing in the file.

    `as_new` rows are stored as new households, `same_as` rows as the household chosen for them. A household whose row
    is left out is not missing, and stays as it is; another such row has no entry.
    """
    found = _chosen(lines, current, same_as or {})
    lines_to_match = [line for line in lines if line.key not in as_new and line.key not in found]
    taken = {household.id for household, _ in found.values()}
    found |= matched(lines_to_match, [household for household in current if household.id not in taken])
    left = _departed([line for line in lines_to_match if line.key not in found], departed)
    places = _by_place(current)
    codes = {household.code for household in current if household.code}
    taken = {household.id for household, _ in found.values()}
    namesakes: dict[tuple[str, str], list[CurrentHousehold]] = defaultdict(list)
    for household in current:
        if household.id not in taken and not household.hidden:
            namesakes[(name_key(household.name), block_key(household.block or ""))].append(household)

    planned: list[Entry] = []
    uncertain: set[int] = set()
    for line in lines:
        match = found.get(line.key)
        if line.key in left_out:
            planned.extend([_left_as_it_is(line, *match)] if match else [])
            continue
        if match:
            planned.append(_matched(line, *match, places))
            continue
        if _MASK.search(line.values[Field.NAME]) and line.key not in as_new:
            message = _n("This is how a household is shown that asked to be withheld; nothing is taken over.")
            planned.append(Entry(EntryKind.CONFLICT, line.key, values=line.values, message=message))
            continue
        same = (name_key(line.values[Field.NAME]), block_key(line.values.get(Field.BLOCK, "")))
        others = tuple(household.id for household in namesakes.get(same, ()))
        if others and line.key not in as_new and not _elsewhere(line, namesakes[same]):
            uncertain.update(others)
            message = _n("Several households of this name could be meant; please choose.")
            planned.append(
                Entry(EntryKind.CONFLICT, line.key, values=line.values, others=others, message=message)
            )
        else:
            kind = EntryKind.DEPARTED if line.key in left else EntryKind.NEW
            message = _n("This household moved out and still stands in the file.") if line.key in left else ""
            values = _as_new(line.values, codes)
            planned.append(Entry(kind, line.key, values=values, message=message, members=line.members))
    missing = (household for household in current if household.id not in taken | uncertain)
    return (*planned, *map(_missing, missing))


def _left_as_it_is(line: RosterLine, household: CurrentHousehold, basis: Basis) -> Entry:
    shown = line.values[Field.NAME] if household.hidden else household.label or household.name
    return Entry(EntryKind.UNCHANGED, line.key, household.id, shown, basis, values=line.values)


def _departed(lines: Sequence[RosterLine], departed: Sequence[CurrentHousehold]) -> set[str]:
    """Return the rows of households that moved out; another family in the same house is a new household."""
    return {
        row
        for row, (_, basis) in matched(lines, departed).items()
        if basis not in _NEW_HEAD or basis is Basis.CODE
    }


def _chosen(
    lines: Sequence[RosterLine], current: Sequence[CurrentHousehold], same_as: Mapping[str, int]
) -> dict[str, tuple[CurrentHousehold, Basis]]:
    """Return rows with their chosen household, each household once; hidden ones cannot be chosen."""
    free = {household.id: household for household in current if not household.hidden}
    pairs = ((line.key, free.pop(same_as[line.key], None)) for line in lines if line.key in same_as)
    return {row: (household, Basis.CHOSEN) for row, household in pairs if household}


def changes(values: Values, household: CurrentHousehold) -> tuple[Change, ...]:
    """Return the differences between file and roster; an empty cell says nothing."""
    found = []
    for of in Field:
        new, old = values.get(of), household.value(of)
        if of is Field.METHOD and new is not None and old != new:
            new = until_proven(new)
        if of in KEPT and new is not None and old is not None and _same_as(of)(new) != _same_as(of)(old):
            found.append(Change(of, old, new))
    return tuple(found)


def _matched(
    line: RosterLine, household: CurrentHousehold, basis: Basis, places: Mapping[tuple[str, str], int]
) -> Entry:
    if household.hidden:
        # Nothing of it is shown or stored, not even that the file differs.
        return Entry(EntryKind.UNCHANGED, line.key, household.id, line.values[Field.NAME], basis)

    renamed = name_key(line.values[Field.NAME]) != name_key(household.name)
    members = _to_add(line, household, follows=renamed and basis in _NEW_HEAD)
    differences = changes(line.values, household)
    if members:
        differences += (Change(Field.MEMBERS, "", "、".join(member.name for member in members)),)
    changed = {change.field for change in differences}
    entry = Entry(
        EntryKind.CHANGED if differences else EntryKind.UNCHANGED,
        line.key,
        household.id,
        household.label or household.name,
        basis,
        differences,
        line.values,
        members=members,
    )
    other = places.get((name_key(line.values[Field.NAME]), address_key(line.values.get(Field.ADDRESS, ""))))
    moved = Field.ADDRESS in changed and bool(household.address)
    if basis is Basis.CODE and renamed and other is not None:
        message = _n("The id belongs to one household, name and address to another; please choose.")
        return _as(entry, EntryKind.CONFLICT, message, (household.id, other))
    if basis is Basis.CODE and renamed and moved:
        message = _n("The id belongs to a household with another name and address; please choose.")
        return _as(entry, EntryKind.CONFLICT, message, (household.id,))
    if renamed and basis in _NEW_HEAD:
        return _as(entry, EntryKind.NEW_HEAD, _n("The same house, with another name: a new representative?"))
    if moved and basis not in (Basis.CODE, Basis.CHOSEN):
        return _as(entry, EntryKind.MOVED, _n("The same name with another address: the same household?"))
    return entry


def _as_new(values: Values, codes: set[str]) -> Values:
    """Return the values without an id in use; paper continues until a device has proven to work."""
    found = {of: value for of, value in values.items() if of is not Field.CODE or value not in codes}
    return found | {of: until_proven(value) for of, value in found.items() if of is Field.METHOD}


def _as(entry: Entry, kind: EntryKind, message: str, others: tuple[int, ...] = ()) -> Entry:
    return replace(entry, kind=kind, message=message, others=others)


def _to_add(line: RosterLine, household: CurrentHousehold, *, follows: bool) -> tuple[Member, ...]:
    """Return the people of the row who do not live in the household yet.

    If the row's head `follows` the representative, who is taken off as one, the file may still list her.
    """
    living = {name_key(name) for name in household.residents}
    if follows:
        living -= {name_key(household.name)}
    return tuple(member for member in line.members if name_key(member.name) not in living)


def _missing(household: CurrentHousehold) -> Entry:
    shown = household.shown_as if household.hidden else household.label or household.name
    return Entry(EntryKind.MISSING, "", household.id, shown)


def _by_place(current: Sequence[CurrentHousehold]) -> dict[tuple[str, str], int]:
    return {
        (name_key(household.name), address_key(household.address)): household.id
        for household in current
        if household.address and not household.hidden
    }


def _elsewhere(line: RosterLine, others: Sequence[CurrentHousehold]) -> bool:
    """Tell whether the row's address differs from all its namesakes': a new household."""
    own = address_key(line.values.get(Field.ADDRESS, ""))
    return bool(own) and all(other.address and address_key(other.address) != own for other in others)


def _same_as(of: Field) -> Callable[[str], str]:
    return _SAME.get(of, tidy)


_SAME: Mapping[Field, Callable[[str], str]] = {
    # Names equal but for spaces are the same; a variant kanji is a difference.
    Field.NAME: exact_name,
    Field.LABEL: exact_name,
    Field.READING: lambda text: "".join(tidy(text).split()),
    Field.ADDRESS: address_key,
    Field.PHONE: digits_of,
    Field.SECOND_PHONE: digits_of,
    Field.BLOCK: block_key,
    Field.POSTAL: digits_of,
    Field.EMAIL: str.casefold,
}
