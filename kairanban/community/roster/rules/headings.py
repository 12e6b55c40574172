"""The heading row and the meaning of each column; a proposal the reader may correct."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kairanban.community.roster.rules import guessing, vocabulary
from kairanban.community.roster.rules.fields import JOINED, Field
from kairanban.community.roster.rules.known_words import BLOCK_RANK
from kairanban.community.roster.rules.sheets import Row, Sheet
from kairanban.community.roster.rules.spelling import tidy, word_key

ROWS_LOOKED_AT = 40
LONGEST_HEADING = 30
PHONES = (Field.PHONE, Field.SECOND_PHONE)
_FAMILY = re.compile(r"(ふりがな|よみ|読み|かな|仮名).*(姓|せい|氏)$|^(姓|氏).*(ふりがな|よみ|読み|かな)$")
_GIVEN = re.compile(r"(ふりがな|よみ|読み|かな|仮名).*(名|めい)$|^名.*(ふりがな|よみ|読み|かな)$")
_NUMBERED = re.compile(r"\d+$")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading as written, its meaning, and whether the meaning is certain.

    `words` keeps the file's spelling of our values ({"paper": "紙"}) for exports.
    """

    index: int
    heading: str
    means: Field
    certain: bool = True
    samples: tuple[str, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Heading:
    """The lines of the heading (none if the sheet has none) and the index of the first row below."""

    lines: tuple[int, ...]
    texts: tuple[str, ...]
    first: int


def meaning_of(heading: str) -> Field | None:
    """Return the meaning of a heading, None if no word of it is known."""
    key = vocabulary.key(heading) if len(heading) <= LONGEST_HEADING else ""
    if not key:
        return None
    bare = word_key(re.sub(r"[（(【\[].*?[）)】\]]", "", heading))
    for candidate in (key, bare, _NUMBERED.sub("", key)):
        if candidate in vocabulary.HEADINGS:
            return vocabulary.HEADINGS[candidate]
    if _FAMILY.search(key):
        return Field.FAMILY_READING
    if _GIVEN.search(key) and "氏名" not in key and "名前" not in key:
        return Field.GIVEN_READING
    return next((what for part, what in vocabulary.PARTS if part in key), None)


def find_heading(sheet: Sheet) -> Heading:
    """Return the row, or two adjacent rows, that name most columns; titles above are skipped."""
    rows = sheet.rows[:ROWS_LOOKED_AT]
    found: list[tuple[tuple[int, int, int], Heading]] = []
    for index in range(len(rows)):
        for taken in (rows[index : index + 1], rows[index : index + 2]):
            if len(taken) == 2 and not _continues(taken[1]):
                continue
            texts = taken[0].cells if len(taken) == 1 else _over_two_rows(*taken)
            if named := _named(texts):
                heading = Heading(tuple(row.line for row in taken), texts, index + len(taken))
                found.append(((named, -len(taken), -index), heading))
    return max(found, key=lambda one: one[0])[1] if found else Heading((), (), 0)


def heading_at(sheet: Sheet, lines: Sequence[int]) -> Heading:
    """Return the heading chosen by the reader; no lines mean that the sheet has none."""
    places = [index for index, row in enumerate(sheet.rows) if row.line in set(lines)][:2]
    if not places:
        return Heading((), (), 0)
    rows = [sheet.rows[index] for index in places]
    texts = rows[0].cells if len(rows) == 1 else _over_two_rows(rows[0], rows[1])
    return Heading(tuple(row.line for row in rows), texts, places[-1] + 1)


def columns_of(
    sheet: Sheet, heading: Heading, chosen: Mapping[int, Field] | None = None
) -> tuple[Column, ...]:
    """Return every column with its meaning; the reader's choice overrides the guess."""
    below = sheet.rows[heading.first :]
    width = max((len(row.cells) for row in below[:2000]), default=0)
    texts = (*heading.texts, *("" for _ in range(width - len(heading.texts))))
    understood: list[tuple[Field, bool]] = []
    for index, text in enumerate(texts):
        if heading.lines:
            means = meaning_of(text)
            understood.append((means or Field.IGNORED, means is not None or not text))
        else:
            understood.append((guessing.meaning_of_cells([row.cell(index) for row in below]), False))
    settled = _settled(texts, understood)

    columns = []
    for index, (means, certain) in enumerate(settled):
        if chosen and index in chosen:
            means, certain = chosen[index], True
        shown = () if means is Field.NEVER else below[:30]
        samples = tuple(dict.fromkeys(tidy(row.cell(index))[:60] for row in shown if row.cell(index)))[:3]
        columns.append(Column(index, texts[index], means, certain, samples))
    return tuple(columns)


def _named(texts: Sequence[str]) -> int:
    """Score a row as a heading by the fields it names; 0 if it could be data."""
    meanings = [meaning_of(text) for text in texts if text]
    known = {means for means in meanings if means is not None}
    names = known & {Field.NAME, Field.FAMILY_NAME}
    if len(known) < 2 or (not names and len(known) < 3):
        return 0
    if 2 * sum(means is not None for means in meanings) < len(meanings):
        return 0
    return sum(means is not None for means in meanings) + len(known)


def _continues(row: Row) -> bool:
    """Tell whether a row can be the lower half of a heading: short, at least half of its words known."""
    filled = [row.cells[index] for index in row.filled]
    known = sum(meaning_of(text) is not None for text in filled)
    return all(len(text) <= LONGEST_HEADING for text in filled) and 2 * known >= len(filled)


def _over_two_rows(upper: Row, lower: Row) -> tuple[str, ...]:
    texts, above = [], ""
    for index in range(max(len(upper.cells), len(lower.cells))):
        # A merged cell of the upper row covers the columns up to the next one.
        above = tidy(upper.cell(index)) or above
        own, below = tidy(upper.cell(index)), tidy(lower.cell(index))
        if not below or below == above:
            texts.append(own or below)
        elif meaning_of(below) is None or word_key(below) in ("姓", "名", "氏"):
            texts.append(f"{above} {below}".strip())
        else:
            texts.append(below)
    return tuple(texts)


def _settled(texts: Sequence[str], understood: Sequence[tuple[Field, bool]]) -> list[tuple[Field, bool]]:
    """Give each field one column, except joined ones; later columns get another meaning or none."""
    settled: list[tuple[Field, bool]] = []
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


def _smallest_block(texts: Sequence[str], understood: Sequence[tuple[Field, bool]]) -> int | None:
    def rank(index: int) -> int:
        key = word_key(texts[index])
        return next(
            (place for place, word in enumerate(BLOCK_RANK) if word_key(word) in key), len(BLOCK_RANK)
        )

    candidates = [index for index, (means, _) in enumerate(understood) if means is Field.BLOCK]
    return min(candidates, key=rank, default=None)
