"""The rows below the heading: their kinds, and their households' values."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from kairanban.community.roster.rules import values, vocabulary
from kairanban.community.roster.rules.fields import Field, Finding, Severity, Values
from kairanban.community.roster.rules.headings import Column
from kairanban.community.roster.rules.households import household_values
from kairanban.community.roster.rules.sheets import Row
from kairanban.community.roster.rules.spelling import looks_like_formula, tidy, unguarded, word_key
from kairanban.i18n.marks import N as _n


class Kind(StrEnum):
    HOUSEHOLD = "household"
    HEADING = "heading"
    TOTAL = "total"
    NOTE = "note"
    GROUP = "group"
    CODE_ONLY = "code_only"
    DUPLICATE = "duplicate"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class RosterLine:
    """A filled row: its position, its kind, and normalised values if it is a household."""

    sheet: int
    line: int
    kind: Kind
    values: Values = field(default_factory=dict)
    remarks: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def key(self) -> str:
        """Key of the row in the reader's choices, valid for one file."""
        return f"{self.sheet}:{self.line}"


LONGEST_NAME = 80

_GROUP = re.compile(
    r"第? ?[\d一二三四五六七八九十]+ ?(班|組|隣組|区|ブロック)|\S{1,6}(班|組|隣組|ブロック)(?=$|[ (（:：])"
)
_NOTE = re.compile(r"[※*＊(（注]|以上|備考|令和|平成|\d{4}年")
_TOTAL = re.compile(r"(?:.{0,6}(?:班|組|区|ぶろっく))?(.+?)[\d]*(?:世帯|戸|名|人|軒)?")
_REMARKS = re.compile(r"[、，,；;／/\n]+|・|。")


def read_lines(
    sheet: int, rows: Iterable[Row], columns: Sequence[Column], heading: Sequence[Row] = ()
) -> tuple[RosterLine, ...]:
    """Return the filled rows below the heading in order; rows without a block take the one above."""
    reader = _Reader(sheet, columns, heading)
    return tuple(line for row in rows if (line := reader.read(row)) is not None)


class _Reader:
    """Reader of one sheet; keeps the current block, and the cells that "same as above" means."""

    def __init__(self, sheet: int, columns: Sequence[Column], heading: Sequence[Row]) -> None:
        self.sheet, self.columns = sheet, columns
        self.headings = [{index: word_key(row.cells[index]) for index in row.filled} for row in heading]
        self.block_heading = next((tidy(c.heading) for c in columns if c.means is Field.BLOCK), "")
        self.block = self.settlement = ""
        self.above: dict[int, str] = {}

    def read(self, row: Row) -> RosterLine | None:
        cells = {c.index: unguarded(row.cell(c.index)).strip() for c in self.columns}
        cells = {index: text for index, text in cells.items() if text}
        if not cells:
            return None
        for index, text in cells.items():
            if vocabulary.is_ditto(text) and index in self.above:
                cells[index] = self.above[index]
        by_field: dict[Field, list[str]] = {}
        for column in self.columns:
            if column.index in cells:
                by_field.setdefault(column.means, []).append(cells[column.index])

        kind = self._kind(cells, by_field)
        if kind is Kind.GROUP:
            self.block = self._group(cells, by_field)
            return RosterLine(self.sheet, row.line, kind)
        if kind in (Kind.HEADING, Kind.TOTAL):
            return RosterLine(self.sheet, row.line, kind)
        # An empty first household of a block may still name the block.
        if len(cells) > 1 and Field.BLOCK in by_field and not looks_like_formula(by_field[Field.BLOCK][0]):
            self.block = values.block(by_field[Field.BLOCK][0], self.block_heading)
            self.settlement = ""
        if kind is None or kind is Kind.NOTE:
            return None if kind is None else RosterLine(self.sheet, row.line, kind)
        if kind is Kind.CODE_ONLY:
            refusal = _n("This row has an id and nothing else.")
            return self._refused(row, kind, refusal, "")
        self.above = cells
        return self._household(row, by_field)

    def _kind(self, cells: dict[int, str], by_field: dict[Field, list[str]]) -> Kind | None:
        if self._repeats_heading(cells):
            return Kind.HEADING
        if any(_is_total(text) for text in list(cells.values())[:4]):
            return Kind.TOTAL
        telling = by_field.keys() - {
            Field.SERIAL,
            Field.ROUTE_ORDER,
            Field.SIZE,
            Field.REMARK,
            Field.NEVER,
            Field.IGNORED,
        }
        first = tidy(next(iter(cells.values())))
        if not telling:
            if len(cells) == 1 and _GROUP.match(first):
                return Kind.GROUP
            # An empty numbered row, or text in a column that is not stored.
            return Kind.NOTE if len(cells) == 1 and not first.isdigit() else None
        if telling == {Field.BLOCK}:
            return (
                Kind.GROUP if len(cells) == 1 and len(first) <= 12 and not _NOTE.match(first) else Kind.NOTE
            )
        if telling == {Field.CODE}:
            return (
                Kind.CODE_ONLY
                if len(cells) == 1 and not _GROUP.match(first)
                else self._single(first, len(cells))
            )
        if len(cells) == 1:
            return self._single(first, 1)
        return Kind.HOUSEHOLD

    def _single(self, text: str, filled: int) -> Kind:
        if _GROUP.match(text) and filled == 1:
            return Kind.GROUP
        if _NOTE.match(text) or len(text) > 25:
            return Kind.NOTE
        return Kind.HOUSEHOLD

    def _repeats_heading(self, cells: dict[int, str]) -> bool:
        def same(heading: dict[int, str]) -> int:
            return sum(heading.get(index) == word_key(text) for index, text in cells.items())

        most = max(map(same, self.headings), default=0)
        return most >= 2 and 2 * most >= len(cells)

    def _group(self, cells: dict[int, str], by_field: dict[Field, list[str]]) -> str:
        text = tidy(next(iter(cells.values())))
        if Field.BLOCK in by_field:
            return values.block(text, self.block_heading)
        found = _GROUP.match(text)
        return found.group().replace(" ", "") if found else text

    def _household(self, row: Row, by_field: dict[Field, list[str]]) -> RosterLine:
        names = (
            by_field.get(Field.NAME, [])
            + by_field.get(Field.FAMILY_NAME, [])
            + by_field.get(Field.GIVEN_NAME, [])
        )
        written = tidy(" ".join(names))
        if not written:
            return self._refused(row, Kind.REFUSED, _n("This row has no name."), "")
        if vocabulary.key(written) in vocabulary.NOT_NAMES:
            return self._refused(
                row, Kind.REFUSED, _n("“%(text)s” is not a name, so no household is made of it."), written
            )
        if len(written) > LONGEST_NAME:
            return self._refused(row, Kind.REFUSED, _n("“%(text)s” is too long for a name."), written)
        if looks_like_formula(written):
            return self._refused(row, Kind.REFUSED, _n("The name “%(text)s” begins like a formula."), written)

        # A settlement in a block's first row holds for the rest of the block.
        self.settlement = next(iter(by_field.get(Field.SETTLEMENT, ())), self.settlement)
        if self.settlement:
            by_field[Field.SETTLEMENT] = [self.settlement]
        taken, doubts = household_values(by_field, self.block)
        findings = tuple(
            Finding(self.sheet, row.line, Severity.DOUBTFUL, doubt, {"text": tidy(text)[:60]})
            for doubt, text in doubts
        )
        remarks = tuple(
            dict.fromkeys(
                piece[:60]
                for text in by_field.get(Field.REMARK, [])
                if not vocabulary.says_nothing(text)
                for piece in map(tidy, _REMARKS.split(text))
                if piece
            )
        )
        return RosterLine(self.sheet, row.line, Kind.HOUSEHOLD, taken, remarks, findings)

    def _refused(self, row: Row, kind: Kind, message: str, text: str) -> RosterLine:
        params = {"text": text[:60]} if text else {}
        return RosterLine(
            self.sheet,
            row.line,
            kind,
            findings=(Finding(self.sheet, row.line, Severity.REFUSED, message, params),),
        )


def _is_total(text: str) -> bool:
    if len(text) > 20:
        return False
    key = word_key(text)
    found = _TOTAL.fullmatch(key)
    return key in vocabulary.TOTALS or (found is not None and found[1] in vocabulary.TOTALS)
