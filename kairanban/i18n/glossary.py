"""The words of neighbourhoods in other languages, for whoever translates a circular."""

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
    """Every term with its word, and what it is, in that language."""
    terms = json.loads(_FILE.read_text())
    return [Term(term, meanings[language]) for term, meanings in terms.items() if language in meanings]
