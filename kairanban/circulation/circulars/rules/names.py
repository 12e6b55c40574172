"""How names of people and places are read, from what a roster says of them."""

import unicodedata
from collections.abc import Iterable

import jaconv


def name_readings(names: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Written form to hiragana: the whole name with and without its space, and the family name where it is sure."""
    found: dict[str, str] = {}
    families: dict[str, set[str]] = {}
    for name, reading in names:
        name, reading = " ".join(name.split()), hiragana(reading)
        if not name or not reading:
            continue
        found[name.replace(" ", "")] = reading.replace(" ", "")
        found[name] = reading.replace(" ", "")
        if name.count(" ") == reading.count(" ") == 1:
            families.setdefault(name.split(" ")[0], set()).add(reading.split(" ")[0])
    for family, readings in families.items():
        # 角田 is かくた in one house and つのだ in the next: then nobody guesses.
        if len(readings) == 1 and len(family) > 1:
            found.setdefault(family, readings.pop())
    return found


def hiragana(reading: str) -> str:
    """As furigana is written, from full-width or half-width kana."""
    return " ".join(jaconv.kata2hira(unicodedata.normalize("NFKC", reading)).split())


def is_reading(text: str) -> bool:
    """Nothing but kana."""
    return bool(text) and all("\u3041" <= c <= "\u309f" or c in "ー" for c in text)
