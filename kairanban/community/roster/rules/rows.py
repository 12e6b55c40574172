"""The rows below the heading as lines: households with their values, and the others by their kind."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from kairanban.community.roster.rules import values, vocabulary
from kairanban.community.roster.rules.blocks import is_block_column
from kairanban.community.roster.rules.cells import Cells, read_cells
from kairanban.community.roster.rules.columns import Column
from kairanban.community.roster.rules.fields import Field, Finding, Severity
from kairanban.community.roster.rules.guessing import looks_like_block
from kairanban.community.roster.rules.headings import exact_meaning
from kairanban.community.roster.rules.households import household_values
from kairanban.community.roster.rules.lines import SET_ASIDE, Kind, RosterLine
from kairanban.community.roster.rules.listed_members import listed_members
from kairanban.community.roster.rules.naming import Named, Naming, naming_of
from kairanban.community.roster.rules.row_kinds import heading_keys, kind_of, title_of_group
from kairanban.community.roster.rules.sheets import Row
from kairanban.community.roster.rules.spelling import looks_like_formula, tidy
from kairanban.i18n.marks import N as _n

_REMARKS = re.compile(r"[、，,；;／/\n]+|・|。")
_NAMES = (Field.NAME, Field.FAMILY_NAME, Field.GIVEN_NAME)


def read_lines(
    table: int,
    rows: Sequence[Row],
    columns: Sequence[Column],
    heading: Sequence[Row] = (),
    block: str = "",
    taken: frozenset[str] = frozenset(),
) -> tuple[RosterLine, ...]:
    """Return the filled rows below the heading in order.

    `block` holds until a row names another; `taken` are keys of hidden or struck rows to take all the same.
    """
    reader = _Reader(table, columns, heading, block, _repeats_blocks(rows, columns))
    reader.of_classes = _is_of_classes(rows, columns)
    lines = [line for row in rows if (line := reader.read(row, taken)) is not None]
    return _with_people_below(lines)


def _with_people_below(lines: Sequence[RosterLine]) -> tuple[RosterLine, ...]:
    """Return the lines, with people of rows that name nobody else in the household above them."""
    found: list[RosterLine] = []
    head: int | None = None
    for line in lines:
        if line.kind is Kind.MEMBER and line.members:
            if head is not None:
                found[head] = replace(found[head], members=(*found[head].members, *line.members))
            found.append(replace(line, members=()))
            continue
        head = len(found) if line.kind in (Kind.HOUSEHOLD, *SET_ASIDE) else None
        found.append(line)
    return tuple(found)


def _repeats_blocks(rows: Iterable[Row], columns: Sequence[Column]) -> bool:
    """Tell whether each row names its block, so that an empty cell means none and not "as above"."""
    column = next((column.index for column in columns if column.means is Field.BLOCK), None)
    names = [c.index for c in columns if c.means in _NAMES]
    if column is None:
        return False
    cells = [tidy(row.cell(column)) for row in rows if any(row.cell(name) for name in names)]
    filled = [cell for cell in cells if cell]
    repeated = any(a and a == b for a, b in pairwise(cells))
    return repeated and 5 * len(filled) >= 3 * len(cells)


def _is_of_classes(rows: Sequence[Row], columns: Sequence[Column]) -> bool:
    """Tell whether the blocks stand in a column of another name, 分類 or 区分."""
    column = next((column for column in columns if column.means is Field.BLOCK), None)
    if column is None or not column.heading or exact_meaning(column.heading) is Field.BLOCK:
        return False
    return is_block_column([row.cell(column.index) for row in rows])


class _Reader:
    """Reader of one table; keeps the current block, and the cells that "same as above" means."""

    def __init__(
        self, table: int, columns: Sequence[Column], heading: Sequence[Row], block: str, repeats_blocks: bool
    ) -> None:
        self.table, self.columns = table, columns
        self.headings = heading_keys(heading)
        self.block_heading = next((tidy(c.heading) for c in columns if c.means is Field.BLOCK), "")
        self.group = self.block = block
        self.settlement = ""
        self.repeats_blocks = repeats_blocks
        self.of_classes = False
        self.house: dict[Field, list[str]] = {}
        self.above: dict[int, str] = {}
        self.head = ""

    def read(self, row: Row, taken: frozenset[str]) -> RosterLine | None:
        cells = read_cells(row, self.columns, self.above)
        kind = kind_of(cells, self.headings) if cells.by_column else None
        if cells.doubts and kind in (None, Kind.GROUP, Kind.NOTE):
            # A formula that broke took the name with it.
            self._enter_block(cells)
            return self._refused(row, Kind.REFUSED, *cells.doubts[0])
        if not cells.by_column:
            return None
        if kind is Kind.GROUP:
            self.group = self.block = self._group(cells)
            return RosterLine(self.table, row.line, kind)
        if kind in (Kind.HEADING, Kind.TOTAL):
            return RosterLine(self.table, row.line, kind)
        self._enter_block(cells)
        if kind is None or kind is Kind.NOTE:
            return None if kind is None or row.marks.hidden else RosterLine(self.table, row.line, kind)
        if kind is Kind.CODE_ONLY:
            refusal = _n("This row has an id and nothing else.")
            return self._refused(row, kind, refusal, "")
        self.above = dict(cells.by_column)
        return self._household(row, cells, taken)

    def _enter_block(self, cells: Cells) -> None:
        named = [text for text in cells.by_field.get(Field.BLOCK, ()) if self._is_block(text)]
        # An empty first household of a block may still name the block.
        if named and len(cells.by_column) > 1 and not looks_like_formula(named[0]):
            self.block = values.block(named[0], self.block_heading)
            self.settlement = ""
        elif not named and (self.repeats_blocks or self.of_classes):
            self.block = self.group

    def _is_block(self, text: str) -> bool:
        """Tell whether a cell names a block; in a column of classes others may stand among them: 友人."""
        return not self.of_classes or looks_like_block(text)

    def _group(self, cells: Cells) -> str:
        texts = [tidy(text) for text in cells.by_column.values()]
        text = next((text for text in texts if title_of_group(text)), texts[0])
        found = title_of_group(text)
        if Field.BLOCK in cells.by_field and (found is None or found.group() == text):
            return values.block(cells.by_field[Field.BLOCK][0], self.block_heading)
        return found.group().replace(" ", "") if found else text

    def _household(self, row: Row, cells: Cells, taken: frozenset[str]) -> RosterLine | None:
        by_field = {field: list(texts) for field, texts in cells.by_field.items()}
        written = tidy(" ".join(text for field in _NAMES for text in by_field.get(field, ())))
        if (
            not written
            and self.head
            and (below := listed_members(by_field.get(Field.MEMBERS, ()), self.head))
        ):
            return RosterLine(self.table, row.line, Kind.MEMBER, members=below)
        self.head = ""
        if not written:
            return self._refused(row, Kind.REFUSED, _n("This row has no name."), "")
        named = naming_of(written)
        if named.what is Naming.NONE:
            return self._refused(row, Kind.REFUSED, named.refusal, written)
        if named.name != written:
            by_field |= {Field.NAME: [named.name], Field.FAMILY_NAME: [], Field.GIVEN_NAME: []}

        # 101, 102 below one name of a house.
        if Field.ROOM in by_field and not by_field.keys() & self.house.keys():
            by_field |= self.house
        self.house = {of: by_field[of] for of in (Field.ADDRESS, Field.BUILDING) if of in by_field}

        # A settlement in a block's first row holds for the rest of the block.
        self.settlement = next(iter(by_field.get(Field.SETTLEMENT, ())), self.settlement)
        if self.settlement:
            by_field[Field.SETTLEMENT] = [self.settlement]
        taken_over, doubts = household_values(by_field, self.block)
        self.head = taken_over.get(Field.NAME, "")
        kind = _kind(row, cells, named)
        if f"{self.table}:{row.line}" in taken and kind in SET_ASIDE:
            kind = Kind.HOUSEHOLD
        findings = tuple(
            Finding(self.table, row.line, Severity.DOUBTFUL, doubt, {"text": tidy(text)[:60]})
            for doubt, text in (*cells.doubts, *doubts)
        )
        return RosterLine(
            self.table,
            row.line,
            kind,
            taken_over,
            _remarks(by_field.get(Field.REMARK, ())),
            findings if kind is Kind.HOUSEHOLD else (),
            listed_members(by_field.get(Field.MEMBERS, ()), self.head),
        )

    def _refused(self, row: Row, kind: Kind, message: str, text: str) -> RosterLine | None:
        if row.marks.hidden:
            return None
        params = {"text": text[:60]} if text else {}
        finding = Finding(self.table, row.line, Severity.REFUSED, message, params)
        return RosterLine(self.table, row.line, kind, findings=(finding,))


def _kind(row: Row, cells: Cells, named: Named) -> Kind:
    if row.marks.hidden:
        return Kind.HIDDEN
    if named.what is Naming.EMPTY_HOUSE:
        return Kind.EMPTY_HOUSE
    if cells.struck:
        return Kind.STRUCK
    return Kind.DIED if named.what is Naming.DIED else Kind.HOUSEHOLD


def _remarks(texts: Sequence[str]) -> tuple[str, ...]:
    """Return the remarks of a row, one for each thing said."""
    said = (text for text in texts if not vocabulary.says_nothing(text))
    pieces = (piece[:60] for text in said for piece in map(tidy, _REMARKS.split(text)) if piece)
    return tuple(dict.fromkeys(pieces))
