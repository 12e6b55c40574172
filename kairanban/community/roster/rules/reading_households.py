"""The households of one table: its rows as lines, the people of a household together, the file's own words."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from kairanban.community.roster.rules import checks, vocabulary
from kairanban.community.roster.rules.choices import Choices, TableChoice
from kairanban.community.roster.rules.columns import Column
from kairanban.community.roster.rules.fields import Field
from kairanban.community.roster.rules.grouping import grouped
from kairanban.community.roster.rules.lines import Kind, RosterLine
from kairanban.community.roster.rules.phones import NO_AREA, with_area
from kairanban.community.roster.rules.rows import read_lines
from kairanban.community.roster.rules.spelling import digits_of, plain
from kairanban.community.roster.rules.tables.kinds import Candidate

_SPELLED = {Field.METHOD: vocabulary.METHODS, Field.LANGUAGE: vocabulary.LANGUAGES}
_SPELLED[Field.MEMBERSHIP] = vocabulary.MEMBERSHIPS


def read_households(
    index: int,
    one: Candidate,
    choice: TableChoice,
    block: str,
    choices: Choices,
    today: date | None,
) -> tuple[tuple[RosterLine, ...], tuple[Column, ...], bool]:
    """Return the lines of a table, its columns, and whether each of its rows is a person."""
    columns = _with_words(one)
    below = one.table.rows[one.heading.first :]
    if choice.hidden_rows:
        below = tuple(replace(row, marks=replace(row.marks, hidden=False)) for row in below)
    above = [row for row in one.table.rows[: one.heading.first] if row.line in one.heading.lines]
    lines = read_lines(index, below, columns, above, block, choices.taken)
    serial = next((c for c in columns if c.means is Field.SERIAL and c.index not in choice.mapping), None)
    if serial and not any(c.means is Field.ROUTE_ORDER for c in columns) and _restarts(one, serial, lines):
        columns = tuple(replace(c, means=Field.ROUTE_ORDER) if c is serial else c for c in columns)
        lines = read_lines(index, below, columns, above, block, choices.taken)
    joined = grouped(lines, below, columns, today, choice.persons)
    lines = tuple(_corrected(line, choice, choices) for line in joined or lines)
    return lines, columns, joined is not None


def _corrected(line: RosterLine, choice: TableChoice, choices: Choices) -> RosterLine:
    """Return the line with the block chosen for it, and without members where these are not wanted."""
    if block := choices.blocks.get(line.key):
        line = replace(line, values={**line.values, Field.BLOCK: block})
    if choices.area_code:
        line = _with_area(line, choices.area_code)
    return line if choice.members else replace(line, members=())


def _with_area(line: RosterLine, area: str) -> RosterLine:
    """Return the line with its numbers completed; those that stay without an area code are still doubted."""
    phones = {of: line.values[of] for of in (Field.PHONE, Field.SECOND_PHONE) if line.values.get(of)}
    completed = {of: with_area(number, area) for of, number in phones.items()}
    whole = all(len(digits_of(number)) >= 10 for number in completed.values())
    findings = tuple(one for one in line.findings if not (whole and one.message == NO_AREA))
    return replace(line, values={**line.values, **completed}, findings=findings)


def _restarts(one: Candidate, serial: Column, lines: Sequence[RosterLine]) -> bool:
    blocks = {line.line: line.values.get(Field.BLOCK, "") for line in lines if line.kind is Kind.HOUSEHOLD}
    numbers: dict[str, list[int]] = {}
    for row in one.table.rows:
        text = plain(row.cell(serial.index))
        if row.line in blocks and text.isdecimal() and len(text) < 6:
            numbers.setdefault(blocks[row.line], []).append(int(text))
    return checks.serial_is_route_order(list(numbers.values()))


def _with_words(one: Candidate) -> tuple[Column, ...]:
    """Return the columns with the file's first spelling of each of our values."""
    spelled = []
    for column in one.columns:
        words: dict[str, str] = {}
        known = _SPELLED.get(column.means, {})
        for text in (
            dict.fromkeys(row.cell(column.index) for row in one.table.rows[one.heading.first :])
            if known
            else ()
        ):
            if value := known.get(vocabulary.key(text)):
                words.setdefault(value, text)
        spelled.append(replace(column, words=words) if words else column)
    return tuple(spelled)
