"""The block of rows that have none in a column: from the title of the table, the sheet's name, or numbers."""

import re
from collections.abc import Sequence
from itertools import pairwise

from kairanban.community.roster.rules import guessing
from kairanban.community.roster.rules.fields import Field
from kairanban.community.roster.rules.headings import Heading
from kairanban.community.roster.rules.spelling import plain, tidy
from kairanban.community.roster.rules.tables.table import Table

# 1班, 第1班, 3組 組長 鈴木; 東組 alone. A year (令和8年度), an association or a list of officers is no block.
_NUMBERED = re.compile(r"第? ?[\d一二三四五六七八九十]+ ?(?:班|組|隣組|ブロック)(?![長合員])")
_NAMED = re.compile(r"(\S{1,6}(?:班|隣組|(?<!役員)組|ブロック))(?=$|[ (（:：]|名簿)")
MOST_BLOCKS = 99


def block_of_table(
    table: Table, heading: Heading, beside: tuple[int, ...] = (), block_beside: str = ""
) -> str:
    """Return the block that the title nearest above the heading names, else the sheet's name; "" without one.

    A table whose heading stands in the same lines as the one to its left, `beside`, shares a title with it.
    """
    above = [row for row in table.rows[: max(heading.first, 1)] if row.line not in heading.lines]
    for row in reversed(above if heading.lines else []):
        for text in row.cells:
            if found := block_in_title(text):
                return found
    if heading.lines and heading.lines == beside and table.number > 1:
        return block_beside
    return block_in_title(table.title)


def block_in_title(title: str) -> str:
    """Return the block named by a title, "" if it names none."""
    text = tidy(title)
    numbered = _NUMBERED.findall(text)
    # 「1班・2班」 is the title of a list of several.
    if len(set(numbered)) > 1:
        return ""
    if found := _NUMBERED.search(text) or _NAMED.match(text):
        return found.group().replace(" ", "")
    return ""


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
