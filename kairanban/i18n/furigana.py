"""ふりがな: which words of a text have which reading, and how that becomes ruby."""

import json
import re
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
    """The characters `start` to `end` of a text are one word with this reading in hiragana."""

    start: int
    end: int
    reading: str


Spans = tuple[Span, ...]

# As printers of books for the blind and publishers of free texts write it: ｜回覧《かいらん》.
_MARK = re.compile(r"｜([^｜《》]+)《([^｜《》]+)》")
_PIECE = re.compile(r"(?P<tag><[^>]*>)|(?P<char>&[^;\s]{1,8};|[^<])", re.S)


def parse(marked: str) -> tuple[str, Spans]:
    """A text with its readings written into it: the plain text, and the readings."""
    plain, spans, end = "", list[Span](), 0
    for found in _MARK.finditer(marked):
        plain += marked[end : found.start()]
        spans.append(Span(len(plain), len(plain) + len(found[1]), found[2]))
        plain += found[1]
        end = found.end()
    return plain + marked[end:], tuple(spans)


@lru_cache(maxsize=2048)
def unpack(packed: str | None, field: str) -> Spans:
    """The readings of one field of a text, from `{"title": [[0, 2, "こうえん"]]}`."""
    return tuple(Span(*span) for span in json.loads(packed).get(field, ())) if packed else ()


def write(plain: str, spans: Spans) -> str:
    """The readings written into the text."""
    out, end = "", 0
    for span in spans:
        out += plain[end : span.start] + f"｜{plain[span.start : span.end]}《{span.reading}》"
        end = span.end
    return out + plain[end:]


def as_read(plain: str, spans: Spans) -> str:
    """The text with each word written as it is read."""
    out, end = "", 0
    for span in spans:
        out += plain[end : span.start] + span.reading
        end = span.end
    return out + plain[end:]


def fitted(start: int, surface: str, reading: str) -> Span | None:
    """The part of a word that needs a reading: 読む / よむ is 読 / よ; None where nothing needs one."""
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
    """The readings that are shown at this level."""
    if level == Furigana.ALL:
        return spans
    if level == Furigana.HARD:
        return tuple(span for span in spans if is_hard(plain[span.start : span.end]))
    return ()


@lru_cache(maxsize=4096)
def weave(html: Markup, plain: str, spans: Spans) -> Markup:
    """Ruby in markup that was made from `plain`; where a tag cuts through a word, the word stays as it is."""
    if not spans:
        return html
    pieces = _aligned(html, plain)
    out, at, waiting = list[str](), 0, list(spans)
    while at < len(pieces):
        piece, position = pieces[at]
        while waiting and position is not None and waiting[0].start < position:
            waiting.pop(0)
        if position is None or not waiting or waiting[0].start != position:
            out.append(piece)
            at += 1
            continue
        span = waiting.pop(0)
        end, base = at, list[str]()
        while end < len(pieces) and len(base) < span.end - span.start:
            text, where = pieces[end]
            if where is not None:
                base.append(text)
            elif text != "<wbr>":
                break
            end += 1
        if len(base) == span.end - span.start:
            out.append(f"<ruby>{''.join(base)}<rt>{escape(span.reading)}</rt></ruby>")
            at = end
        else:
            out.append(piece)
            at += 1
    return Markup("".join(out))


def ruby(plain: str, spans: Spans) -> Markup:
    """A plain text with its readings."""
    return weave(escape(plain), plain, spans)


def _aligned(html: Markup, plain: str) -> list[tuple[str, int | None]]:
    """Each tag, and each character with its place in the plain text; what markup left out of it is passed over."""
    found: list[tuple[str, int | None]] = []
    at = 0
    for piece in _PIECE.finditer(html):
        if piece["tag"]:
            found.append((piece["tag"], None))
            continue
        position = plain.find(unescape(piece["char"]), at)
        if position < 0 or position - at > 200:
            found.append((piece["char"], None))
        else:
            found.append((piece["char"], position))
            at = position + 1
    return found
