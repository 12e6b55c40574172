"""Line breaks in Japanese markup: after a phrase, never inside もどる, 後藤 キヨ様 or a word with its reading.

`<wbr>` stands at the borders, with `word-break: keep-all`. Where that is not enough (beside ruby, brackets, figures and spaces)
a span keeps the phrase together; a long one still breaks where a line is too short for it (`.phrase` in app.css).
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from html import unescape

from markupsafe import Markup, escape

from kairanban.i18n.borders import borders, width
from kairanban.i18n.languages import LANGUAGES

_PIECE = re.compile(
    r"<ruby>(?P<base>.*?)<rt>(?P<reading>.*?)</rt></ruby>|<(?P<end>/?)(?P<tag>[a-z][a-z0-9]*)\b[^>]*>|(?P<text>[^<]+|<)",
    re.S,
)
_INLINE = frozenset({"a", "span", "strong", "em", "b", "small", "time", "code", "bdi"})
# A Japanese circular may be shown on a page in another language.
_KANA = re.compile("[ぁ-ん]")
# keep-all alone keeps these together.
_PLAIN = re.compile("[「『（(【]*[ぁ-ゖァ-ヺー一-龠々〆ヶ]*[、。，．！？!?・…：」』）)】]*")
# A name or a number that is filled in later.
_FILLED_IN = re.compile(r"%\(\w+\)s")
_SIGN = re.compile(r"&[^;\s]{1,8};|[^&]|&")
# In em: what fits beside the frame of a card at 320 px in the largest letters, and at 600 px in a heading, with wider letters too.
SHORT, LONG = 5.8, 9.6
DONE = '<span class="phrase'


class _Phrase:
    """Pieces of markup of one phrase: what it is wrapped in is known at its end."""

    def __init__(self) -> None:
        self.pieces: list[tuple[str, str]] = []
        self.plain, self.wide, self.ruby = "", 0.0, False

    def add(self, markup: str, plain: str, reading: str = "") -> None:
        self.pieces.append((markup, ""))
        self.plain += plain
        self.wide += max(width(plain), width(reading) / 2)
        self.ruby = self.ruby or bool(reading)

    def written(self) -> str:
        """Return the markup, in a span where nothing else keeps it together."""
        pieces = self.pieces
        if (not self.ruby and _PLAIN.fullmatch(self.plain.strip())) or not self.plain.strip():
            return "".join(markup for markup, _ in pieces)
        first, last = _inside(pieces)
        before, inside = pieces[:first], pieces[first:last]
        # A long address is broken where it is too long, and what stands behind it follows it.
        if _unbalanced(inside) or (
            self.wide > LONG and not self.ruby and any("<a " in piece for piece, _ in inside)
        ):
            return "".join(markup for markup, _ in pieces)
        words = "".join(markup for markup, _ in inside)
        behind = "".join(markup for markup, _ in pieces[last:])
        bare = words.rstrip(" 　\n") if words[-1] in " 　\n" else words
        return f'{"".join(m for m, _ in before)}{DONE}{kind(self.wide, self.plain)}">{bare}</span>{words[len(bare) :]}{behind}'


def kind(wide: float, plain: str = "") -> str:
    """Return the classes of a phrase besides its first, by its width in em."""
    if wide > LONG or _FILLED_IN.search(plain):
        return " longest"
    return " long" if wide > SHORT else ""


def _inside(pieces: list[tuple[str, str]]) -> tuple[int, int]:
    """Return where the words begin and end: tags opened or closed for other phrases as well stay outside."""
    unmatched, opened = set[int](), list[int]()
    for at, (_, kind) in enumerate(pieces):
        if kind == "open":
            opened.append(at)
        elif kind == "close":
            if opened:
                opened.pop()
            else:
                unmatched.add(at)
    unmatched.update(opened)
    first, last = 0, len(pieces)
    while first < last and (first in unmatched or pieces[first][1] == "break"):
        first += 1
    while last > first and last - 1 in unmatched:
        last -= 1
    while last - first > 2 and pieces[first][1] == "open" and not _unbalanced(pieces[first + 1 : last - 1]):
        first, last = first + 1, last - 1
    return first, last


def _unbalanced(pieces: list[tuple[str, str]]) -> bool:
    depth = 0
    for _, kind in pieces:
        depth += {"open": 1, "close": -1}.get(kind, 0)
        if depth < 0:
            return True
    return depth != 0


# Longer texts are broken anew: thousands of whole papers would fill the memory.
_KEPT = 2_000


def broken(language: str, text: object) -> Markup:
    """Return escaped text (markup as it is) with its line breaks if it is Japanese."""
    return _remembered(language, text) if len(str(text)) <= _KEPT else _broken(language, text)


# Typed: markup and a text of the same characters are not the same.
@lru_cache(maxsize=4096, typed=True)
def _remembered(language: str, text: object) -> Markup:
    return _broken(language, text)


def _broken(language: str, text: object) -> Markup:
    html = escape(text)
    if (not LANGUAGES[language].japanese and not _KANA.search(html)) or "<wbr>" in html or DONE in html:
        return html
    out, run = list[str](), list[re.Match[str]]()
    for piece in _PIECE.finditer(html):
        if piece["tag"] and piece["tag"] not in _INLINE:
            out += (_run(run), piece[0])
            run.clear()
        else:
            run.append(piece)
    out.append(_run(run))
    return Markup("".join(out))


def _run(pieces: list[re.Match[str]]) -> str:
    """Break one line of text, with the tags that stand in it."""
    texts = [unescape(piece["base"] or piece["text"] or "") for piece in pieces]
    plain = "".join(texts)
    if not plain.strip():
        return "".join(piece[0] for piece in pieces)
    out, phrase, at = list[str](), _Phrase(), 0
    waiting = iter(_outside_ruby(borders(plain), pieces, texts))
    end = next(waiting)

    def close() -> _Phrase:
        """End the phrase; a tag that opens behind its last word belongs to the next one."""
        nonlocal phrase
        done, phrase = phrase, _Phrase()
        while done.pieces and done.pieces[-1][1] == "open":
            phrase.pieces.insert(0, done.pieces.pop())
        out.append(done.written())
        if not done.plain.endswith((" ", "　", "\n")):
            phrase.pieces.insert(0, ("<wbr>", "break"))
        return phrase

    for piece, text in zip(pieces, texts, strict=True):
        if piece["tag"]:
            phrase.pieces.append((piece[0], "close" if piece["end"] else "open"))
            continue
        if piece["base"]:
            while at >= end and at:
                phrase, end = close(), next(waiting)
            phrase.add(piece[0], text, piece["reading"])
            at += len(text)
            continue
        signs = _SIGN.findall(piece[0]) if "&" in piece[0] else piece[0]
        start = 0
        while start < len(text):
            while at >= end and at:
                phrase, end = close(), next(waiting)
            some = min(end - at, len(text) - start)
            phrase.add("".join(signs[start : start + some]), text[start : start + some])
            at, start = at + some, start + some
    out.append(phrase.written())
    return "".join(out)


def _outside_ruby(ends: Iterable[int], pieces: list[re.Match[str]], texts: list[str]) -> list[int]:
    """Leave out borders inside a word with its reading."""
    inside, at = set[int](), 0
    for piece, text in zip(pieces, texts, strict=True):
        if piece["base"]:
            inside.update(range(at + 1, at + len(text)))
        at += len(text)
    return [end for end in ends if end not in inside]


def whole(language: str, text: str) -> Markup:
    """Wrap each phrase in a span for the PDF renderer, which ignores <wbr>; `.whole span` prevents breaks."""
    pieces = broken(language, text).split("<wbr>")
    return Markup("").join(Markup("<span>%s</span>") % Markup(piece) for piece in pieces)
