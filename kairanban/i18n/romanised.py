"""Japanese names on a page in another language: marked as Japanese, and with their reading in Latin letters."""

import re
from functools import lru_cache

import jaconv
from markupsafe import Markup

from kairanban.i18n.named import Names, Parts, occurrences

# Ends of the names of places, written apart so that a long name can be read.
_ENDS = ("じちかい", "ちょうないかい", "れんごうかい", "だんち", "しゅうかいじょ")
# A text in Japanese is left as it was written.
_JAPANESE = re.compile(r'<(article|h1|h2|p|span|a|b|strong)\b[^>]* lang="ja".*?</\1>', re.S)
_LONG = ((re.compile("o[ou](?![aeiou])"), "ō"), (re.compile("uu(?![aeiou])"), "ū"))


def with_letters(html: str, names: Names, *, latin: bool) -> str:
    """Mark each known name as Japanese; with `latin`, add its reading where it stands first: 若葉市 (Wakabashi)."""
    out, end, read = list[str](), 0, set[str]()
    japanese = [text.span() for text in _JAPANESE.finditer(html)]
    # The header has room for the name alone.
    head = html.find("</header>")
    for found in occurrences(html, names):
        name = found["name"]
        if any(start < found.start() < stop for start, stop in japanese):
            continue
        out += (html[end : found.start()], f'<span lang="ja">{name}</span>')
        if latin and names[name] and name not in read and found.start() > head:
            out.append(Markup(' <span class="latin">({})</span>').format(letters(names[name])))
            read.add(name)
        end = found.start() + len(name)
    return "".join((*out, html[end:]))


@lru_cache(maxsize=4096)
def letters(parts: Parts) -> str:
    """Return a name in Hepburn letters, with a macron over long vowels: Gotō Kiyo."""
    return " ".join(_word(word) for _, reading in parts for word in _apart(reading))


def _apart(reading: str) -> tuple[str, ...]:
    """Return the reading with its known end apart."""
    for end in _ENDS:
        if reading.endswith(end) and len(reading) > len(end):
            return reading.removesuffix(end), end
    return (reading,)


def _word(kana: str) -> str:
    # っ before ち is a t; the converter knows the doubled letter only.
    written = jaconv.kana2alphabet(kana).replace("cch", "tch")
    for vowels, long in _LONG:
        written = vowels.sub(long, written)
    return written.capitalize()
