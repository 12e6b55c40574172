"""The block of rows that have none in a column: from the title of the table, the sheet's name, or numbers."""

from collections.abc import Sequence
from itertools import pairwise

from kairanban.community.roster.rules import guessing
from kairanban.community.roster.rules.block_titles import block_in_title
from kairanban.community.roster.rules.fields import Field
from kairanban.community.roster.rules.headings import Heading
from kairanban.community.roster.rules.spelling import plain
from kairanban.community.roster.rules.tables.table import Table

MOST_BLOCKS = 99


def block_of_table(
    table: Table, heading: Heading, beside: tuple[int, ...] = (), block_beside: str = ""
) -> str:
    """Return the block that the title nearest above the heading names, else the sheet's name; "" without one.

    A table whose heading stands in the same lines as the one to its left, `beside`, shares a title with it.
    """
    above = [row for row in table.rows[: max(heading.first, 1)] if row.line not in heading.lines]
    for text in heading.texts:
        if found := block_in_title(text):
            return found
    for row in reversed(above if heading.lines else []):
        for text in row.cells:
            if found := block_in_title(text):
                return found
    if heading.lines and heading.lines == beside and table.number > 1:
        return block_beside
    return block_in_title(table.title)


def is_block_column(cells: Sequence[str]) -> bool:
    """Tell whether most filled cells of a column name blocks: 1班, 東組."""
    return guessing.meaning_of_cells(cells) is Field.BLOCK


def numbers_blocks(cells: Sequence[str]) -> bool:
    """Tell whether numbers run 1, 1, 1, 2, 2: each row has one, they begin at 1 and rise by one at most."""
    numbers = [int(text) for cell in cells if (text := plain(cell)).isdecimal() and len(text) < 4]
    if len(numbers) < 4 or len(numbers) < len(cells) or numbers[0] != 1 or not 1 < numbers[-1] <= MOST_BLOCKS:
        return False
    steps = {after - before for before, after in pairwise(numbers)}
    return steps == {0, 1} and len(numbers) >= 2 * numbers[-1]
