"""Terms of neighbourhood associations in other languages, for translators of circulars."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).parent / "glossary.json"


@dataclass(frozen=True, slots=True)
class Term:
    japanese: str
    meaning: str


@cache
def glossary(language: str) -> list[Term]:
    """Return every term with its meaning in that language."""
    terms = json.loads(_FILE.read_text())
    return [Term(term, meanings[language]) for term, meanings in terms.items() if language in meanings]
