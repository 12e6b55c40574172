"""Archive search by parts of words, year and category."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from kairanban.circulation.circulars.rules.kinds import CATEGORIES, Kind
from kairanban.circulation.circulars.rules.texts import BODY_MOST, TEXT_FIELDS, Texts
from kairanban.circulation.surveys.rules.questions import shown_lines
from kairanban.core.clock import at, day_of
from kairanban.i18n import variants
from kairanban.i18n.furigana import Spans, as_read

TYPED_MOST, WORDS_MOST = 60, 5
COLUMNS = (*TEXT_FIELDS, "search")
# The archive has no obituaries.
SOUGHT_CATEGORIES = {code: name for code, name in CATEGORIES.items() if code != Kind.OBITUARY}
NEVER = 2**62


def folded(text: str) -> str:
    """Return the text for comparison (`variants.folded`)."""
    return variants.folded(text, 2 * BODY_MOST)


def stored(texts: Texts) -> dict[str, str]:
    """Return an edition's columns: each text as written, and all of them folded for search."""
    written = {name: getattr(texts, name) for name in TEXT_FIELDS}
    return {**written, "search": searched(texts)}


def searched(texts: Texts, read: Mapping[str, Spans] | None = None) -> str:
    """Return the folded texts for search; with `read` also by their readings: せいそう finds 清掃."""
    lines = [folded(_words(name, getattr(texts, name))) for name in TEXT_FIELDS]
    lines += [
        folded(_words(name, as_read(getattr(texts, name), spans)))
        for name, spans in (read or {}).items()
        if spans
    ]
    # A search word has no newline, so it cannot match across two texts.
    return "\n".join(line for line in lines if line)


def _words(name: str, text: str) -> str:
    return shown_lines(text) if name == "questions" else text


@dataclass(frozen=True, slots=True)
class Sought:
    """An archive search: the words as typed, and the folded words to search for."""

    typed: str = ""
    words: tuple[str, ...] = ()
    year: int | None = None
    category: str = ""

    def __bool__(self) -> bool:
        return bool(self.words or self.year or self.category)

    def values(self) -> dict[str, object]:
        """Return the parameters of the archive's statements."""
        return {
            **{f"word_{n}": self.words[n] if n < len(self.words) else "" for n in range(WORDS_MOST)},
            "since": at(date(self.year, 1, 1)) if self.year else 0,
            "until": at(date(self.year + 1, 1, 1)) if self.year else NEVER,
            "category": self.category,
        }

    def address(self, path: str, **more: object) -> str:
        """Return the URL of the same search."""
        asked = {"words": self.typed, "year": self.year, "category": self.category, **more}
        query = urlencode({name: value for name, value in asked.items() if value})
        return f"{path}?{query}" if query else path


def sought(typed: str, year: int | None, category: str) -> Sought:
    """Return a search for at most five words, all required; ignored input is not shown again."""
    typed = " ".join(typed[:TYPED_MOST].split()[:WORDS_MOST])
    words = tuple(dict.fromkeys(folded(typed)[: 2 * TYPED_MOST].split()))[:WORDS_MOST]
    return Sought(typed, words, year, category if category in SOUGHT_CATEGORIES else "")


def years(first: int | None, now: int) -> list[int]:
    """Return the years from this one back to that of the first circular."""
    return list(range(day_of(now).year, day_of(now if first is None else first).year - 1, -1))
