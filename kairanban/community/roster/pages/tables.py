"""The tables of a file in the preview: how each was read, and what its other rows are."""

from dataclasses import dataclass

from kairanban.community.roster.actions.planning import Proposal
from kairanban.community.roster.rules import names
from kairanban.community.roster.rules.choices import Use
from kairanban.community.roster.rules.fields import NEVER_SHOWN, Field
from kairanban.community.roster.rules.lines import Kind, RosterLine
from kairanban.community.roster.rules.understanding import TableReading

NOT_HOUSEHOLDS = (Kind.TOTAL, Kind.HEADING, Kind.NOTE, Kind.GROUP, Kind.EMPTY_HOUSE)


@dataclass(frozen=True, slots=True)
class TableView:
    """One table with the rows above its heading, and the rows below without a household."""

    reading: TableReading
    above: tuple[int, ...]
    apart: dict[str, list[int]]
    households: int
    without_block: int
    members: int
    hidden: int
    """Households whose rows the file hides."""

    @property
    def title(self) -> str:
        """Return the sheet's name, with a number where it has several tables: 名簿 (2)."""
        reading = self.reading
        return f"{reading.title} ({reading.number})" if reading.number else reading.title

    @property
    def headings(self) -> list[str]:
        """The headings of the first rows, in the same columns."""
        shown = [column.heading for column in self.reading.columns if column.means not in NEVER_SHOWN]
        width = max((len(row) for row in self.reading.first_rows), default=0)
        return shown[:width] if self.reading.heading_lines else []

    @property
    def is_read(self) -> bool:
        return self.reading.use is not Use.NOTHING

    @property
    def hidden_columns(self) -> list[str]:
        return [column.heading for column in self.reading.columns if column.hidden]


def table_views(proposal: Proposal) -> list[TableView]:
    return [_view(proposal.understanding.lines, reading) for reading in proposal.understanding.tables]


def _view(lines: tuple[RosterLine, ...], reading: TableReading) -> TableView:
    first = reading.heading_lines[0] if reading.heading_lines else 0
    own = [line for line in lines if line.table == reading.index]
    households = [line for line in own if line.kind is Kind.HOUSEHOLD]
    apart: dict[str, list[int]] = {}
    for line in own:
        if line.kind in NOT_HOUSEHOLDS:
            apart.setdefault(names.LINE_NAMES[line.kind], []).append(line.line)
    return TableView(
        reading,
        tuple(opening.line for opening in reading.openings if opening.line < first),
        apart,
        len(households),
        sum(not line.values.get(Field.BLOCK) for line in households),
        sum(len(line.members) for line in households),
        sum(line.kind is Kind.HIDDEN for line in own),
    )
