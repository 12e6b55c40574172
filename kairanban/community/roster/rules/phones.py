"""Telephone numbers in a cell: one, two, with words and signs beside them."""

import re

from kairanban.community.roster.rules.spelling import digits_of, plain
from kairanban.i18n.marks import N as _n

NO_NUMBER = _n("“%(text)s” cannot be a telephone number and was not taken.")
NO_AREA = _n("“%(text)s” has no area code.")
BESIDE = _n("“%(text)s”: the number was taken, the words beside it were not.")
MORE = _n("“%(text)s”: two numbers were taken, the others were not.")
FORMULA = _n("“%(text)s” begins like a formula and was not taken.")
MOST = 2

_SIGNS = re.compile(r"[☎☏📞📱✆℡]")
_LABEL = re.compile(
    r"^\(?(TEL|電話|携帯電話|携帯|自宅|固定|ケータイ|家|本人)?(番号)?[):. ]*(?=[(+0-9=@])", re.IGNORECASE
)
_LABELS = re.compile(r"TEL|電話|携帯電話|携帯|自宅|固定|ケータイ|番号|[():;,.、。・/ \n\[\]-]", re.IGNORECASE)
_EXTENSION = re.compile(r"\(?(?:内線|内|ext\.?)\s*:?\s*\d{1,6}\)?", re.IGNORECASE)
_FAX = re.compile(r"(?:FAX|ファックス|F)\s*[:.]?\s*\(?0[\d()-]{8,}", re.IGNORECASE)
_NUMBER = re.compile(
    r"\+81[ -]?(?:\(0\))?[\d-]{8,14}|\(?\d{1,5}\)?[ -]?\(?\d{1,5}\)?[ -]?\d{3,4}(?!\d)|\d{9,11}"
)
_TWO_NUMBERS = re.compile(r"[/、,;・\n]|(?<=\d)\s+(?=\(?0)")
_MOBILE = re.compile(r"0[5-9]0\d{8}")
_FREE = re.compile(r"0120\d{6}|0570\d{6}|0800\d{7}")

Reading = tuple[str | None, str]


def phone(cell: str) -> Reading:
    """Read one telephone number as dialled in Japan; restore a first zero that Excel dropped."""
    text = _LABEL.sub("", _SIGNS.sub("", plain(cell)).strip())
    text = re.sub(r"^\+81[ -]?(\(0\))?0?", "0", text)
    if text.startswith(tuple("=+@")):
        return None, FORMULA
    if re.search(r"[^\d()\-. ]", text):
        return None, NO_NUMBER

    grouped = "-".join(re.findall(r"\d+", text))
    digits = digits_of(text)
    if not digits.startswith("0") and (len(digits) == 9 or re.fullmatch(r"[5-9]0\d{8}", digits)):
        digits, grouped = "0" + digits, "0" + grouped
    if digits.startswith("0") and len(digits) == (
        11 if _MOBILE.match(digits) or digits.startswith("0800") else 10
    ):
        return (grouped if "-" in grouped else _grouped(digits)), ""
    if 6 <= len(digits) <= 8 and not digits.startswith("0"):
        return grouped, NO_AREA
    return None, NO_NUMBER


def phones_of(cell: str) -> tuple[list[str], str]:
    """Return the numbers of a filled cell in their order, two at most, and a doubt about the cell or ""."""
    parts = split_phones(cell)
    read = [phone(part) for part in parts]
    values = [value for value, _ in read if value is not None]
    if len(values) == len(parts):
        doubt = next((doubt for _, doubt in read if doubt), "")
        return values[:MOST], doubt or (MORE if len(values) > MOST else "")

    text = _SIGNS.sub(" ", plain(cell))
    rest = _FAX.sub(" ", _EXTENSION.sub(" ", text))
    found = [number for number in _NUMBER.findall(rest) if len(digits_of(number)) >= 9]
    values = [value for value, _ in map(phone, found) if value is not None]
    if not values:
        return [], read[0][1]
    words = _LABELS.sub("", _NUMBER.sub("", rest))
    beside = bool(words) or rest != text
    return values[:MOST], BESIDE if beside else (MORE if len(values) > MOST else "")


def split_phones(cell: str) -> list[str]:
    """Split a cell with several numbers: 「022-740-2073 / 090-…」."""
    parts = _TWO_NUMBERS.split(_SIGNS.sub(" ", plain(cell)).strip())
    return parts if all(len(digits_of(part)) >= 9 for part in parts) else [cell]


def is_area_code(text: str) -> bool:
    """Tell whether a text is an area code, or none at all."""
    return re.fullmatch(r"(0[1-9]\d{0,3})?", text) is not None


def with_area(number: str, area: str) -> str:
    """Return a number without an area code with this one, if that makes a whole number."""
    whole = area + digits_of(number)
    return f"{area}-{number}" if area and not number.startswith("0") and len(whole) == 10 else number


def _grouped(digits: str) -> str:
    # The length of an area code cannot be told from the number, except for these.
    if _FREE.fullmatch(digits):
        return f"{digits[:4]}-{digits[4:7]}-{digits[7:]}"
    if _MOBILE.fullmatch(digits):
        return f"{digits[:3]}-{digits[3:7]}-{digits[7:]}"
    if digits[:2] in ("03", "06"):
        return f"{digits[:2]}-{digits[2:6]}-{digits[6:]}"
    return digits
