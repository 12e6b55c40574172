"""Guess of a column's meaning from its cells if it has no heading; a person checks it."""

import re
from collections.abc import Sequence

from kairanban.community.roster.rules import vocabulary
from kairanban.community.roster.rules.fields import Field
from kairanban.community.roster.rules.spelling import digits_of, plain, tidy, tidy_reading

CELLS_LOOKED_AT = 60
LONGEST_CELL = 80
_BLOCK = re.compile(
    r"第\d+[班組区]?|\d+[班組区]|第?[\d一二三四五六七八九十上中下東西南北]+(班|組|区|ブロック)"
)
_KANA = re.compile(r"[ぁ-ゖー ]+")
_NAME = re.compile(
    r"[一-鿿豈-﫿々ヶ]{1,4} ?[一-鿿豈-﫿々ぁ-ゖァ-ヺー]{1,5}|[A-Z][A-Za-z.'-]+( [A-Z][A-Za-z.'-]+)+"
)
_ADDRESS = re.compile(r".*(丁目|番地|番|大字|字|[市区町村郡].*\d|\D\d+-\d+)")
_CODE = re.compile(r"[A-Za-z]+-?\d{1,8}")


def meaning_of_cells(cells: Sequence[str]) -> Field:
    """Return the field at least two thirds of the cells look like, else IGNORED."""
    filled = [cell[:LONGEST_CELL] for cell in cells if cell and not vocabulary.says_nothing(cell)][
        :CELLS_LOOKED_AT
    ]
    if not filled:
        return Field.IGNORED
    for field, looks_like in _LOOKS:
        if 3 * sum(map(looks_like, filled)) >= 2 * len(filled):
            return field
    return Field.IGNORED


def is_full_name(cell: str) -> bool:
    """Tell whether a cell is a family name and a given name with a space between them."""
    text = tidy(cell)
    return " " in text and _NAME.fullmatch(text) is not None


def looks_like_block(cell: str) -> bool:
    """Tell whether a cell is the name of a block: 1班, 東組."""
    return _BLOCK.fullmatch(tidy(cell)) is not None


def _phone(cell: str) -> bool:
    return len(digits_of(plain(cell))) in (9, 10, 11) and not re.search(r"[^\d()+ -]", plain(cell))


def _postal(cell: str) -> bool:
    return re.fullmatch(r"〒?\d{3}-?\d{4}", plain(cell)) is not None


_LOOKS = (
    (Field.EMAIL, lambda cell: "@" in plain(cell)),
    (Field.POSTAL, _postal),
    (Field.PHONE, _phone),
    (Field.CODE, lambda cell: _CODE.fullmatch(plain(cell)) is not None),
    (Field.SERIAL, lambda cell: plain(cell).isdigit()),
    (Field.METHOD, lambda cell: vocabulary.key(cell) in vocabulary.METHODS),
    (Field.LANGUAGE, lambda cell: vocabulary.key(cell) in vocabulary.LANGUAGES),
    (Field.BLOCK, looks_like_block),
    (Field.READING, lambda cell: _KANA.fullmatch(tidy_reading(cell)) is not None),
    (Field.ADDRESS, lambda cell: _ADDRESS.match(tidy(cell)) is not None),
    (Field.NAME, lambda cell: _NAME.fullmatch(tidy(cell)) is not None),
)
