"""Type of a printed circular: the largest size with which its text is one sheet of A4."""

from dataclasses import dataclass
from math import ceil
from unicodedata import east_asian_width

from kairanban.circulation.circulars.rules.article import Article


@dataclass(frozen=True, slots=True)
class Type:
    """Size in points, and the height of a line as a multiple of it."""

    size: int
    leading: float
    with_readings: float
    """The height of a line with furigana above it."""


# 17 points is the size of large-print books, 12 is a little more than a letter from an office.
LARGE, MIDDLE, CLOSE, SMALL = Type(17, 1.7, 2.1), Type(15, 1.7, 2.1), Type(13, 1.6, 2), Type(12, 1.5, 1.9)
# Millimetres, as in circulars/paper.html.
_POINT = 0.3528
# The estimate of full lines is a tenth too high, so that it may be above 267.
_WIDTH, _HEIGHT = 178, 282
_CODE = 32
_BOX = 20


def type_of(article: Article, *, readings: bool) -> Type:
    """Return the type of the sheet; `readings` says that furigana stand above the lines.

    A text of its own stays large and takes a second sheet. One before the sheets it was taken from may be smaller,
    so that a paper of two sheets is handed over as three.
    """
    sizes = (LARGE, MIDDLE, CLOSE, SMALL) if article.sheets else (LARGE, MIDDLE)
    for type in sizes:
        if _height(article, type.size, type.with_readings if readings else type.leading) <= _HEIGHT:
            return type
    return CLOSE if article.sheets else LARGE


def _height(article: Article, size: int, leading: float) -> float:
    """Estimate the height of the text in millimetres."""
    line = size * _POINT * leading
    across = _WIDTH / (size * _POINT)
    facts = [
        article.facts_when,
        article.facts_where,
        article.facts_bring,
        article.facts_ask + article.facts_phone,
    ]
    said = [fact for fact in facts if fact]
    paragraphs = [article.gist, article.note, *article.body.split("\n")]
    lines = (
        # The head of the sheet, the title in letters half as large again, what was said of it.
        2.5
        + 1.5 * _lines(article.title, across / 1.5)
        + sum(_lines(fact, across - 7) for fact in said)
        + sum(_lines(text, across) for text in paragraphs if text.strip())
        # Half a line stands between paragraphs.
        + 0.6 * sum(not text.strip() for text in paragraphs[2:])
        + 1.5
    )
    return lines * line + _CODE + (_BOX if said else 0)


def _lines(text: str, across: float) -> int:
    """Return the lines of a text; phrases are kept whole, which leaves a tenth of each line empty."""
    width = sum(1.0 if east_asian_width(sign) in "WFA" else 0.55 for sign in text)
    return ceil(width / (across * 0.9)) if text else 0
