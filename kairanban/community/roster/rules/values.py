"""One cell of a household's row as a value to store, or a doubt about it.

Each reader takes a filled cell and returns (value, doubt): value None if nothing is stored, "" if the
file says that there is none; the doubt is a msgid with `%(text)s`, or "".
"""

import re
from collections.abc import Callable, Mapping

from kairanban.community.roster.rules import vocabulary
from kairanban.community.roster.rules.dates_of_excel import house_number_of_date
from kairanban.community.roster.rules.fields import Field
from kairanban.community.roster.rules.phones import FORMULA, phone
from kairanban.community.roster.rules.spelling import (
    digits_of,
    looks_like_formula,
    plain,
    tidy,
    tidy_address,
    tidy_reading,
    word_key,
)
from kairanban.core.mail_address import is_mail_address, written_address
from kairanban.i18n.marks import N as _n

Reading = tuple[str | None, str]

LONGEST = 254
_BLOCK_WORDS = (
    ("班", "班"),
    ("班", "はん"),
    ("隣組", "隣組"),
    ("組", "組"),
    ("組", "くみ"),
    ("ブロック", "ぶろっく"),
    ("区", "区"),
)
"""A block's word and how a heading with it begins; a bare number gets the word."""


def read_value(means: Field, cell: str) -> Reading:
    """Return value and doubt of a filled cell by the field of its column."""
    if vocabulary.says_nothing(cell) and means not in (Field.MEMBERSHIP, Field.NAME):
        return "", ""
    # An address of a carrier may begin with a hyphen; exports guard it.
    may_begin_so = means in (Field.PHONE, Field.SECOND_PHONE) or is_mail_address(written_address(cell))
    if not may_begin_so and looks_like_formula(cell):
        return None, FORMULA
    if len(cell) > LONGEST:
        return None, _n("“%(text)s” is too long and was not taken.")
    return _READERS.get(means, _text)(cell)


def code(cell: str) -> Reading:
    text = plain(cell)
    if len(text) > 40 or not re.fullmatch(r"[\w./_-]+", text):
        return None, _n("“%(text)s” cannot be an id of a household and was not taken.")
    return text, ""


def postal(cell: str) -> Reading:
    digits = digits_of(plain(cell))
    if len(digits) == 6 and plain(cell).isdigit():
        digits = "0" + digits
    if len(digits) != 7 or re.search(r"[^\d〒 -]", plain(cell)):
        return None, _n("“%(text)s” is not a postal code and was not taken.")
    return f"{digits[:3]}-{digits[3:]}", ""


def email(cell: str) -> Reading:
    text = written_address(cell).lower()
    if not is_mail_address(text):
        return None, _n("“%(text)s” is not a complete e-mail address and was not taken.")
    return text, ""


def language(cell: str) -> Reading:
    found = vocabulary.LANGUAGES.get(vocabulary.key(cell))
    return found, "" if found else _n("The language “%(text)s” is not known here and was not taken.")


def method(cell: str) -> Reading:
    key = vocabulary.key(cell)
    if key in vocabulary.METHODS_AS_PAPER:
        return "paper", _n("“%(text)s” is taken as paper, so that somebody comes to the door.")
    found = vocabulary.METHODS.get(key)
    return found, "" if found else _n(
        "“%(text)s” is not a way of taking circulars that is known here; it was not taken."
    )


def membership(cell: str) -> Reading:
    found = vocabulary.MEMBERSHIPS.get(vocabulary.key(cell))
    return found, "" if found else _n(
        "The kind of membership “%(text)s” is not known here and was not taken."
    )


def route_order(cell: str) -> Reading:
    text = plain(cell)
    if not re.fullmatch(r"\d{1,5}(番|番目)?", text):
        return None, _n("“%(text)s” is not a place in the route order and was not taken.")
    return str(int(digits_of(text))), ""


def reading(cell: str) -> Reading:
    text = tidy_reading(cell)
    doubt = _n("The reading “%(text)s” is not only kana.") if re.search(r"[一-鿿]", text) else ""
    return text, doubt


def address(cell: str) -> Reading:
    text = tidy_address(cell)
    doubt = _n("“%(text)s” looks like a date; perhaps Excel changed a house number.")
    return text, doubt if house_number_of_date(text) else ""


def block(cell: str, heading: str = "") -> str:
    """Return a block's name; a bare number gets the word its heading begins with: 1班 under 班 or 班番号.

    Without a heading it gets 班.
    """
    text = tidy(cell)
    if not text.isdigit():
        return text
    if not heading:
        return text + "班"
    key = word_key(heading)
    return text + next((word for word, begins in _BLOCK_WORDS if key.startswith(begins)), "")


def name(cell: str) -> str:
    return re.sub(r"(?<=\S) ?(様|殿|[(]?(他|外|ほか) ?\d+ ?[名人][)]?)$", "", tidy(cell))


def _text(cell: str) -> Reading:
    return tidy(cell), ""


_READERS: Mapping[Field, Callable[[str], Reading]] = {
    Field.CODE: code,
    Field.ROUTE_ORDER: route_order,
    Field.READING: reading,
    Field.FAMILY_READING: reading,
    Field.GIVEN_READING: reading,
    Field.POSTAL: postal,
    Field.ADDRESS: address,
    Field.BUILDING: address,
    Field.ROOM: address,
    Field.PHONE: phone,
    Field.SECOND_PHONE: phone,
    Field.EMAIL: email,
    Field.LANGUAGE: language,
    Field.METHOD: method,
    Field.MEMBERSHIP: membership,
    Field.NAME: lambda cell: (name(cell), ""),
    Field.FAMILY_NAME: lambda cell: (name(cell), ""),
    Field.GIVEN_NAME: lambda cell: (name(cell), ""),
    Field.BLOCK: lambda cell: (block(cell), ""),
}
