"""ふりがな: the readings of words in a text, and their ruby markup."""

import json
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from html import unescape

from markupsafe import Markup, escape

from kairanban.i18n.kanji import is_hard, is_kanji


class Furigana(StrEnum):
    NONE = "none"
    HARD = "hard"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Span:
    """Characters `start` to `end` of a text are one word with this reading in hiragana."""

    start: int
    end: int
    reading: str


Spans = tuple[Span, ...]
# Behind every text.
_LAST = Span(sys.maxsize, sys.maxsize, "")

# The notation of Aozora Bunko: ｜回覧《かいらん》.
_MARK = re.compile(r"｜([^｜《》]+)《([^｜《》]+)》")
# Signs that markup may leave out of the text before the next one it has.
_FURTHEST = 200
_PIECE = re.compile(r"(?P<tag><[^>]*>)|(?P<char>&[^;\s]{1,8};|[^<])", re.S)


def parse(marked: str) -> tuple[str, Spans]:
    """Split a text with inline readings into plain text and readings."""
    plain, spans, end = "", list[Span](), 0
    for found in _MARK.finditer(marked):
        plain += marked[end : found.start()]
        spans.append(Span(len(plain), len(plain) + len(found[1]), found[2]))
        plain += found[1]
        end = found.end()
    return plain + marked[end:], tuple(spans)


@lru_cache(maxsize=2048)
def unpack(packed: str | None, field: str) -> Spans:
    """Return the readings of one field from JSON: `{"title": [[0, 2, "こうえん"]]}`."""
    return tuple(Span(*span) for span in _fields(packed).get(field, ())) if packed else ()


@lru_cache(maxsize=8)
def _fields(packed: str) -> dict[str, list[tuple[int, int, str]]]:
    """Return the readings of all fields; a page asks for one after the other."""
    fields: dict[str, list[tuple[int, int, str]]] = json.loads(packed)
    return fields


def write(plain: str, spans: Spans) -> str:
    """Write the readings into the text; the inverse of `parse`."""
    out, end = "", 0
    for span in spans:
        out += plain[end : span.start] + f"｜{plain[span.start : span.end]}《{span.reading}》"
        end = span.end
    return out + plain[end:]


def as_read(plain: str, spans: Spans) -> str:
    """Replace each word by its reading."""
    out, end = "", 0
    for span in spans:
        out += plain[end : span.start] + span.reading
        end = span.end
    return out + plain[end:]


def fitted(start: int, surface: str, reading: str) -> Span | None:
    """Return the part of a word that needs a reading (読む / よむ is 読 / よ), or None."""
    if not any(map(is_kanji, surface)) or not reading or surface == reading:
        return None
    head = 0
    while head < min(len(surface), len(reading)) - 1 and surface[head] == reading[head]:
        head += 1
    tail = 0
    while tail < min(len(surface), len(reading)) - head - 1 and surface[-1 - tail] == reading[-1 - tail]:
        tail += 1
    return Span(start + head, start + len(surface) - tail, reading[head : len(reading) - tail])


def wanted(plain: str, spans: Spans, level: str) -> Spans:
    """Return the readings shown at this level, one over each group of kanji."""
    if level not in (Furigana.HARD, Furigana.ALL):
        return ()
    found: list[Span] = []
    for span in spans:
        word = plain[span.start : span.end]
        if level == Furigana.ALL or is_hard(word):
            # As the word begins and ends with a kanji, kana can stand between two of them only.
            found += divided(span, word) if len(word) > 2 and _KANA.search(word) else (span,)
    return tuple(found)


_KANA = re.compile("[ぁ-んァ-ヶー]+")


# A longer word is left whole: it could be divided in too many ways.
_LONGEST_READING = 24
_GROUP = re.compile("[ぁ-んァ-ヴー]+|[^ぁ-んァ-ヴー]+")


@lru_cache(maxsize=4096)
def divided(span: Span, word: str) -> Spans:
    """Divide 受け付 / うけつ into 受 / う and 付 / つ; leave a word whole whose kana are not in its reading."""
    groups = list(_GROUP.finditer(word))
    ways = (
        _divisions([one[0] for one in groups], span.reading) if len(span.reading) <= _LONGEST_READING else ()
    )
    kanji = [one for one in groups if not _KANA.match(one[0])]
    # Of several, that whose longest reading of a kanji is the shortest.
    best = min(
        ways,
        key=lambda way: max(len(part) / len(one[0]) for part, one in zip(way, kanji, strict=True)),
        default=None,
    )
    if best is None:
        return (span,)
    return tuple(
        Span(span.start + one.start(), span.start + one.end(), part)
        for one, part in zip(kanji, best, strict=True)
    )


def _divisions(groups: Sequence[str], reading: str) -> Iterator[tuple[str, ...]]:
    """Yield each way to give every group of kanji a part of the reading, where the kana between them are its own."""
    if not groups:
        if not reading:
            yield ()
        return
    first, *others = groups
    if _KANA.match(first):
        kana = "".join(chr(ord(sign) - 0x60) if "ァ" <= sign <= "ヴ" else sign for sign in first)
        if reading.startswith(kana):
            yield from _divisions(others, reading[len(kana) :])
        return
    for length in range(1, len(reading) + 1):
        for parts in _divisions(others, reading[length:]):
            yield (reading[:length], *parts)


@lru_cache(maxsize=4096)
def weave(html: Markup, plain: str, spans: Spans) -> Markup:
    """Add ruby to markup made from `plain`; a word split by a tag gets none."""
    if not spans:
        return html
    pieces = _aligned(html, plain)
    out, at = list[str](), 0
    waiting = iter((*spans, _LAST))
    span = next(waiting)
    while at < len(pieces):
        piece, position = pieces[at]
        while position is not None and span.start < position:
            span = next(waiting)
        if span.start != position:
            out.append(piece)
            at += 1
            continue
        end, base, length = at, list[str](), span.end - span.start
        while end < len(pieces) and len(base) < length:
            text, where = pieces[end]
            if where is not None:
                base.append(text)
            elif text != "<wbr>":
                break
            end += 1
        if len(base) == length:
            out.append(f"<ruby>{''.join(base)}<rt>{escape(span.reading)}</rt></ruby>")
            at = end
        else:
            out.append(piece)
            at += 1
    return Markup("".join(out))


def ruby(plain: str, spans: Spans) -> Markup:
    """Return a plain text as markup with ruby."""
    return weave(escape(plain), plain, spans)


def _aligned(html: Markup, plain: str) -> list[tuple[str, int | None]]:
    """Pair each tag with None and each character with its position in `plain`, None where it has none."""
    found: list[tuple[str, int | None]] = []
    at = 0
    for piece in _PIECE.finditer(html):
        char = piece[0]
        if piece["tag"]:
            found.append((char, None))
            continue
        if plain.startswith(char, at) and char[0] != "&":
            found.append((char, at))
            at += 1
            continue
        sign = unescape(char) if char[0] == "&" else char
        # Not searched to the end: a sign that is not in the text would cost its whole length each time.
        position = plain.find(sign, at, at + _FURTHEST + len(sign))
        if position < 0:
            found.append((char, None))
        else:
            found.append((char, position))
            at = position + 1
    return found
