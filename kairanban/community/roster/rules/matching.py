"""Matching of rows to households: by id, else by name and place, never by row number."""

from collections import defaultdict
from collections.abc import Callable, Sequence

from kairanban.community.roster.rules.fields import Field, Values
from kairanban.community.roster.rules.lines import RosterLine
from kairanban.community.roster.rules.plan import Basis, CurrentHousehold
from kairanban.community.roster.rules.spelling import address_key, block_key, digits_of, name_key, word_key

Key = tuple[str, ...]
Keys = dict[Field, str]
Match = tuple[CurrentHousehold, Basis]


def matched(lines: Sequence[RosterLine], current: Sequence[CurrentHousehold]) -> dict[str, Match]:
    """Return row key to (household, basis); a row that fits several households, or none, is left out.

    Each step pairs only what is unique on both sides, so that two 松本 正 in a block are never confused.
    """
    rows = {line.key: _keyed(line.values) for line in lines}
    households = {
        household.id: _keyed(
            values(
                household,
            )
        )
        for household in current
    }
    by_id = {household.id: household for household in current}
    masks = {household.id: name_key(household.shown_as) for household in current if household.hidden}
    found: dict[str, Match] = {}
    for basis, fields in _STEPS:
        by_row: dict[Key, list[str]] = defaultdict(list)
        for row, keys in rows.items():
            if row not in found and (key := _key(keys, fields)):
                by_row[key].append(row)
        by_household: dict[Key, list[int]] = defaultdict(list)
        for id, keys in households.items():
            shown = {Field.NAME: masks.get(id, "")} if basis is Basis.SHOWN_AS else keys
            if key := _key(shown, fields):
                by_household[key].append(id)
        for key, candidates in by_row.items():
            fitting = by_household.get(key, [])
            if len(candidates) == len(fitting) == 1:
                row, household = candidates[0], by_id[fitting[0]]
                if _agree(rows[row], households[household.id], household.hidden, basis):
                    found[row] = (household, basis)
                    del households[household.id]
    return found


def values(
    household: CurrentHousehold,
) -> Values:
    """Return the stored values of a household by field."""
    return {of: value for of in Field if (value := household.value(of)) is not None}


def _agree(row: Keys, household: Keys, hidden: bool, basis: Basis) -> bool:
    """Tell whether no other field contradicts a match that is weaker than by id or address."""
    if basis in (Basis.ADDRESS, Basis.PHONE, Basis.LABEL) and hidden:
        # A proposed new representative would reveal who lives where.
        return False
    against = {Field.CODE} if basis is not Basis.CODE else set()
    if basis is Basis.NAME:
        against.add(Field.ADDRESS)
        if not hidden:
            # Namesakes are common; a match keeps card and devices, so nothing else may contradict it.
            against |= {Field.PHONE, Field.BLOCK}
    if basis is Basis.LABEL:
        against |= {Field.PHONE, Field.ADDRESS}
    return all(not row.get(of) or not household.get(of) or row[of] == household[of] for of in against)


def _key(keys: Keys, fields: tuple[Field, ...]) -> Key:
    key = tuple(keys.get(of, "") for of in fields)
    return key if all(key) else ()


def _keyed(values: Values) -> Keys:
    return {of: _KEYS[of](value) for of, value in values.items() if of in _KEYS}


_KEYS: dict[Field, Callable[[str], str]] = {
    Field.CODE: str.strip,
    Field.NAME: name_key,
    Field.ADDRESS: address_key,
    Field.PHONE: digits_of,
    Field.SECOND_PHONE: digits_of,
    Field.LABEL: word_key,
    Field.BLOCK: block_key,
    Field.ROUTE_ORDER: str,
}

_STEPS: tuple[tuple[Basis, tuple[Field, ...]], ...] = (
    (Basis.CODE, (Field.CODE,)),
    (Basis.SHOWN_AS, (Field.NAME,)),
    (Basis.NAME_AND_ADDRESS, (Field.NAME, Field.ADDRESS, Field.LABEL)),
    (Basis.NAME_AND_ADDRESS, (Field.NAME, Field.ADDRESS, Field.PHONE)),
    (Basis.NAME_AND_ADDRESS, (Field.NAME, Field.ADDRESS)),
    (Basis.NAME_AND_PHONE, (Field.NAME, Field.PHONE)),
    (Basis.NAME_AND_PHONE, (Field.NAME, Field.SECOND_PHONE)),
    (Basis.NAME_AND_LABEL, (Field.NAME, Field.BLOCK, Field.LABEL)),
    (Basis.NAME_AND_ORDER, (Field.NAME, Field.BLOCK, Field.ROUTE_ORDER)),
    (Basis.NAME_AND_BLOCK, (Field.NAME, Field.BLOCK)),
    (Basis.NAME, (Field.NAME,)),
    (Basis.ADDRESS, (Field.ADDRESS,)),
    (Basis.PHONE, (Field.PHONE,)),
    (Basis.LABEL, (Field.BLOCK, Field.LABEL)),
)
