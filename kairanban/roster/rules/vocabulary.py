"""Looks words up in the tables of `words`, whatever their width, kana and spaces."""

from kairanban.roster.rules import words
from kairanban.roster.rules.fields import Field
from kairanban.roster.rules.spelling import plain, word_key


def _keys(listed: str) -> frozenset[str]:
    # Signs such as × have no letters to compare by and stay as they are.
    return frozenset(word_key(word) or plain(word) for word in listed.split())


def _index(table: dict[str, str]) -> dict[str, str]:
    return {key: value for value, listed in table.items() for key in _keys(listed)}


HEADINGS: dict[str, Field] = {key: what for what, listed in words.HEADINGS.items() for key in _keys(listed)}
PARTS: tuple[tuple[str, Field], ...] = tuple((word_key(part), what) for part, what in words.PARTS)
LANGUAGES = _index(words.LANGUAGES)
METHODS = _index(words.METHODS)
METHODS_AS_PAPER = _keys(words.METHODS_AS_PAPER)
MEMBERSHIPS = _index(words.MEMBERSHIPS)
ROLES = _index(words.ROLES)
REMARKS = _index(words.REMARKS)
NOTHING = _keys(words.NOTHING)
DITTO = _keys(words.DITTO)
NOT_NAMES = _keys(words.NOT_NAMES)
TOTALS = _keys(words.TOTALS)
ROLE_HEADINGS = _keys(words.ROLE_HEADINGS)
TERM_HEADINGS = _keys(words.TERM_HEADINGS)
TERM_FROM_HEADINGS = _keys(words.TERM_FROM_HEADINGS)
TERM_UNTIL_HEADINGS = _keys(words.TERM_UNTIL_HEADINGS)


def key(text: str) -> str:
    """What a cell is looked up by."""
    return word_key(text) or plain(text)


def says_nothing(text: str) -> bool:
    """Whether a filled cell says that there is none: なし, 無し, －."""
    return key(text) in NOTHING


def is_ditto(text: str) -> bool:
    """Whether a cell says "as above"."""
    return key(text) in DITTO
