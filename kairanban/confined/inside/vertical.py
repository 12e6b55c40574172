"""Find letters that stand vertically on a page, and put their columns in reading order: from the right."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from kairanban.confined.inside.letters import Letter

# Kana, kanji and their signs; tables of figures and marks are not text.
_WRITTEN = re.compile(
    "[\u3001-\u30ff\u3400-\u9fff\uf900-\ufaff\ufe10-\ufe48\uff01-\uff60\U00020000-\U0003ffff]"
)
# In sizes of a letter: how near the next one stands in a column, and how much nearer than the one beside it.
_NEXT = 1.35
_NEARER = 0.93
_GAP = 3.2
_BESIDE = 3.5
_FEWEST = 3


@dataclass(frozen=True, slots=True)
class Block:
    """Columns that belong together: which letters they have, the first of them, and their text."""

    members: frozenset[int]
    first: int
    text: str


@dataclass(slots=True)
class _Column:
    members: list[int]
    x: float
    top: float
    bottom: float
    size: float


def blocks(letters: Sequence[Letter]) -> list[Block]:
    """Return the blocks of vertical text, none for a page that is written in lines."""
    standing = [at for at, one in enumerate(letters) if not one.generated and one.sign.strip()]
    written = [at for at in standing if _WRITTEN.match(letters[at].sign)]
    if len(written) < _FEWEST:
        return []
    # The box of a comma is smaller than the place it takes.
    usual = median(letters[at].size for at in written)
    letters = [replace(one, em=max(one.size, usual)) for one in letters]
    if not _perhaps(letters, written):
        return []
    columns = list(_columns(letters, _vertical(letters, standing, written)))
    found = [group for group in _groups(columns) if max(len(one.members) for one in group) >= _FEWEST]
    _take_beside(letters, standing, [one for group in found for one in group])
    return sorted((_block(letters, group) for group in found), key=lambda block: block.first)


def _perhaps(letters: Sequence[Letter], written: list[int]) -> bool:
    """Tell whether letters follow one another downwards, or farther apart than in a line."""
    odd = 0
    for before, at in pairwise(written):
        (x, y), (next_x, next_y), size = letters[before].middle, letters[at].middle, letters[at].em
        down = abs(next_x - x) < size / 2 and 0.3 * size < y - next_y < _NEXT * size
        odd += down or (abs(next_y - y) < 0.3 * size and abs(next_x - x) > _NEXT * size)
    return odd >= _FEWEST - 1


def _vertical(letters: Sequence[Letter], standing: list[int], written: list[int]) -> list[int]:
    """Return the letters whose nearest neighbour stands above or below, not beside them."""
    step = max(letters[at].em for at in written)
    cells: dict[tuple[int, int], list[int]] = defaultdict(list)
    for at in standing:
        x, y = letters[at].middle
        cells[int(x // step), int(y // step)].append(at)
    return [at for at in written if _stands(letters, at, cells, step)]


def _stands(letters: Sequence[Letter], at: int, cells: dict[tuple[int, int], list[int]], step: float) -> bool:
    (x, y), size = letters[at].middle, letters[at].em
    along, beside = _NEXT + 0.01, 9.0
    for column in range(int(x // step) - 2, int(x // step) + 3):
        for row in range(int(y // step) - 2, int(y // step) + 3):
            # A page may put thousands of letters on one another.
            for other in cells.get((column, row), ())[:40]:
                other_x, other_y = letters[other].middle
                across, down = abs(other_x - x) / size, abs(other_y - y) / size
                if across < 0.5 and down > 0.3:
                    along = min(along, down)
                elif down < 0.5 and across > 0.3:
                    beside = min(beside, across)
    return along <= _NEXT and along < _NEARER * beside


def _columns(letters: Sequence[Letter], found: list[int]) -> Iterator[_Column]:
    column: list[int] = []
    rank = sorted(found, key=lambda at: letters[at].middle[0])
    for at in rank:
        if column and letters[at].middle[0] - letters[column[0]].middle[0] > letters[at].em / 2:
            yield from _parts(letters, column)
            column = []
        column.append(at)
    yield from _parts(letters, column)


def _parts(letters: Sequence[Letter], column: list[int]) -> Iterator[_Column]:
    """Divide letters of one place across the page where the gap between them is too wide for a column."""
    part: list[int] = []
    for at in sorted(column, key=lambda at: -letters[at].middle[1]):
        if part and letters[part[-1]].middle[1] - letters[at].middle[1] > _GAP * letters[at].em:
            yield _column(letters, part)
            part = []
        part.append(at)
    if part:
        yield _column(letters, part)


def _column(letters: Sequence[Letter], members: list[int]) -> _Column:
    own = [letters[at] for at in members]
    return _Column(
        members,
        x=sum(one.middle[0] for one in own) / len(own),
        top=max(one.top for one in own),
        bottom=min(one.bottom for one in own),
        size=max(one.em for one in own),
    )


def _groups(columns: list[_Column]) -> list[list[_Column]]:
    """Put columns together that stand beside one another."""
    groups: list[list[_Column]] = []
    for column in sorted(columns, key=lambda one: -one.x):
        home = next(
            (
                group
                for group in reversed(groups)
                if group[-1].x - column.x <= _BESIDE * max(group[-1].size, column.size)
                and any(one.bottom < column.top and column.bottom < one.top for one in group[-3:])
            ),
            None,
        )
        if home is None:
            groups.append([column])
        else:
            home.append(column)
    return groups


def _take_beside(letters: Sequence[Letter], standing: list[int], columns: list[_Column]) -> None:
    """Add to each column the figures and letters within it, and at its ends those that follow in the file."""
    taken = {at for column in columns for at in column.members}
    for column in columns:
        near = {at + step for at in column.members for step in (-2, -1, 1, 2)}
        for at in standing:
            if at in taken or abs(letters[at].middle[0] - column.x) > 0.6 * column.size:
                continue
            reach = 1.5 * column.size if at in near else 0
            if column.bottom - reach <= letters[at].middle[1] <= column.top + reach:
                column.members.append(at)
                taken.add(at)
                near |= {at - 1, at + 1, at - 2, at + 2}


def _block(letters: Sequence[Letter], group: list[_Column]) -> Block:
    members = frozenset(at for column in group for at in column.members)
    top, bottom = max(column.top for column in group), min(column.bottom for column in group)
    text = ""
    full = None
    for column in group:
        # What begins lower begins a paragraph; what goes down to the end goes on in the next column.
        lower = top - column.top > 0.7 * column.size
        goes_on = full is not None and not lower and abs(full.size - column.size) < 0.2 * full.size
        text += ("" if goes_on or not text else "\n") + ("\u3000" if lower else "") + _read(letters, column)
        full = column if column.bottom - bottom < 1.3 * column.size and not text.endswith("。") else None
    return Block(members, min(members), text)


def _read(letters: Sequence[Letter], column: _Column) -> str:
    rows: list[list[int]] = []
    for at in sorted(column.members, key=lambda at: -letters[at].middle[1]):
        if rows and letters[rows[-1][0]].middle[1] - letters[at].middle[1] < 0.25 * column.size:
            rows[-1].append(at)
        else:
            rows.append([at])
    text, before = "", None
    for row in rows:
        y = letters[row[0]].middle[1]
        if before is not None and before - y > 1.75 * column.size:
            text += "\u3000"
        text += "".join(letters[at].sign for at in sorted(row, key=lambda at: letters[at].middle[0]))
        before = y
    return text
