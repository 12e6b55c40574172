"""Looking for circulars by parts of words, by year and by category."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from kairanban.circulation.circulars.rules.kinds import CATEGORIES, Kind
from kairanban.circulation.circulars.rules.texts import TEXT_FIELDS, Texts
from kairanban.core.clock import at, day_of
from kairanban.i18n.furigana import Spans, as_read

TYPED_MOST, WORDS_MOST = 60, 5
COLUMNS = (*TEXT_FIELDS, "search")
# Obituaries are in no archive.
SOUGHT_CATEGORIES = {code: name for code, name in CATEGORIES.items() if code != Kind.OBITUARY}
NEVER = 2**62

_TO_HIRAGANA = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}
# みどりヶ丘 is as often written みどりケ丘.
_TO_HIRAGANA |= {ord("ヵ"): ord("か"), ord("ヶ"): ord("け"), ord("ゕ"): ord("か"), ord("ゖ"): ord("け")}


def folded(text: str) -> str:
    """As texts and words are compared: NFKC, katakana as hiragana, lower case, one space between words."""
    return " ".join(unicodedata.normalize("NFKC", text).lower().translate(_TO_HIRAGANA).split())


def stored(texts: Texts) -> dict[str, str]:
    """The columns of an edition: each text as it was written, and all of them as they are searched."""
    written = {name: getattr(texts, name) for name in TEXT_FIELDS}
    return {**written, "search": searched(texts)}


def searched(texts: Texts, read: Mapping[str, Spans] | None = None) -> str:
    """All texts as they are searched; where they have been `read`, as they are spoken too: せいそう finds 清掃."""
    lines = [folded(getattr(texts, name)) for name in TEXT_FIELDS]
    lines += [folded(as_read(getattr(texts, name), spans)) for name, spans in (read or {}).items() if spans]
    # A word typed in never holds the end of a line, so none is found across two texts.
    return "\n".join(line for line in lines if line)


@dataclass(frozen=True, slots=True)
class Sought:
    """What was asked of an archive; the words as they were typed, and those of them that are looked for."""

    typed: str = ""
    words: tuple[str, ...] = ()
    year: int | None = None
    category: str = ""

    def __bool__(self) -> bool:
        return bool(self.words or self.year or self.category)

    def values(self) -> dict[str, object]:
        """What the statements of an archive are given."""
        return {
            **{f"word_{n}": self.words[n] if n < len(self.words) else "" for n in range(WORDS_MOST)},
            "since": at(date(self.year, 1, 1)) if self.year else 0,
            "until": at(date(self.year + 1, 1, 1)) if self.year else NEVER,
            "category": self.category,
        }

    def address(self, path: str, **more: object) -> str:
        """The page that asks the same again."""
        asked = {"words": self.typed, "year": self.year, "category": self.category, **more}
        query = urlencode({name: value for name, value in asked.items() if value})
        return f"{path}?{query}" if query else path


def sought(typed: str, year: int | None, category: str) -> Sought:
    """At most five words, all of which must be there; what is left out does not come back as if it counted."""
    typed = " ".join(typed[:TYPED_MOST].split()[:WORDS_MOST])
    words = tuple(dict.fromkeys(folded(typed)[: 2 * TYPED_MOST].split()))[:WORDS_MOST]
    return Sought(typed, words, year, category if category in SOUGHT_CATEGORIES else "")


def years(first: int | None, now: int) -> list[int]:
    """From this year back to that in which the first circular went round."""
    return list(range(day_of(now).year, day_of(now if first is None else first).year - 1, -1))
