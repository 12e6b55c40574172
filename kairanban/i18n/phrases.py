"""Line breaks in Japanese headings and buttons: after a phrase, never inside もどる."""

import re
from functools import cache, lru_cache
from html import unescape

import budoux
from markupsafe import Markup, escape

from kairanban.i18n.languages import LANGUAGES

# A word with its ruby, a tag, or a character; each stays together.
_PIECE = re.compile(
    r"<ruby>(?P<base>.*?)<rt>.*?</rt></ruby>|(?P<tag><[^>]*>)|(?P<char>&[^;\s]{1,8};|[^<])", re.S
)


# A Japanese circular may be shown on a page in another language.
_KANA = re.compile("[ぁ-ん]")


# Word joiner: browsers would else break a line beside ruby.
_JOINED = "\u2060"


@cache
def _parser() -> budoux.Parser:
    return budoux.load_default_japanese_parser()


@lru_cache(maxsize=4096)
def broken(language: str, text: str) -> Markup:
    """Return escaped text (markup as it is) with <wbr> after each phrase if it is Japanese."""
    if not LANGUAGES[language].japanese and not _KANA.search(text):
        return escape(text)
    pieces = [(piece[0], _plain(piece)) for piece in _PIECE.finditer(escape(text))]
    ends = set[int]()
    for phrase in _parser().parse("".join(plain for _, plain in pieces)):
        ends.add(max(ends, default=0) + len(phrase))
    out, at, ruby = list[str](), 0, False
    for markup, plain in pieces:
        if plain and at and at in ends:
            out.append("<wbr>")
        elif plain and at and (ruby or markup.startswith("<ruby")):
            out.append(_JOINED)
        out.append(markup)
        at += len(plain)
        ruby = markup.startswith("<ruby") if plain else ruby
    return Markup("".join(out))


def whole(language: str, text: str) -> Markup:
    """Wrap each phrase in a span for the PDF renderer, which ignores <wbr>; `.whole span` prevents breaks."""
    pieces = broken(language, text).split("<wbr>")
    return Markup("").join(Markup("<span>%s</span>") % Markup(piece) for piece in pieces)


def _plain(piece: re.Match[str]) -> str:
    if piece["tag"]:
        return ""
    return unescape(piece["base"] or piece["char"])
