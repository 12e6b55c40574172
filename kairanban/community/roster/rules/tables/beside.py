"""Tables that stand side by side: headings that repeat, or blank columns between two lists of names."""

from collections.abc import Sequence
from itertools import pairwise

from kairanban.community.roster.rules import guessing
from kairanban.community.roster.rules.block_titles import block_in_title
from kairanban.community.roster.rules.fields import Field
from kairanban.community.roster.rules.headings import exact_meaning, names_columns
from kairanban.community.roster.rules.sheets import Row
from kairanban.community.roster.rules.spelling import word_key

ROWS_LOOKED_AT = 400
_NAMES = (Field.NAME, Field.FAMILY_NAME)


def split(band: Sequence[Row]) -> tuple[int, ...]:
    """Return the first column of each table, beginning with 0."""
    rows = band[:ROWS_LOOKED_AT]
    heading = next(
        (row for place, row in enumerate(rows) if names_columns(row, rows[place + 1 : place + 8])), None
    )
    if heading is not None and (starts := _repeats(heading)):
        return starts
    return _between_blanks(rows)


def _repeats(heading: Row) -> tuple[int, ...]:
    """Return where the headings begin once more: 順 氏名 番地 | 順 氏名 番地."""
    # 1班 | 氏名 | 住所 | 2班 | 氏名 | 住所: the block stands over the numbers.
    keys = ["班" if block_in_title(text) else word_key(text) for text in heading.cells]
    name = next(
        (key for key, text in zip(keys, heading.cells, strict=True) if exact_meaning(text) in _NAMES), ""
    )
    places = [place for place, key in enumerate(keys) if key == name]
    if not name or len(places) < 2:
        return ()
    # The columns before the name that all repetitions have alike.
    before = 0
    while all(place > before for place in places) and _alike(keys, places, before + 1):
        before += 1
    starts = [place - before for place in places]
    widest = min(b - a for a, b in pairwise(places))
    after = sum(_alike(keys, places, -step) for step in range(1, widest - before))
    filled = sum(bool(key) for key in keys[places[0] + 1 : starts[1]])
    if before + after == 0 and filled:
        return ()
    return (0, *starts[1:])


def _alike(keys: Sequence[str], places: Sequence[int], before: int) -> bool:
    """Tell whether the columns so far before (or, below zero, after) each name have one heading, or none."""
    found = {keys[place - before] if 0 <= place - before < len(keys) else "" for place in places}
    return len(found) == 1 and (before > 0 or found != {""})


def _between_blanks(rows: Sequence[Row]) -> tuple[int, ...]:
    """Return the tables that blank columns separate, each with names of its own."""
    wide = [row for row in rows if len(row.filled) > 1]
    width = max((len(row.cells) for row in wide), default=0)
    used = [any(row.cell(column) for row in wide) for column in range(width)]
    pieces: list[tuple[int, int]] = []
    for column in range(width):
        if used[column] and (column == 0 or not used[column - 1]):
            pieces.append((column, column + 1))
        elif used[column]:
            pieces[-1] = (pieces[-1][0], column + 1)
    starts = [0]
    left_has_names = False
    for first, last in pieces:
        here = _has_names(wide, first, last)
        if here and left_has_names:
            starts.append(first)
        left_has_names = left_has_names or here
    return tuple(starts)


def _has_names(rows: Sequence[Row], first: int, last: int) -> bool:
    part = [Row(row.line, row.cells[first:last]) for row in rows]
    if any(names_columns(row, part[place + 1 : place + 8]) for place, row in enumerate(part[:40])):
        return True
    if any(exact_meaning(text) in _NAMES for row in rows[:40] for text in row.cells):
        # One heading for all: a piece without a name in it belongs to its neighbour.
        return any(exact_meaning(text) in _NAMES for row in part[:40] for text in row.cells)
    width = last - first
    return width > 1 and any(
        guessing.meaning_of_cells([row.cell(column) for row in part]) is Field.NAME for column in range(width)
    )
