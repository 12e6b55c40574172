"""The columns of a table and the meaning of each; a proposal the reader may correct."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kairanban.community.roster.rules import guessing
from kairanban.community.roster.rules.blocks import is_block_column, numbers_blocks
from kairanban.community.roster.rules.fields import JOINED, NEVER_SHOWN, Field
from kairanban.community.roster.rules.headings import Heading, meaning_of
from kairanban.community.roster.rules.known_words import BLOCK_RANK
from kairanban.community.roster.rules.relations import is_column_of_heads
from kairanban.community.roster.rules.spelling import tidy, word_key
from kairanban.community.roster.rules.tables.table import Table

PHONES = (Field.PHONE, Field.SECOND_PHONE)
ROWS_LOOKED_AT = 2_000
_NOT_STORED = frozenset({Field.IGNORED, Field.NEVER})
# A column with one of these headings may hold the blocks all the same: 分類, 区分, 種別.
_MAY_BE_BLOCK = frozenset({Field.IGNORED, Field.MEMBERSHIP})


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading as written, its meaning, and whether the meaning is certain.

    `words` keeps the file's spelling of our values ({"paper": "紙"}) for exports; `hidden` columns are not taken
    unless the reader gives them a meaning.
    """

    index: int
    heading: str
    means: Field
    certain: bool = True
    samples: tuple[str, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)
    hidden: bool = False


def columns_of(
    table: Table, heading: Heading, chosen: Mapping[int, Field] | None = None
) -> tuple[Column, ...]:
    """Return every column with its meaning; the reader's choice overrides the guess."""
    below = table.rows[heading.first :]
    width = max((len(row.cells) for row in below[:ROWS_LOOKED_AT]), default=0)
    texts = (*heading.texts, *("" for _ in range(width - len(heading.texts))))
    cells = [[row.cell(index) for row in below[:ROWS_LOOKED_AT]] for index in range(len(texts))]
    settled = _settled(texts, _by_cells(texts, cells, _by_heading(texts, cells, bool(heading.lines))))

    columns = []
    for index, (means, certain) in enumerate(settled):
        hidden = index in table.hidden_columns and means not in _NOT_STORED
        if hidden:
            means, certain = Field.IGNORED, False
        if chosen and index in chosen:
            means, certain, hidden = chosen[index], True, False
        shown = [] if means in NEVER_SHOWN else cells[index][:30]
        samples = tuple(dict.fromkeys(tidy(cell)[:60] for cell in shown if cell))[:3]
        columns.append(Column(index, texts[index], means, certain, samples, hidden=hidden))
    return tuple(columns)


Understood = list[tuple[Field, bool]]


def _by_heading(texts: Sequence[str], cells: Sequence[Sequence[str]], headed: bool) -> Understood:
    if not headed:
        return [(guessing.meaning_of_cells(column), False) for column in cells]
    known = [meaning_of(text) for text in texts]
    return [
        (means or Field.IGNORED, means is not None or not text)
        for text, means in zip(texts, known, strict=True)
    ]


def _by_cells(texts: Sequence[str], cells: Sequence[Sequence[str]], understood: Understood) -> Understood:
    """Return the meanings put right by what the columns hold."""
    found = list(understood)
    names = [index for index, (means, _) in enumerate(found) if means is Field.NAME]
    for index in names if len(names) > 1 else ():
        # 世帯主 beside 氏名: a mark, or the name of each person's head.
        if is_column_of_heads(texts[index], cells[index]):
            found[index] = (Field.HEAD, True)
            break
    if not any(means is Field.BLOCK for means, _ in found):
        for index, (means, _) in enumerate(found):
            if means in _MAY_BE_BLOCK and is_block_column(cells[index]):
                found[index] = (Field.BLOCK, bool(texts[index]))
                return found
        for index, (means, _) in enumerate(found):
            if means in (Field.IGNORED, Field.SERIAL) and not texts[index] and numbers_blocks(cells[index]):
                found[index] = (Field.BLOCK, False)
                return found
    return found


def _settled(texts: Sequence[str], understood: Understood) -> Understood:
    """Give each field one column, except joined ones; later columns get another meaning or none."""
    settled: Understood = []
    block = _smallest_block(texts, understood)
    taken: set[Field] = set()
    again = False
    for index, (means, certain) in enumerate(understood):
        if means is Field.BLOCK and index != block:
            means = Field.SETTLEMENT
        if means is Field.SECOND_PHONE and not any(Field.PHONE is other for other, _ in understood):
            means = Field.PHONE
        if means is Field.PHONE and Field.PHONE in taken:
            means = Field.SECOND_PHONE
        # A second column of names may begin a second list beside the first: not certain.
        again = again or (means is Field.NAME and means in taken)
        if means in taken and (again or means not in JOINED):
            means, certain = Field.IGNORED, certain and not again and means not in PHONES
        if means not in (Field.IGNORED, Field.NEVER):
            taken.add(means)
        settled.append((means, certain))
    return settled


def _smallest_block(texts: Sequence[str], understood: Understood) -> int | None:
    def rank(index: int) -> int:
        key = word_key(texts[index])
        return next(
            (place for place, word in enumerate(BLOCK_RANK) if word_key(word) in key), len(BLOCK_RANK)
        )

    candidates = [index for index, (means, _) in enumerate(understood) if means is Field.BLOCK]
    return min(candidates, key=rank, default=None)
