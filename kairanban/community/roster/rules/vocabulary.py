"""Lookup of words in the tables of `known_headings` and `known_words`, without regard to width, kana and spaces."""

from kairanban.community.roster.rules import known_headings, known_words
from kairanban.community.roster.rules.fields import Field
from kairanban.community.roster.rules.spelling import plain, word_key

# Longer cells are no such word and need no key: a list has a hundred thousand.
LONGEST_SIGN = 8


def _keys(listed: str) -> frozenset[str]:
    # Signs such as × have no letters to compare by and stay as they are.
    return frozenset(word_key(word) or plain(word) for word in listed.split())


def _index(table: dict[str, str]) -> dict[str, str]:
    return {key: value for value, listed in table.items() for key in _keys(listed)}


HEADINGS: dict[str, Field] = {
    key: what for what, listed in known_headings.HEADINGS.items() for key in _keys(listed)
}
PARTS: tuple[tuple[str, Field], ...] = tuple((word_key(part), what) for part, what in known_headings.PARTS)
LANGUAGES = _index(known_words.LANGUAGES)
METHODS = _index(known_words.METHODS)
METHODS_AS_PAPER = _keys(known_words.METHODS_AS_PAPER)
MEMBERSHIPS = _index(known_words.MEMBERSHIPS)
ROLES = _index(known_words.ROLES)
REMARKS = _index(known_words.REMARKS)
NOTHING = _keys(known_words.NOTHING)
DITTO = _keys(known_words.DITTO)
NOT_NAMES = _keys(known_words.NOT_NAMES)
EMPTY_HOUSES = _keys(known_words.EMPTY_HOUSES)
HEADS = _keys(known_words.HEADS)
GROWN = _keys(known_words.GROWN)
DESCENDANTS = _keys(known_words.DESCENDANTS)
MARKS = _keys(known_words.MARKS)
TOTALS = _keys(known_words.TOTALS)
ROLE_HEADINGS = _keys(known_headings.ROLE_HEADINGS)
TERM_HEADINGS = _keys(known_headings.TERM_HEADINGS)
TERM_FROM_HEADINGS = _keys(known_headings.TERM_FROM_HEADINGS)
TERM_UNTIL_HEADINGS = _keys(known_headings.TERM_UNTIL_HEADINGS)


def key(text: str) -> str:
    """Return the lookup key of a cell."""
    return word_key(text) or plain(text)


def says_nothing(text: str) -> bool:
    """Tell whether a filled cell says that there is none: なし, 無し, －."""
    return len(text) <= LONGEST_SIGN and key(text) in NOTHING


def is_ditto(text: str) -> bool:
    """Tell whether a cell says "as above"."""
    return len(text) <= LONGEST_SIGN and key(text) in DITTO
