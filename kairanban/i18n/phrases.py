"""Where a Japanese heading or button may break: after a phrase, never inside もどる."""

import re
from functools import cache, lru_cache
from html import unescape

import budoux
from markupsafe import Markup, escape

from kairanban.i18n.languages import LANGUAGES

# A word with its reading stays together; so does a tag.
_PIECE = re.compile(
    r"<ruby>(?P<base>.*?)<rt>.*?</rt></ruby>|(?P<tag><[^>]*>)|(?P<char>&[^;\s]{1,8};|[^<])", re.S
)


# A circular may be in Japanese on a page that is not.
_KANA = re.compile("[ぁ-ん]")


# A browser would break a line beside a word with its reading: nothing breaks here.
_JOINED = "\u2060"


@cache
def _parser() -> budoux.Parser:
    return budoux.load_default_japanese_parser()


@lru_cache(maxsize=4096)
def broken(language: str, text: str) -> Markup:
    """The text, escaped unless it is markup already, with a break allowed after each phrase where it is Japanese."""
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
    """Each phrase in a piece of its own, for what makes the PDF, which would break anywhere; `.whole span` keeps them."""
    pieces = broken(language, text).split("<wbr>")
    return Markup("").join(Markup("<span>%s</span>") % Markup(piece) for piece in pieces)


def _plain(piece: re.Match[str]) -> str:
    if piece["tag"]:
        return ""
    return unescape(piece["base"] or piece["char"])
