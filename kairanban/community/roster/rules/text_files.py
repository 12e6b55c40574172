"""CSV and tab-separated text as Excel and other programs write it: UTF-8, UTF-16, Shift_JIS or JIS."""

import codecs
import csv
import itertools
import re
from collections import Counter

from kairanban.community.roster.rules.sheets import MAX_ROWS, Gathering, Row, too_long
from kairanban.community.roster.rules.unreadable import Unreadable
from kairanban.i18n.marks import N as _n

DELIMITERS = (",", "\t", ";")
LINES_LOOKED_AT = 60
MAX_LINES = 5 * MAX_ROWS  # empty ones and those inside a cell included
CONTROLS = re.compile(r"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff]")
# U+F8F0-F8F3 come from bytes that are no Shift_JIS; other private characters are 外字 of names.
NO_LETTERS = re.compile(r"[\x00\x80\uf8f0-\uf8f3]")
MARKUP = re.compile(r"\s*<(\?xml|!doctype|html|table|meta)", re.IGNORECASE)
# Our own last line; if it is not read as a row, a quotation mark before it was never closed.
END = "\x1e"


def read(data: bytes) -> tuple[Row, ...]:
    """Return the filled rows of a text file with the line each begins on; raise Unreadable."""
    text = CONTROLS.sub("", decode(data))
    if MARKUP.match(text):
        raise Unreadable(
            _n("This is a web page, not a table. Please save it as CSV or as an Excel workbook (.xlsx).")
        )
    lines = re.split(r"\r\n|\r|\n", text)
    if len(lines) > MAX_LINES:
        raise too_long()
    return _rows(lines, _delimiter(lines))


def decode(data: bytes) -> str:
    """Decode the bytes; Unreadable if no Japanese encoding fits or a NUL remains."""
    for encoding in _encodings(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not NO_LETTERS.search(text):
            return text
    raise Unreadable(
        _n("The letters of this file cannot be read. Please save it as “CSV UTF-8” and send it again.")
    )


def _encodings(data: bytes) -> tuple[str, ...]:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return ("utf-16",)
    if b"\x00" in data:
        # Zero bytes without a BOM: in UTF-16 they accompany every comma and line end.
        little = data.count(b"\x00", 0, 4096) and data[1:4096:2].count(0) >= data[0:4096:2].count(0)
        return ("utf-16-le",) if little else ("utf-16-be",)
    if b"\x1b$" in data or b"\x1b(" in data:
        # JIS of mail programs and old systems switches between alphabets with escapes.
        return ("iso2022_jp_ext", "iso2022_jp_2004")
    return ("utf-8-sig", "cp932")


def _delimiter(lines: list[str]) -> str:
    """Return the delimiter that splits most of the first lines into the same number of cells."""
    looked_at = list(itertools.islice((line for line in lines if line.strip()), LINES_LOOKED_AT))

    def evenness(delimiter: str) -> tuple[int, int]:
        widths = Counter(len(_cut(line, delimiter)) for line in looked_at)
        del widths[1]
        if not widths:
            return (0, 0)
        width, lines_of_it = max(widths.items(), key=lambda pair: (pair[1], pair[0]))
        return (lines_of_it, width)

    return max(DELIMITERS, key=evenness)


def _cut(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line[:20_000]], delimiter=delimiter), [])
    except csv.Error:
        return []


def _rows(lines: list[str], delimiter: str) -> tuple[Row, ...]:
    gathering = Gathering()
    reader = csv.reader(itertools.chain((line + "\n" for line in lines), [END]), delimiter=delimiter)
    begins, last = 1, [""]
    try:
        for last in reader:
            if last != [END]:
                gathering.add(begins, last)
            begins = reader.line_num + 1
    except csv.Error as error:
        raise _unclosed(begins) from error
    if last != [END]:
        raise _unclosed(begins)
    return tuple(gathering.rows)


def _unclosed(line: int) -> Unreadable:
    return Unreadable(
        _n("Up to line %(line)s the file can be read; after it a quotation mark seems not to be closed."),
        line=str(line),
    )
