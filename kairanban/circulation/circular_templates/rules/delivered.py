"""The templates delivered with kairanban, reviewed in every language."""

import tomllib
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from kairanban.circulation.circular_templates.rules.slots import CircularTemplate, marked
from kairanban.circulation.circulars.rules.kinds import ReplyKind
from kairanban.circulation.circulars.rules.texts import TEXT_FIELDS, Texts
from kairanban.circulation.surveys.rules.asking import preset
from kairanban.circulation.surveys.rules.questions import written
from kairanban.i18n.languages import DEFAULT, LANGUAGES

FOLDER = Path(__file__).parents[1] / "texts"

# Settings besides the texts: category, reply kind, things to bring, subjects.
_KINDS: dict[str, dict[str, Any]] = {
    "cleaning": {
        "category": "event",
        "reply_kind": "attendance",
        "bring": ("gloves", "sickle", "broom", "towel", "drink", "hat"),
    },
    "garbage": {
        "category": "garbage",
        "importance": "important",
        "what": ("burnable", "unburnable", "recyclable", "oversized"),
    },
    "water": {"category": "notice", "importance": "important"},
    "meeting": {"category": "event", "reply_kind": "attendance", "bring": ("seal", "papers", "slippers")},
    # Asks with the survey to begin with: who comes, how many, how many meals.
    "gathering": {"category": "event", "reply_kind": "survey", "bring": ("drink", "slippers", "towel")},
    "drill": {"category": "disaster", "bring": ("flashlight", "emergency_bag", "drink", "hat")},
    "practice": {"category": "practice"},
}
RAIN = ("rain_off", "rain_next", "rain_anyway")


@cache
def _read(language: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{language}.toml").read_text())


@cache
def delivered() -> dict[str, CircularTemplate]:
    """Return every template by its kind."""
    return {
        kind: CircularTemplate(
            name=_read(DEFAULT)[kind]["name"],
            texts={language: _texts(_read(language)[kind], given, language) for language in LANGUAGES},
            **given,
        )
        for kind, given in _KINDS.items()
    }


def word(language: str, name: str) -> str:
    """Return a word used in slots: a thing to bring, a kind of garbage, what happens when it rains."""
    found: str = _read(language)["words"][name]
    return found


def listed(language: str, names: tuple[str, ...]) -> str:
    """Return several words joined as a list."""
    return word(language, "comma").join(word(language, name) for name in names)


def _texts(words: dict[str, str], given: dict[str, Any], language: str) -> Texts:
    texts = Texts(**{name: marked(words.get(name, "").strip()) for name in TEXT_FIELDS})
    survey = given.get("reply_kind") == ReplyKind.SURVEY
    return replace(texts, questions=written(preset(language))) if survey else texts
