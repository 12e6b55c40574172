"""From an uploaded file to its content, and from that to a plan of changes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from kairanban.community.roster.rules import checks, remarks, vocabulary
from kairanban.community.roster.rules.fields import Field, Finding
from kairanban.community.roster.rules.files import read_sheets
from kairanban.community.roster.rules.headings import Column, Heading, columns_of, find_heading, heading_at
from kairanban.community.roster.rules.known_words import MAYORS_REGISTER
from kairanban.community.roster.rules.officers import Office, is_officers_sheet, read_officers
from kairanban.community.roster.rules.plan import CurrentHousehold, Entry, Plan
from kairanban.community.roster.rules.proposing import entries
from kairanban.community.roster.rules.rows import Kind, RosterLine, read_lines
from kairanban.community.roster.rules.sheets import ROWS_OF_TITLES, Sheet
from kairanban.community.roster.rules.spelling import plain, tidy
from kairanban.community.roster.rules.unreadable import Unreadable
from kairanban.i18n.marks import N as _n

ROWS_OFFERED = 12


class Use(StrEnum):
    HOUSEHOLDS = "households"
    OFFICERS = "officers"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class SheetChoice:
    """Corrections of one sheet; None keeps what was read, empty `heading_lines` mean no heading."""

    use: Use | None = None
    heading_lines: tuple[int, ...] | None = None
    mapping: Mapping[int, Field] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Choices:
    """The reader's decisions; rows by key ("sheet:line"), remarks by text with the accepted meaning.

    `same_as` gives the household of a row; `offices` are the rows of appointments to make.
    """

    sheets: Mapping[int, SheetChoice] = field(default_factory=dict)
    remarks: Mapping[str, str] = field(default_factory=dict)
    left_out: frozenset[str] = frozenset()
    as_new: frozenset[str] = frozenset()
    same_as: Mapping[str, int] = field(default_factory=dict)
    offices: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Opening:
    """One of the first rows of a sheet, to choose the heading from."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class SheetReading:
    """How one sheet was read; `problem` is a msgid if it cannot be used like this."""

    index: int
    title: str
    use: Use
    heading_lines: tuple[int, ...]
    columns: tuple[Column, ...]
    problem: str = ""
    openings: tuple[Opening, ...] = ()


@dataclass(frozen=True, slots=True)
class Understanding:
    sheets: tuple[SheetReading, ...]
    lines: tuple[RosterLine, ...]
    remarks: tuple[remarks.Remark, ...]
    offices: tuple[Office, ...]

    @property
    def households(self) -> tuple[RosterLine, ...]:
        return tuple(line for line in self.lines if line.kind is Kind.HOUSEHOLD)

    @property
    def findings(self) -> tuple[Finding, ...]:
        return tuple(finding for line in self.lines for finding in line.findings)


def understand(data: bytes, filename: str, choices: Choices | None = None) -> Understanding:
    """Return the content of a file with the reader's corrections; raise Unreadable."""
    return understand_sheets(read_sheets(data, filename), choices or Choices())


def understand_sheets(sheets: Sequence[Sheet], choices: Choices) -> Understanding:
    """As `understand`, for sheets already read."""
    _refuse_the_mayors_register(sheets)
    readings: list[SheetReading] = []
    lines: list[RosterLine] = []
    offices: list[Office] = []
    for index, sheet in enumerate(sheets):
        choice = choices.sheets.get(index, SheetChoice())
        heading = (
            find_heading(sheet) if choice.heading_lines is None else heading_at(sheet, choice.heading_lines)
        )
        columns = columns_of(sheet, heading, choice.mapping)
        use = choice.use or _use(sheet, heading, columns)
        if use is Use.HOUSEHOLDS:
            read, columns = _households(index, sheet, heading, columns, choice)
            lines.extend(read)
        elif use is Use.OFFICERS:
            holders, refused = read_officers(index, sheet, heading, columns)
            offices.extend(holders)
            lines.extend(refused)
        problem = _problem(use, heading, columns)
        openings = _openings(sheet, columns)
        readings.append(SheetReading(index, sheet.title, use, heading.lines, columns, problem, openings))
    compared = checks.compared(lines)
    return Understanding(tuple(readings), compared, remarks.distinct(compared), tuple(offices))


def propose(
    understanding: Understanding, current: Sequence[CurrentHousehold], choices: Choices | None = None
) -> Plan:
    """Return what an import would change in the current roster; it never removes anything."""
    choices = choices or Choices()
    lines, offices = [], list(understanding.offices)
    for line in understanding.households:
        taken = remarks.applied(line, choices.remarks) if line.key not in choices.left_out else None
        if taken is None:
            continue
        lines.append(taken)
        role, title = remarks.role_of(line, choices.remarks)
        if role:
            block = line.values.get(Field.BLOCK, "")
            offices.append(Office(line.sheet, line.line, role, title, line.values[Field.NAME], block))
    planned = entries(lines, current, choices.as_new, choices.same_as)
    return Plan(planned, tuple(offices), understanding.findings, _paper_goes_on(lines, planned, current))


def _paper_goes_on(
    lines: Sequence[RosterLine], planned: Sequence[Entry], current: Sequence[CurrentHousehold]
) -> int:
    asking = {line.key for line in lines if line.values.get(Field.METHOD) == "digital"}
    proven = {household.id for household in current if household.method == "digital"}
    return sum(entry.row in asking and entry.household not in proven for entry in planned)


def _refuse_the_mayors_register(sheets: Sequence[Sheet]) -> None:
    titles = [sheet.title for sheet in sheets]
    titles += [cell for sheet in sheets for row in sheet.rows[:ROWS_OF_TITLES] for cell in row.cells]
    if any(word in plain(title) for title in titles for word in MAYORS_REGISTER):
        raise Unreadable(
            _n("This is a register of residents who need help in a disaster. It is never imported.")
        )


def _use(sheet: Sheet, heading: Heading, columns: Sequence[Column]) -> Use:
    if sheet.hidden:
        return Use.NOTHING
    if is_officers_sheet(sheet, heading, columns):
        return Use.OFFICERS
    return Use.HOUSEHOLDS if _has_names(columns) else Use.NOTHING


def _openings(sheet: Sheet, columns: Sequence[Column]) -> tuple[Opening, ...]:
    """Return the first rows, without columns that are never stored."""
    never = {column.index for column in columns if column.means is Field.NEVER}
    texts = (
        (row.line, [tidy(row.cell(index)) for index in row.filled if index not in never])
        for row in sheet.rows[:ROWS_OFFERED]
    )
    return tuple(Opening(line, " ".join(cells)[:40]) for line, cells in texts)


def _has_names(columns: Sequence[Column]) -> bool:
    return any(column.means in (Field.NAME, Field.FAMILY_NAME) for column in columns)


def _problem(use: Use, heading: Heading, columns: Sequence[Column]) -> str:
    if not _has_names(columns):
        return _n("No column of names was found on this sheet.")
    if use is Use.HOUSEHOLDS and not heading.lines:
        return _n("No heading was found on this sheet; the columns are guessed from what they hold.")
    return ""


def _households(
    index: int, sheet: Sheet, heading: Heading, columns: tuple[Column, ...], choice: SheetChoice
) -> tuple[tuple[RosterLine, ...], tuple[Column, ...]]:
    columns = _with_words(sheet, heading, columns)
    below = sheet.rows[heading.first :]
    above = [row for row in sheet.rows[: heading.first] if row.line in heading.lines]
    lines = read_lines(index, below, columns, above)
    serial = next((c for c in columns if c.means is Field.SERIAL and c.index not in choice.mapping), None)
    if serial and not any(c.means is Field.ROUTE_ORDER for c in columns) and _restarts(sheet, serial, lines):
        columns = tuple(replace(c, means=Field.ROUTE_ORDER) if c is serial else c for c in columns)
        lines = read_lines(index, below, columns, above)
    return lines, columns


def _restarts(sheet: Sheet, serial: Column, lines: Sequence[RosterLine]) -> bool:
    blocks = {line.line: line.values.get(Field.BLOCK, "") for line in lines if line.kind is Kind.HOUSEHOLD}
    numbers: dict[str, list[int]] = {}
    for row in sheet.rows:
        text = plain(row.cell(serial.index))
        if row.line in blocks and text.isdecimal() and len(text) < 6:
            numbers.setdefault(blocks[row.line], []).append(int(text))
    return checks.serial_is_route_order(list(numbers.values()))


_SPELLED = {Field.METHOD: vocabulary.METHODS, Field.LANGUAGE: vocabulary.LANGUAGES}
_SPELLED[Field.MEMBERSHIP] = vocabulary.MEMBERSHIPS


def _with_words(sheet: Sheet, heading: Heading, columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """Return the columns with the file's first spelling of each of our values."""
    spelled = []
    for column in columns:
        words: dict[str, str] = {}
        for text in (
            {row.cell(column.index): None for row in sheet.rows[heading.first :]}
            if column.means in _SPELLED
            else ()
        ):
            if value := _SPELLED[column.means].get(vocabulary.key(text)):
                words.setdefault(value, text)
        spelled.append(replace(column, words=words) if words else column)
    return tuple(spelled)
