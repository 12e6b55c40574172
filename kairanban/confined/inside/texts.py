"""Worker that finds the facts in the text of scans; `found` does the same for documents."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from kairanban.confined import frames
from kairanban.confined.facts import written
from kairanban.confined.inside.facts import MOST_SIGNS, find_facts
from kairanban.confined.inside.plain_text import tidy_text

# Tesseract puts spaces between Japanese characters.
_GAP = re.compile(r"(?<=[^\x00-\x7f]) +(?=[^\x00-\x7f])|(?<=[^\x00-\x7f]) +(?=\d)|(?<=\d) +(?=[^\x00-\x7f])")
# The space behind a label is seldom seen: 日時12月20日, not 日時は.
_LABELLED = re.compile(
    r"^(日時|とき|場所|会場|ところ|集合|持ち物|問い合わせ先?|電話|締切)(?=[^\s:：はがのをにで等・、。ち先日])"
)
# Columns of Tesseract's TSV: level, page, block, paragraph, line, word, left, top, width, height, confidence, text.
_COLUMNS, _WORD = 12, "5"
# Of 100: a line below is a texture, and so is a page below.
_SURE_OF_LINE, _SURE_OF_PAGE = 35.0, 55.0
_FEWEST = 4
# In sizes of a letter; columns are looser than lines.
_WIDE, _LOWER = 1.0, 1.5


def work(header: dict[str, Any], blobs: Sequence[bytes]) -> bytes:
    """Return the text of all pages, which of those read by a machine have any, and the facts.

    Each blob is the text of a page, or Tesseract's TSV where `read` says so; `filled` are the fields typed over it.
    """
    pages = [blob.decode("utf-8", "replace") for blob in blobs]
    read = [
        read_text(page) if by_machine else page
        for page, by_machine in zip(pages, header["read"], strict=True)
    ]
    texts = [
        with_fields(text, filled) if by_machine else text
        for text, filled, by_machine in zip(read, header["filled"], header["read"], strict=True)
    ]
    return frames.pack({"found": [bool(text) for text in read], **found(texts, header["today"])})


def with_fields(text: str, filled: str) -> str:
    """Return the text with those fields behind it that the machine has not read, or not rightly."""
    known = _compact(text)
    missing = [line for line in filled.split("\n") if line.strip() and _compact(line) not in known]
    return "\n".join([text, *missing] if text else missing)


def _compact(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def read_text(table: str) -> str:
    """Return the lines of a TSV that the machine is sure of, "" for a picture without letters."""
    lines: list[str] = []
    weight = sure = 0.0
    paragraph = ""
    for part, words in _lines(table):
        letters = sum(len(word.text) for word in words)
        line_sure = sum(word.sure * len(word.text) for word in words)
        if line_sure < _SURE_OF_LINE * letters:
            continue
        if lines and part != paragraph:
            lines.append("")
        paragraph = part
        lines.append(_spaced(words))
        weight += letters
        sure += line_sure
    return "\n".join(lines) if weight >= _FEWEST and sure >= _SURE_OF_PAGE * weight else ""


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    sure: float
    left: float
    top: float
    width: float
    height: float


def _lines(table: str) -> Iterator[tuple[str, list[_Word]]]:
    """Yield the words of each line, after its block and paragraph."""
    key, words = ("", ""), list[_Word]()
    for row in table.split("\n"):
        columns = row.split("\t")
        if len(columns) != _COLUMNS or columns[0] != _WORD or not columns[11].strip():
            continue
        own = ("-".join(columns[1:4]), columns[4])
        if own != key and words:
            yield key[0], words
            words = []
        key = own
        left, top, width, height, sure = (_number(columns[at]) for at in range(6, 11))
        words.append(_Word(columns[11].strip(), min(100.0, sure), left, top, width, height))
    if words:
        yield key[0], words


def _spaced(words: list[_Word]) -> str:
    """Join the words of a line; a gap as wide as a letter is one: 日時　12月20日."""
    first, last = words[0], words[-1]
    vertical = abs(last.top - first.top) > abs(last.left - first.left)
    size = max(word.width if vertical else word.height for word in words)
    text = first.text
    for before, word in pairwise(words):
        gap = word.top - before.top - before.height if vertical else word.left - before.left - before.width
        text += ("\u3000" if gap > (_LOWER if vertical else _WIDE) * size else " ") + word.text
    return _LABELLED.sub("\\1\u3000", _GAP.sub("", text), count=1)


def _number(text: str) -> float:
    try:
        return min(1e6, max(0.0, float(text)))
    except ValueError:
        return 0.0


def found(pages: Sequence[str], today: str) -> dict[str, str]:
    """Return the text of a paper as paragraphs, at most 20,000 characters, and the facts in it."""
    text = "\n\n".join(page for page in pages if page)[:MOST_SIGNS]
    return {"text": tidy_text(text), "facts": written(find_facts(text, date.fromisoformat(today)))}
