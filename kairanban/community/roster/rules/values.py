"""One cell of a household's row as a value to store, or a doubt about it.

Each reader takes a filled cell and returns (value, doubt): value None if nothing is stored, "" if the
file says that there is none; the doubt is a msgid with `%(text)s`, or "".
"""

import re
from collections.abc import Callable, Mapping

from kairanban.community.roster.rules import vocabulary
from kairanban.community.roster.rules.fields import Field
from kairanban.community.roster.rules.spelling import (
    digits_of,
    looks_like_formula,
    plain,
    tidy,
    tidy_address,
    tidy_reading,
)
from kairanban.i18n.marks import N as _n

Reading = tuple[str | None, str]

FORMULA = _n("“%(text)s” begins like a formula and was not taken.")
LONGEST = 254
# Narrower than RFC 5321, and enough for addresses of households.
_EMAIL = re.compile(r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOBILE = re.compile(r"0[5-9]0\d{8}")
_FREE = re.compile(r"0120\d{6}|0570\d{6}|0800\d{7}")
_TWO_NUMBERS = re.compile(r"[/、,;・\n]|(?<=\d)\s+(?=\(?0)")


def read_value(means: Field, cell: str) -> Reading:
    """Return value and doubt of a filled cell by the field of its column."""
    if vocabulary.says_nothing(cell) and means not in (Field.MEMBERSHIP, Field.NAME):
        return "", ""
    if means not in (Field.PHONE, Field.SECOND_PHONE) and looks_like_formula(cell):
        return None, FORMULA
    if len(cell) > LONGEST:
        return None, _n("“%(text)s” is too long and was not taken.")
    return _READERS.get(means, _text)(cell)


def split_phones(cell: str) -> list[str]:
    """Split a cell with several numbers: 「022-740-2073 / 090-…」."""
    parts = _TWO_NUMBERS.split(plain(cell))
    return parts if all(len(digits_of(part)) >= 9 for part in parts) else [cell]


def code(cell: str) -> Reading:
    text = plain(cell)
    if len(text) > 40 or not re.fullmatch(r"[\w./_-]+", text):
        return None, _n("“%(text)s” cannot be an id of a household and was not taken.")
    return text, ""


def phone(cell: str) -> Reading:
    """Read a telephone number as dialled in Japan; restore a first zero that Excel dropped."""
    text = re.sub(
        r"^\(?(TEL|電話|携帯|自宅|固定)?(番号)?[):. ]*(?=[(+0-9=@])", "", plain(cell), flags=re.IGNORECASE
    )
    text = re.sub(r"^\+81[ -]?(\(0\))?0?", "0", text)
    if text.startswith(tuple("=+@")):
        return None, FORMULA
    if re.search(r"[^\d()\-. ]", text):
        return None, _n("“%(text)s” cannot be a telephone number and was not taken.")

    grouped = "-".join(re.findall(r"\d+", text))
    digits = digits_of(text)
    if not digits.startswith("0") and (len(digits) == 9 or re.fullmatch(r"[5-9]0\d{8}", digits)):
        digits, grouped = "0" + digits, "0" + grouped
    if digits.startswith("0") and len(digits) == (
        11 if _MOBILE.match(digits) or digits.startswith("0800") else 10
    ):
        return (grouped if "-" in grouped else _grouped(digits)), ""
    if 6 <= len(digits) <= 8 and not digits.startswith("0"):
        return grouped, _n("“%(text)s” has no area code.")
    return None, _n("“%(text)s” cannot be a telephone number and was not taken.")


def _grouped(digits: str) -> str:
    # The length of an area code cannot be told from the number, except for these.
    if _FREE.fullmatch(digits):
        return f"{digits[:4]}-{digits[4:7]}-{digits[7:]}"
    if _MOBILE.fullmatch(digits):
        return f"{digits[:3]}-{digits[3:7]}-{digits[7:]}"
    if digits[:2] in ("03", "06"):
        return f"{digits[:2]}-{digits[2:6]}-{digits[6:]}"
    return digits


def postal(cell: str) -> Reading:
    digits = digits_of(plain(cell))
    if len(digits) == 6 and plain(cell).isdigit():
        digits = "0" + digits
    if len(digits) != 7 or re.search(r"[^\d〒 -]", plain(cell)):
        return None, _n("“%(text)s” is not a postal code and was not taken.")
    return f"{digits[:3]}-{digits[3:]}", ""


def email(cell: str) -> Reading:
    text = "".join(plain(cell).split()).lower()
    if len(text) > 254 or not _EMAIL.fullmatch(text) or ".." in text:
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
    doubt = (
        _n("“%(text)s” looks like a date; perhaps Excel changed a house number.")
        if _DATE.fullmatch(text)
        else ""
    )
    return text, doubt


def block(cell: str, heading: str = "") -> str:
    """Return a block's name; a bare number under 班 or 組 gets that word: 1班."""
    text = tidy(cell)
    return text + heading if text.isdigit() and heading in ("班", "組", "区", "隣組", "ブロック") else text


def name(cell: str) -> str:
    return re.sub(r"(?<=\S) ?(様|殿)$", "", tidy(cell))


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
