"""Readings of people's and places' names."""

import unicodedata
from collections.abc import Iterable

import jaconv


def name_readings(names: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return written name to hiragana: with and without its space, and the family name if unambiguous."""
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
        # 角田 can be かくた or つのだ: with two readings neither is used.
        if len(readings) == 1 and len(family) > 1:
            found.setdefault(family, readings.pop())
    return found


def hiragana(reading: str) -> str:
    """Return a reading in hiragana, from full-width or half-width kana."""
    return " ".join(jaconv.kata2hira(unicodedata.normalize("NFKC", reading)).split())


def is_reading(text: str) -> bool:
    """Tell whether the text is hiragana only."""
    return bool(text) and all("\u3041" <= c <= "\u309f" or c in "ー" for c in text)
