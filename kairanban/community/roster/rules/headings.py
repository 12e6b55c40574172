"""The heading row of a table, and what its words mean; a proposal the reader may correct."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kairanban.community.roster.rules import guessing, vocabulary
from kairanban.community.roster.rules.fields import Field
from kairanban.community.roster.rules.relations import Relation, relation_of
from kairanban.community.roster.rules.sheets import Row
from kairanban.community.roster.rules.spelling import tidy, word_key
from kairanban.community.roster.rules.tables.table import Table

ROWS_LOOKED_AT = 40
LONGEST_HEADING = 30
_NAMES = frozenset({Field.NAME, Field.FAMILY_NAME})
_FAMILY = re.compile(r"(ふりがな|よみ|読み|かな|仮名).*(姓|せい|氏)$|^(姓|氏).*(ふりがな|よみ|読み|かな)$")
_GIVEN = re.compile(r"(ふりがな|よみ|読み|かな|仮名).*(名|めい)$|^名.*(ふりがな|よみ|読み|かな)$")
_NUMBERED = re.compile(r"\d+$")


@dataclass(frozen=True, slots=True)
class Heading:
    """The lines of the heading (none if the table has none) and the index of the first row below."""

    lines: tuple[int, ...]
    texts: tuple[str, ...]
    first: int


def exact_meaning(heading: str) -> Field | None:
    """Return the meaning of a heading that is a known word, with or without a number or a bracket."""
    key = vocabulary.key(heading) if len(heading) <= LONGEST_HEADING else ""
    bare = word_key(re.sub(r"[（(【\[].*?[）)】\]]", "", heading)) if key else ""
    for candidate in (key, bare, _NUMBERED.sub("", key)):
        if candidate in vocabulary.HEADINGS:
            return vocabulary.HEADINGS[candidate]
    return None


def meaning_of(heading: str) -> Field | None:
    """Return the meaning of a heading, None if no word of it is known."""
    if found := exact_meaning(heading):
        return found
    key = vocabulary.key(heading) if len(heading) <= LONGEST_HEADING else ""
    if _FAMILY.search(key):
        return Field.FAMILY_READING
    if _GIVEN.search(key) and "氏名" not in key and "名前" not in key:
        return Field.GIVEN_READING
    return next((what for part, what in vocabulary.PARTS if part in key), None)


def names_columns(row: Row, below: Sequence[Row]) -> bool:
    """Tell whether a row is a heading beyond doubt: the word for names, and another known word or names below it.

    How many of its other words are known does not matter: fees of twelve months may follow. 世帯主 and 代表者 also
    stand in rows of people, so that these need two other words, or names below.
    """
    cells = [(column, row.cells[column]) for column in row.filled]
    if any(_is_data(text) for _, text in cells):
        return False
    exact = {column: means for column, text in cells if (means := exact_meaning(text)) is not None}
    names = [column for column, means in exact.items() if means in _NAMES]
    if not names or any(column not in exact and guessing.is_full_name(text) for column, text in cells):
        return False
    known = len(set(exact.values())) + any(word_key(text) in vocabulary.ROLE_HEADINGS for _, text in cells)
    certain = any(vocabulary.key(row.cells[column]) not in vocabulary.HEADS for column in names)
    return known >= (2 if certain else 3) or any(
        _are_names([other.cell(column) for other in below]) for column in names
    )


def _are_names(cells: Sequence[str]) -> bool:
    """Tell whether cells are names of people, and no words for who is who."""
    left = [cell for cell in cells if relation_of(cell) in (Relation.OTHER, Relation.UNSAID)]
    return guessing.meaning_of_cells(left) is Field.NAME


def find_heading(table: Table) -> Heading:
    """Return the row, or two adjacent rows, that name most columns; titles above are skipped."""
    rows = table.rows[:ROWS_LOOKED_AT]
    found: list[tuple[tuple[int, int, int], Heading]] = []
    for index in range(len(rows)):
        for taken in (rows[index : index + 1], rows[index : index + 2]):
            if len(taken) == 2 and not _continues(taken[1]):
                continue
            texts = taken[0].cells if len(taken) == 1 else _over_two_rows(*taken)
            beyond_doubt = len(taken) == 1 and names_columns(taken[0], table.rows[index + 1 : index + 8])
            if named := _named(texts, beyond_doubt):
                heading = Heading(tuple(row.line for row in taken), texts, index + len(taken))
                found.append(((named, -len(taken), -index), heading))
    return max(found, key=lambda one: one[0])[1] if found else Heading((), (), 0)


def heading_at(table: Table, lines: Sequence[int]) -> Heading:
    """Return the heading chosen by the reader; no lines mean that the table has none."""
    places = [index for index, row in enumerate(table.rows) if row.line in set(lines)][:2]
    if not places:
        return Heading((), (), 0)
    rows = [table.rows[index] for index in places]
    texts = rows[0].cells if len(rows) == 1 else _over_two_rows(rows[0], rows[1])
    return Heading(tuple(row.line for row in rows), texts, places[-1] + 1)


def _is_data(text: str) -> bool:
    return len(text) > LONGEST_HEADING or sum(sign.isdigit() for sign in text) > 6


def _named(texts: Sequence[str], beyond_doubt: bool) -> int:
    """Score a row as a heading by the fields it names; 0 if it could be data."""
    meanings = [meaning_of(text) for text in texts if text]
    known = {means for means in meanings if means is not None}
    if not beyond_doubt:
        if len(known) < 2 or (not known & _NAMES and len(known) < 3):
            return 0
        if 2 * sum(means is not None for means in meanings) < len(meanings):
            return 0
    return sum(means is not None for means in meanings) + len(known)


def _continues(row: Row) -> bool:
    """Tell whether a row can be the lower half of a heading: short, at least half of its words known."""
    filled = [row.cells[index] for index in row.filled]
    known = sum(meaning_of(text) is not None for text in filled)
    return all(len(text) <= LONGEST_HEADING for text in filled) and 2 * known >= len(filled)


def _over_two_rows(upper: Row, lower: Row) -> tuple[str, ...]:
    texts, above = [], ""
    for index in range(max(len(upper.cells), len(lower.cells))):
        # A merged cell of the upper row covers the columns up to the next one.
        above = tidy(upper.cell(index)) or above
        own, below = tidy(upper.cell(index)), tidy(lower.cell(index))
        if not below or below == above:
            texts.append(own or below)
        elif meaning_of(below) is None or word_key(below) in ("姓", "名", "氏"):
            texts.append(f"{above} {below}".strip())
        else:
            texts.append(below)
    return tuple(texts)
