"""Catalogues are read from their .po files once a process; a message without a translation says itself."""

from functools import cache
from gettext import c2py
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

LOCALE = Path(__file__).parent / "locale"


@cache
def catalogue(language: str) -> Catalog:
    with (LOCALE / language / "messages.po").open("rb") as file:
        return read_po(file, locale=language)


@cache
def _sentences(language: str) -> dict[str, Any]:
    return {
        _key(message.id): message.string for message in catalogue(language) if message.id and message.string
    }


def _key(message: Any) -> str:
    return message if isinstance(message, str) else str(message[0])


def translate(language: str, message: str, **values: object) -> str:
    """The sentence in that language, with its values set in."""
    found = _sentences(language).get(message, message)
    sentence: str = found if isinstance(found, str) else found[0]
    return sentence % values if values else sentence


def translate_count(language: str, one: str, many: str, number: int, **values: object) -> str:
    """The sentence in the form the language uses for this number; `%(number)s` is the number."""
    found = _sentences(language).get(one)
    if isinstance(found, (tuple, list)) and all(found):
        sentence = str(found[_plural_rule(language)(number)])
    else:
        sentence = one if number == 1 else many
    return sentence % {"number": number, **values}


@cache
def _plural_rule(language: str) -> Any:
    return c2py(catalogue(language).plural_expr)
