"""People of a household who stand in the row of its head: 家族1, 家族2, 連名, 同居家族."""

import re
from collections.abc import Iterable

from kairanban.community.roster.rules.ages import is_child
from kairanban.community.roster.rules.lines import Member
from kairanban.community.roster.rules.naming import Naming, naming_of
from kairanban.community.roster.rules.persons import LONGEST_GIVEN
from kairanban.community.roster.rules.relations import Relation, relation_of
from kairanban.community.roster.rules.spelling import name_key, tidy
from kairanban.community.roster.rules.vocabulary import says_nothing

_BETWEEN = re.compile(r"[、，,・/／;；\n]+|[ 　]{2,}")
_BESIDE = re.compile(r"[(（【\[](.*?)[)）】\]]")
_HONORIFIC = re.compile(r"[ 　]*(様|さん|ちゃん|くん|君)$")
# A count of people under 家族: 4, 4人, 計3名.
_COUNT = re.compile(r"[計全]?\s*\d+\s*(人|名|世帯)?")


def listed_members(texts: Iterable[str], head: str) -> tuple[Member, ...]:
    """Return the other people that a row names; a given name alone has the head's family name."""
    found: dict[str, Member] = {}
    for text in texts:
        for piece in _pieces(text, head):
            member = _member(piece, head)
            if member and name_key(member.name) != name_key(head):
                found.setdefault(name_key(member.name), member)
    return tuple(found.values())


def _pieces(text: str, head: str) -> list[str]:
    """Return the names in a cell; between given names alone a single space is enough."""
    if says_nothing(text) or _COUNT.fullmatch(tidy(text)):
        return []
    pieces = [piece for piece in _BETWEEN.split(text) if piece.strip()]
    if len(pieces) == 1:
        words = tidy(_BESIDE.sub("", pieces[0])).split(" ")
        family = head.partition(" ")[0]
        alone = len(words) > 1 and name_key(words[0]) != name_key(family)
        if alone and _BESIDE.search(pieces[0]) is None and all(len(word) <= LONGEST_GIVEN for word in words):
            # 花子 一郎, and not a full name of another family: 田中 ハル has two words as well.
            return words if len(words) > 2 or (len(words[0]) > 1 and _is_given(words[0], family)) else pieces
    return pieces


def _is_given(word: str, family: str) -> bool:
    """Tell whether a word is rather a given name: it ends as most given names do, or is written in kana."""
    return (
        bool(re.search(r"[子男郎美恵代江香奈太夫雄介樹斗菜花音]$|^[ぁ-んァ-ヶー]+$", word)) and word != family
    )


def _member(piece: str, head: str) -> Member | None:
    beside = " ".join(_BESIDE.findall(piece))
    name = tidy(_HONORIFIC.sub("", tidy(_BESIDE.sub(" ", piece))))
    if not name or naming_of(name).what is not Naming.NAME:
        return None
    family, space, _ = head.partition(" ")
    if (
        space
        and " " not in name
        and len(name) <= LONGEST_GIVEN
        and not name_key(name).startswith(name_key(family))
    ):
        name = f"{family} {name}"
    age = is_child(beside, "", None)
    return Member(name, "", relation_of(beside) is Relation.DESCENDANT if age is None else age)
