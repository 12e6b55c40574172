"""Furigana of names, wherever they stand in a page: of the places near, of who serves there, of the household itself."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

import jaconv

from kairanban.i18n.borders import width
from kairanban.i18n.furigana import Furigana, fitted, ruby
from kairanban.i18n.kanji import is_hard, is_kanji
from kairanban.i18n.phrases import kind

_KANJI = re.compile("[一-龠々]")
_PASSED = re.compile(r"<(?:ruby|rt|title|option|textarea|script|style)\b")
# The parts of a name, each with its reading.
Parts = tuple[tuple[str, str], ...]
Names = Mapping[str, Parts]


# As they stand before a name in free text: 会長 山田.
OFFICES: dict[str, Parts] = {
    office: ((office, reading),)
    for office, reading in (
        ("会長", "かいちょう"), ("副会長", "ふくかいちょう"), ("自治会長", "じちかいちょう"), ("町内会長", "ちょうないかいちょう"),
        ("区長", "くちょう"), ("班長", "はんちょう"), ("組長", "くみちょう"), ("会計", "かいけい"), ("書記", "しょき"),
        ("民生委員", "みんせいいいん"), ("福祉協力員", "ふくしきょうりょくいん"),
    )
}  # fmt: skip


def readings_of(names: Iterable[tuple[str, str]]) -> dict[str, Parts]:
    """Return the parts of each name, also without its space, and of a family name of which only one reading is known.

    A name without a reading has no parts. One kanji alone is too often another word: 林.
    """
    found: dict[str, Parts] = {}
    families: dict[str, set[str]] = {}
    for name, reading in names:
        written, read = name.split(), _hiragana(reading).split()
        if not any(map(is_kanji, name)):
            continue
        if not read:
            if len(name) > 1:
                found.setdefault(name, ())
            continue
        parts = tuple(zip(written, read, strict=True)) if len(written) == len(read) else ()
        found[" ".join(written)] = parts or ((" ".join(written), "".join(read)),)
        if len(parts) == 2:
            found["".join(written)] = parts
            families.setdefault(written[0], set()).add(read[0])
    for family, readings in families.items():
        if len(readings) == 1 and len(family) > 1 and any(map(is_kanji, family)):
            found[family] = found.get(family) or ((family, readings.pop()),)
    return found


def with_names(html: str, names: Names, level: str) -> str:
    """Add the readings of known names and offices that the page has without one; a particle behind stays with its name."""
    names = {**OFFICES, **names}
    wanted = {
        name: parts for name, parts in names.items() if parts and (level == Furigana.ALL or is_hard(name))
    }
    out, end = list[str](), 0
    for found in occurrences(html, wanted):
        out += (html[end : found.start()], _read(found, names))
        end = found.end()
    return "".join((*out, html[end:]))


def occurrences(html: str, names: Names) -> Iterator[re.Match[str]]:
    """Yield each `name` that stands in the text of the page, and the particle `behind` it.

    Not within a tag, in a longer word, in what is read already, nor in an element of plain text.
    """
    shown = tuple(name for name in names if name in html)
    for found in _pattern(shown).finditer(html) if shown else ():
        start = found.start()
        tag = html.rfind("<", 0, start)
        within = tag >= 0 and html.find(">", tag, start) < 0
        if not (within or _KANJI.fullmatch(html[start - 1 : start]) or _PASSED.match(html, max(tag, 0))):
            yield found


@lru_cache(maxsize=512)
def _pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
    return re.compile(
        rf"(?P<name>{longest_first})(?![一-龠々](?<![様氏]))(?P<behind>[様氏]?[ぁ-ん]{{0,6}}[、。]?)"
    )


def _read(found: re.Match[str], names: Names) -> str:
    name = found["name"]
    words = (" " if " " in name else "").join(
        ruby(part, tuple(filter(None, [fitted(0, part, reading)]))) for part, reading in names[name]
    )
    return f'<span class="phrase{kind(width(found[0]))}">{words}{found["behind"]}</span>'


def _hiragana(reading: str) -> str:
    return jaconv.kata2hira(unicodedata.normalize("NFKC", reading))
