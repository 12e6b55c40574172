"""Words for a person's relation to the household: 世帯主, 妻, 長男, and marks such as ○ under 世帯主."""

import re
from collections.abc import Sequence
from enum import StrEnum

from kairanban.community.roster.rules import vocabulary
from kairanban.community.roster.rules.spelling import plain, word_key

_HEAD_HEADING = re.compile(r"世帯主|戸主|代表|筆頭|主$")


class Relation(StrEnum):
    HEAD = "head"
    GROWN = "grown"
    DESCENDANT = "descendant"
    OTHER = "other"
    """A word that is none of a family: 法人."""
    UNSAID = ""


def relation_of(cell: str) -> Relation:
    """Return what a cell of a column 続柄 says."""
    if not cell.strip():
        return Relation.UNSAID
    key = vocabulary.key(cell)
    for words, relation in (
        (vocabulary.HEADS, Relation.HEAD),
        (vocabulary.GROWN, Relation.GROWN),
        (vocabulary.DESCENDANTS, Relation.DESCENDANT),
    ):
        if key in words:
            return relation
    # 子(長男), 長男・学生, 孫2
    if re.match(r"(世帯主|本人)", key):
        return Relation.HEAD
    if re.search(r"(妻|夫|父|母|嫁|婿)$", key):
        return Relation.GROWN
    return Relation.DESCENDANT if re.match(r"[長次二三四五六七]?(男|女|子|孫)", key) else Relation.OTHER


def is_column_of_heads(heading: str, cells: Sequence[str]) -> bool:
    """Tell whether a column under 世帯主 holds marks, or repeats the head's name on the rows of each household."""
    if not _HEAD_HEADING.search(word_key(heading)):
        return False
    filled = [plain(cell) for cell in cells if cell.strip()]
    if not filled:
        return False
    marks = sum(vocabulary.key(cell) in vocabulary.MARKS for cell in filled)
    # On each row of the household, or on its first row alone.
    repeated = len(filled) > 2 and 5 * len(set(filled)) <= 4 * len(filled)
    first_rows = len(filled) > 1 and 5 * len(filled) <= 4 * len(cells)
    return 5 * marks >= 4 * len(filled) or repeated or first_rows
