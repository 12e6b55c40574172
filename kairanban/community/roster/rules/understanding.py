"""From an uploaded file to its content."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from kairanban.community.roster.rules import checks, remarks
from kairanban.community.roster.rules.blocks import block_of_table
from kairanban.community.roster.rules.choices import Choices, TableChoice, Use
from kairanban.community.roster.rules.columns import Column, columns_of
from kairanban.community.roster.rules.fields import NEVER_SHOWN, Finding
from kairanban.community.roster.rules.files import read_sheets
from kairanban.community.roster.rules.headings import find_heading, heading_at
from kairanban.community.roster.rules.known_words import MAYORS_REGISTER
from kairanban.community.roster.rules.lines import Kind, RosterLine
from kairanban.community.roster.rules.officers import Office, read_officers
from kairanban.community.roster.rules.reading_households import read_households
from kairanban.community.roster.rules.sheets import ROWS_OF_TITLES, Sheet
from kairanban.community.roster.rules.spelling import plain, tidy
from kairanban.community.roster.rules.tables.finding import find_tables
from kairanban.community.roster.rules.tables.kinds import Candidate, proposed
from kairanban.community.roster.rules.tables.spans import joined
from kairanban.community.roster.rules.tables.table import Table
from kairanban.community.roster.rules.totals import Total, totals_of
from kairanban.community.roster.rules.unreadable import Unreadable
from kairanban.community.roster.rules.values import block as block_named
from kairanban.i18n.marks import N as _n

ROWS_OFFERED = 12
ROWS_SHOWN = 5
COLUMNS_SHOWN = 16


@dataclass(frozen=True, slots=True)
class Opening:
    """One of the first rows of a table, to choose the heading from."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class TableReading:
    """How one table was read; `problem` is a msgid if it cannot be used like this.

    `left_out` is a msgid that says why it is proposed to leave the table out. `first_rows` are its first cells as
    written, without columns that are never shown. `block` is for the rows that name none.
    """

    index: int
    title: str
    use: Use
    heading_lines: tuple[int, ...]
    columns: tuple[Column, ...]
    problem: str = ""
    openings: tuple[Opening, ...] = ()
    number: int = 0
    params: Mapping[str, str] = field(default_factory=dict)
    left_out: str = ""
    block: str = ""
    persons: bool = False
    members: bool = True
    first_rows: tuple[tuple[str, ...], ...] = ()
    hidden_rows: bool = False
    """Rows that the file hides are read like the others."""


@dataclass(frozen=True, slots=True)
class Understanding:
    tables: tuple[TableReading, ...]
    lines: tuple[RosterLine, ...]
    remarks: tuple[remarks.Remark, ...]
    offices: tuple[Office, ...]
    totals: tuple[Total, ...] = ()

    @property
    def households(self) -> tuple[RosterLine, ...]:
        return tuple(line for line in self.lines if line.kind is Kind.HOUSEHOLD)

    @property
    def findings(self) -> tuple[Finding, ...]:
        return tuple(finding for line in self.lines for finding in line.findings)


def understand(
    data: bytes, filename: str, choices: Choices | None = None, today: date | None = None
) -> Understanding:
    """Return the content of a file with the reader's corrections; raise Unreadable.

    Without `today` no birth date tells a child from an adult.
    """
    sheets = read_sheets(data, filename)
    _refuse_the_mayors_register(sheets)
    return understand_tables(find_tables(sheets), choices or Choices(), today)


def understand_tables(tables: Sequence[Table], choices: Choices, today: date | None) -> Understanding:
    """As `understand`, for tables already found."""
    candidates = [
        _candidate(table, choices.tables.get(index, TableChoice())) for index, table in enumerate(tables)
    ]
    numbered = len({table.title for table in tables if plain(table.title).isdecimal()}) > 1
    readings: list[TableReading] = []
    lines: list[RosterLine] = []
    offices: list[Office] = []
    totals: list[Total] = []
    for index, (one, (use, left_out)) in enumerate(zip(candidates, proposed(candidates), strict=True)):
        choice = choices.tables.get(index, TableChoice())
        use, columns, persons = choice.use or use, one.columns, False
        left = readings[-1] if readings and index and tables[index - 1].sheet == one.table.sheet else None
        found = block_of_table(
            one.table, one.heading, left.heading_lines if left else (), left.block if left else ""
        )
        if not found and numbered and plain(one.table.title).isdecimal():
            found = block_named(one.table.title)
        block = found if choice.block is None else choice.block
        if use is Use.HOUSEHOLDS:
            read, columns, persons = read_households(index, one, choice, block, choices, today)
            lines.extend(read)
            totals.extend(totals_of(index, one.table, one.heading, columns, read))
        elif use is Use.OFFICERS:
            holders, refused = read_officers(index, one.table, one.heading, columns)
            offices.extend(holders)
            lines.extend(refused)
        readings.append(
            TableReading(
                index,
                one.table.title,
                use,
                one.heading.lines,
                columns,
                one.table.problem or _problem(use, one),
                _openings(one.table, columns),
                one.table.number,
                one.table.params,
                left_out if use is Use.NOTHING else "",
                block,
                persons,
                choice.members,
                _first_rows(one, columns),
                choice.hidden_rows,
            )
        )
    compared = checks.compared(lines)
    return Understanding(tuple(readings), compared, remarks.distinct(compared), tuple(offices), tuple(totals))


def _candidate(table: Table, choice: TableChoice) -> Candidate:
    lines = choice.heading_lines
    heading = find_heading(table) if lines is None else heading_at(table, lines)
    table, heading = joined(table, heading)
    return Candidate(table, heading, columns_of(table, heading, choice.mapping))


def _refuse_the_mayors_register(sheets: Sequence[Sheet]) -> None:
    titles = [sheet.title for sheet in sheets]
    titles += [cell for sheet in sheets for row in sheet.rows[:ROWS_OF_TITLES] for cell in row.cells]
    if any(word in plain(title) for title in titles for word in MAYORS_REGISTER):
        raise Unreadable(
            _n("This is a register of residents who need help in a disaster. It is never imported.")
        )


def _openings(table: Table, columns: Sequence[Column]) -> tuple[Opening, ...]:
    """Return the first rows, without columns that are never shown."""
    never = {column.index for column in columns if column.means in NEVER_SHOWN}
    texts = (
        (row.line, [tidy(row.cell(index)) for index in row.filled if index not in never])
        for row in table.rows[:ROWS_OFFERED]
    )
    return tuple(Opening(line, " ".join(cells)[:40]) for line, cells in texts)


def _first_rows(one: Candidate, columns: Sequence[Column]) -> tuple[tuple[str, ...], ...]:
    """Return the first rows below the heading, cells of the columns that may be shown."""
    shown = [column.index for column in columns if column.means not in NEVER_SHOWN][:COLUMNS_SHOWN]
    rows = one.table.rows[one.heading.first :][:ROWS_SHOWN]
    return tuple(tuple(tidy(row.cell(index))[:40] for index in shown) for row in rows)


def _problem(use: Use, one: Candidate) -> str:
    if use is Use.NOTHING:
        return ""
    if not one.has_names:
        return _n("No column of names was found on this sheet.")
    if use is Use.HOUSEHOLDS and not one.heading.lines:
        return _n("No heading was found on this sheet; the columns are guessed from what they hold.")
    return ""
