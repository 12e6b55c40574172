"""Is the text in a column of names a name? An empty house, a building, a person who has died."""

import re
from dataclasses import dataclass
from enum import StrEnum

from kairanban.community.roster.rules import vocabulary
from kairanban.community.roster.rules.spelling import looks_like_formula, tidy
from kairanban.i18n.marks import N as _n

LONGEST_NAME = 80
_SIGN = re.compile(r"^[※*・●○◎☆★\s]+")
_BESIDE = re.compile(r"[(（【\[].*?[)）】\]]|[、,/／].*$|(?<=..) .*$")
_DIED = re.compile(
    r"[(（【\[]\s*(故|亡|逝去|死亡|死去|故人|物故)\s*[)）】\]]|^故[ 　]|[ 　](故人|逝去|死去|死亡)$"
)
_SEVERAL = re.compile(r"[(（]\s*(全|計)?\s*\d+\s*(室|戸|世帯)\s*[)）]")


class Naming(StrEnum):
    NAME = "name"
    EMPTY_HOUSE = "empty_house"
    DIED = "died"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Named:
    """`name` is without the mark of a death; `refusal` is a msgid with `%(text)s` for what is no name."""

    what: Naming
    name: str
    refusal: str = ""


def naming_of(written: str) -> Named:
    """Return what a cell of a column of names says."""
    bare = tidy(_SIGN.sub("", written))
    word = vocabulary.key(_BESIDE.sub("", bare)) or vocabulary.key(bare)
    if word in vocabulary.EMPTY_HOUSES:
        return Named(Naming.EMPTY_HOUSE, written)
    if word in vocabulary.NOT_NAMES or not any(sign.isalpha() for sign in bare):
        return Named(Naming.NONE, written, _n("“%(text)s” is not a name, so no household is made of it."))
    if _SEVERAL.search(bare):
        return Named(Naming.NONE, written, _n("“%(text)s” is a house with several homes, not one household."))
    if len(written) > LONGEST_NAME:
        return Named(Naming.NONE, written, _n("“%(text)s” is too long for a name."))
    if looks_like_formula(written):
        return Named(Naming.NONE, written, _n("The name “%(text)s” begins like a formula."))
    if _DIED.search(bare):
        return Named(Naming.DIED, tidy(_DIED.sub(" ", bare)))
    return Named(Naming.NAME, bare if written.startswith(("※", "*", "＊")) else written)
