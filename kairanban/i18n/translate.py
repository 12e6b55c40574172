"""Translate messages; .po files are read once per process, untranslated messages return the msgid."""

from functools import cache
from gettext import c2py
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from kairanban.i18n.furigana import Spans, parse
from kairanban.i18n.languages import LANGUAGES

LOCALE = Path(__file__).parent / "locale"


@cache
def catalogue(language: str) -> Catalog:
    with (LOCALE / language / "messages.po").open("rb") as file:
        return read_po(file, locale=LANGUAGES[language].locale)


@cache
def _sentences(language: str) -> dict[str, Any]:
    return {
        _key(message.id): message.string for message in catalogue(language) if message.id and message.string
    }


def _key(message: Any) -> str:
    return message if isinstance(message, str) else str(message[0])


def translate(language: str, message: str, **values: object) -> str:
    """Translate a message and format it with the values."""
    found = _sentences(language).get(message, message)
    sentence: str = found if isinstance(found, str) else found[0]
    return sentence % values if values else sentence


def translate_form(language: str, one: str, many: str, number: int) -> str:
    """Translate with the plural form for `number`, without formatting."""
    found = _sentences(language).get(one)
    if isinstance(found, (tuple, list)) and all(found):
        return str(found[_plural_rule(language)(number)])
    return one if number == 1 else many


@cache
def _plural_rule(language: str) -> Any:
    return c2py(catalogue(language).plural_expr)


@cache
def readings(language: str) -> dict[str, Spans]:
    """Return the furigana of each sentence of a Japanese catalogue."""
    path = LOCALE / language / "furigana.po"
    if not path.exists():
        return {}
    with path.open("rb") as file:
        return dict(parse(str(message.string)) for message in read_po(file) if message.id)
