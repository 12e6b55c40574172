"""Normalise text to one line or to paragraphs.

A name with a line break ends a mail's header, an iCalendar file, a row of a table; a control sign of the writing
direction makes a name read as another.
"""

import re
from unicodedata import combining

# Everything that a program takes for the end of a line, and tabs.
_BREAKS = re.compile(r"[\t\n\v\f\r\x1c-\x1f\x85\u2028\u2029]+")
# Line ends of paragraphs, each of which becomes one \n.
_ENDS = re.compile(r"\r\n|[\n\v\f\r\x1c-\x1e\x85\u2028\u2029]")
# Controls, controls of the writing direction, and halves of signs.
_UNSEEN = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)

# Marks one sign may carry; writing needs two or three, and sorting a run of thousands takes its square.
MARKS_MOST = 30


def one_line(text: str) -> str:
    """Return the text on one line, without invisible control characters."""
    return _unpiled(_UNSEEN.sub("", _BREAKS.sub(" ", text))).strip()


def paragraphs(text: str) -> str:
    r"""Return the text with \n as its only line end, without invisible control characters."""
    return _unpiled(_UNSEEN.sub("", _ENDS.sub("\n", text))).strip()


def _unpiled(text: str) -> str:
    """Drop combining marks after the thirtieth in a row (Unicode Annex 15, stream-safe text)."""
    if text.isascii() or not any(map(combining, text)):
        return text
    kept, run = list[str](), 0
    for sign in text:
        run = run + 1 if combining(sign) else 0
        if run <= MARKS_MOST:
            kept.append(sign)
    return "".join(kept)
